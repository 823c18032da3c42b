//! Both sides, with real TLS between them.

use chat_proto::chance;
use chat_proto::limits::LINE_BYTES;
use chat_secrecy::ask::Ask;
use chat_secrecy::certificate::Identity;
use chat_secrecy::layer::Layer as Tls;

use super::*;

struct Pair {
    client: SealedLink,
    server: SealedLink,
}

impl Pair {
    fn new() -> Self {
        let offer = Identity::make().unwrap().offer().unwrap();
        let client = Tls::client(&Ask::new().unwrap(), "chat.example").unwrap();
        Self {
            client: SealedLink::new(Box::new(client)),
            server: SealedLink::new(Box::new(Tls::server(&offer).unwrap())),
        }
    }

    /// Carries frames to and fro until none is left; the lines that the client heard and
    /// those that the server did. `road` may change a frame on its way.
    fn carry(&mut self, mut road: impl FnMut(&mut Vec<u8>)) -> io::Result<[Vec<Vec<u8>>; 2]> {
        let mut heard = [Vec::new(), Vec::new()];
        while self.client.has_pending() || self.server.has_pending() {
            let stamp = Some(Stamp::from_unix_ms(0));
            let [to_client, to_server] = &mut heard;
            to_server.extend(one_way(
                &mut self.client,
                &mut self.server,
                None,
                &mut road,
            )?);
            to_client.extend(one_way(
                &mut self.server,
                &mut self.client,
                stamp,
                &mut road,
            )?);
        }
        Ok(heard)
    }
}

fn one_way(
    from: &mut SealedLink,
    to: &mut SealedLink,
    speaker: Option<Stamp>,
    road: &mut impl FnMut(&mut Vec<u8>),
) -> io::Result<Vec<Vec<u8>>> {
    let mut heard = Vec::new();
    let records = from.records(speaker);
    for frame in records.frames.chunks(records.each.max(1)) {
        let mut frame = frame.to_vec();
        road(&mut frame);
        heard.extend(to.hear(&frame)?);
    }
    from.advance(&records, records.frames.len());
    Ok(heard)
}

/// Says all of it, as far as it is taken at once.
fn say(side: &mut SealedLink, line: &str) {
    assert_eq!(side.write(line.as_bytes()), line.len());
}

#[test]
fn both_agree_and_hear_each_others_lines_and_nobody_else_does() {
    let mut pair = Pair::new();
    assert_eq!(pair.client.write(b"{}\n"), 0, "before they have agreed");
    assert!(pair.carry(|_| {}).unwrap().concat().is_empty());
    assert!(!pair.client.is_opening() && !pair.server.is_opening());
    assert!(pair.client.shown().is_some());
    let long = format!("{{\"text\":\"{:x<9000}\"}}\n", "");
    say(&mut pair.client, "{\"text\":\"a\"}\n{\"text\":\"b\"}\n");
    say(&mut pair.server, &long);
    let mut seen = Vec::new();
    let [to_client, to_server] = pair.carry(|frame| seen.extend_from_slice(frame)).unwrap();
    assert_eq!(to_server, [&b"{\"text\":\"a\"}"[..], b"{\"text\":\"b\"}"]);
    assert_eq!(to_client, [long.trim_end().as_bytes()]);
    let seen = String::from_utf8(seen).unwrap();
    assert!(
        seen.contains("\"type\":\"tls\"") && !seen.contains("xxxx"),
        "{seen}"
    );
}

#[test]
fn what_is_no_record_says_nothing() {
    let mut pair = Pair::new();
    pair.carry(|_| {}).unwrap();
    for frame in [
        &br#"{"type":"ping"}"#[..],
        br#"{"text":"forged"}"#,
        b"",
        b"{",
    ] {
        assert!(pair.server.hear(frame).unwrap().is_empty());
    }
    say(&mut pair.client, "{}\n");
    assert_eq!(pair.carry(|_| {}).unwrap()[1], [b"{}"]);
}

#[test]
fn a_line_that_is_too_long_is_one_that_is_refused_for_it() {
    let mut pair = Pair::new();
    pair.carry(|_| {}).unwrap();
    let long = format!("{:x<1$}", "", LINE_BYTES + 500);
    say(&mut pair.client, &long);
    let heard = pair.carry(|_| {}).unwrap();
    assert_eq!(
        heard[1].iter().map(Vec::len).collect::<Vec<_>>(),
        [LINE_BYTES + 1]
    );
    say(&mut pair.client, "yyy\n{}\n");
    assert_eq!(pair.carry(|_| {}).unwrap()[1], [b"{}"]);
}

#[test]
fn a_frame_that_was_changed_says_nothing_wrong() {
    const SAID: &str = "{\"text\":\"the bus leaves at eight\"}\n";
    let mut ended = 0;
    for seed in 0..200 {
        let mut pair = Pair::new();
        let mut nth = 0;
        let struck = chance::below(6, &[seed, 1]);
        let mut road = |frame: &mut Vec<u8>| {
            if nth == struck {
                let at = chance::below(frame.len() as u64, &[seed, 2]);
                frame[usize::try_from(at).unwrap()] ^= 1 << chance::below(7, &[seed, 3]);
            }
            nth += 1;
        };
        let mut conversation = || {
            let mut heard = pair.carry(&mut road)?;
            for _ in 0..3 {
                // Where a frame of the handshake was no frame any more, they never agree.
                pair.client.write(SAID.as_bytes());
                pair.server.write(SAID.as_bytes());
                let more = pair.carry(&mut road)?;
                heard
                    .iter_mut()
                    .zip(more)
                    .for_each(|(all, more)| all.extend(more));
            }
            io::Result::Ok(heard.concat())
        };
        match conversation() {
            Ok(heard) => assert!(heard.iter().all(|line| line == SAID.trim_end().as_bytes())),
            Err(_) => ended += 1,
        }
    }
    assert!(ended > 50, "{ended}");
}

/// Below this is the link, which hands on each frame once and in order; whoever can make
/// frames of it could make it hand on others.
#[test]
fn frames_that_are_repeated_lost_or_exchanged_say_nothing_wrong() {
    let mut ended = 0;
    for seed in 0..SEEDS {
        let mut pair = Pair::new();
        pair.carry(|_| {}).unwrap();
        let (mut frames, mut said) = (Vec::new(), Vec::new());
        for n in 0..6 {
            let line = format!("{{\"text\":\"stop {n}\"}}");
            say(&mut pair.client, &format!("{line}\n"));
            said.push(line.into_bytes());
            let records = pair.client.records(None);
            let each = records.frames.chunks(records.each.max(1));
            frames.extend(each.map(<[u8]>::to_vec));
            pair.client.advance(&records, records.frames.len());
        }
        let draw = |below: usize, what| {
            usize::try_from(chance::below(below as u64, &[seed, what])).unwrap()
        };
        let at = draw(frames.len() - 1, 1);
        match draw(3, 2) {
            0 => frames.insert(draw(frames.len(), 3), frames[at].clone()),
            1 => drop(frames.remove(at)),
            _ => frames.swap(at, at + 1),
        }
        let mut heard = Vec::new();
        for frame in &frames {
            let Ok(lines) = pair.server.hear(frame) else {
                ended += 1;
                break;
            };
            heard.extend(lines);
        }
        assert!(said.starts_with(&heard), "{seed}: {heard:?}");
    }
    assert!(ended > SEEDS / 2, "{ended}");
}

/// Some of each kind at each place: all that six frames give.
const SEEDS: u64 = 200;
