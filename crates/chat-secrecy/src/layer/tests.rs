//! Two sides of one connection, without a wire.

mod records;

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::certificate::Identity;

static OFFER: LazyLock<Offer> = LazyLock::new(|| Identity::make().unwrap().offer().unwrap());

fn pair() -> (Layer, Layer) {
    let client = Layer::client(&Ask::new().unwrap(), "127.0.0.1").unwrap();
    (client, Layer::server(&OFFER).unwrap())
}

/// Carries what waits, in pieces of this length, until nothing waits.
fn carry(one: &mut Layer, other: &mut Layer, piece: usize) {
    loop {
        let moved = step(one, other, piece) + step(other, one, piece);
        if moved == 0 {
            return;
        }
    }
}

fn step(from: &mut Layer, to: &mut Layer, piece: usize) -> usize {
    let bytes = from.pending();
    let bytes = bytes[..bytes.len().min(piece)].to_vec();
    from.advance(bytes.len());
    to.feed(&bytes).unwrap();
    bytes.len()
}

fn read_all(layer: &mut Layer) -> Vec<u8> {
    let mut all = Vec::new();
    let mut buffer = [0; 1000];
    while let Read::Bytes(count) = layer.read(&mut buffer) {
        all.extend_from_slice(&buffer[..count]);
    }
    all
}

#[test]
fn the_client_sees_the_certificate_before_it_says_anything() {
    let (mut client, mut server) = pair();
    assert_eq!(client.shown(), None);
    assert_eq!(client.write(b"too early"), 0);
    carry(&mut client, &mut server, 1);
    assert!(!client.is_handshaking() && !server.is_handshaking());
    assert_eq!(client.shown(), Some(OFFER.fingerprint()));
}

#[test]
fn the_end_is_told_and_is_not_a_break() {
    let (mut client, mut server) = pair();
    carry(&mut client, &mut server, 4096);
    assert_eq!(server.write(b"bye"), 3);
    server.finish();
    carry(&mut client, &mut server, 4096);
    assert_eq!(read_all(&mut client), b"bye");
    assert_eq!(client.read(&mut [0; 9]), Read::End);
    assert!(client.is_readable());
}

#[test]
fn what_has_left_is_not_kept_though_something_always_waits() {
    let (mut client, mut server) = pair();
    carry(&mut client, &mut server, 4096);
    let block = vec![b'x'; OUT_BYTES];
    for _ in 0..200 {
        server.write(&block);
        server.advance(server.pending().len() / 2);
        assert!(!server.pending().is_empty());
        let kept = server.out.len();
        assert!(kept <= 4 * OUT_BYTES, "{kept} bytes for {OUT_BYTES}");
    }
}

#[test]
fn what_waits_to_be_sent_is_bounded() {
    let (mut client, mut server) = pair();
    carry(&mut client, &mut server, 4096);
    let block = vec![b'x'; 1 << 20];
    let taken = server.write(&block);
    assert!((OUT_BYTES / 2..=OUT_BYTES).contains(&taken), "{taken}");
    let mut all = taken;
    while server.is_writable() {
        all += server.write(&block);
    }
    assert!(server.pending().len() <= OUT_BYTES + 32 * 1024);
    carry(&mut client, &mut server, 4096);
    assert_eq!(read_all(&mut client).len(), all);
}

#[test]
fn many_lines_in_one_write_are_few_records() {
    let (mut client, mut server) = pair();
    carry(&mut client, &mut server, 4096);
    let line = [b'x'; 200].repeat(64);
    assert_eq!(server.write(&line), line.len());
    // 22 bytes a record.
    assert!(server.pending().len() <= line.len() + 22);
}

#[test]
fn the_words_are_not_on_the_wire() {
    let (mut client, mut server) = pair();
    carry(&mut client, &mut server, 4096);
    client.write(b"nobody else reads this");
    let wire = client.pending().to_vec();
    assert!(!wire.windows(6).any(|six| six == b"nobody"));
}

#[test]
fn something_else_than_tls_is_an_error() {
    let (_, mut server) = pair();
    let error = server.feed(b"\x16\x03\x01\x00\x05hello").unwrap_err();
    assert!(error.to_string().contains("failed"), "{error}");
}

#[test]
fn only_tls_1_3_is_spoken() {
    // A ClientHello of TLS 1.2 without the extension that names versions.
    let mut hello = vec![3, 3];
    hello.extend([7; 32]);
    hello.extend([0, 0, 2, 0xc0, 0x2b, 1, 0]);
    hello.extend([0, 0]);
    let length = u8::try_from(hello.len()).unwrap();
    let mut record = vec![0x16, 3, 1, 0, length + 4, 1, 0, 0, length];
    record.extend(hello);
    let (_, mut server) = pair();
    assert!(server.feed(&record).is_err());
    // The other side is told why, in an alert record.
    assert_eq!(server.pending().first(), Some(&0x15));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_said_comes_out_however_the_stream_is_cut(
        texts in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..3000), 1..8),
        piece in 1..5000_usize,
    ) {
        let (mut client, mut server) = pair();
        carry(&mut client, &mut server, piece);
        for text in &texts {
            prop_assert_eq!(client.write(text), text.len());
            carry(&mut client, &mut server, piece);
        }
        prop_assert_eq!(read_all(&mut server), texts.concat());
    }

    #[test]
    fn a_byte_that_somebody_changes_never_becomes_a_wrong_text(at in 0..1200_usize, bit in 0..8_u32) {
        let (mut client, mut server) = pair();
        let mut passed = 0;
        let said = b"this, or nothing".as_slice();
        let mut written = false;
        let mut broken = false;
        while !broken {
            for way in [true, false] {
                let (from, to) = if way {
                    (&mut client, &mut server)
                } else {
                    (&mut server, &mut client)
                };
                let mut bytes = from.pending().to_vec();
                from.advance(bytes.len());
                if let Some(byte) = at.checked_sub(passed).and_then(|at| bytes.get_mut(at)) {
                    *byte ^= 1 << bit;
                }
                passed += bytes.len();
                broken |= to.feed(&bytes).is_err();
            }
            if !written && !client.is_handshaking() {
                client.write(said);
                written = true;
            }
            if client.pending().is_empty() && server.pending().is_empty() {
                break;
            }
        }
        let heard = read_all(&mut server);
        prop_assert!(heard.is_empty() || heard == said);
    }
}

/// What somebody on the way does to a piece of what passes.
#[derive(Clone, Copy, Debug)]
enum Blow {
    Flip,
    Repeat,
    Drop,
    Exchange,
}

/// The bytes that arrive of these, where a piece of them is struck.
fn struck(mut bytes: Vec<u8>, blow: Blow, (at, length): (usize, usize)) -> Vec<u8> {
    let at = at % bytes.len();
    let end = bytes.len().min(at + length);
    let piece: Vec<u8> = bytes[at..end].to_vec();
    match blow {
        Blow::Flip => bytes[at] ^= 1 << (length % 8),
        Blow::Repeat => drop(bytes.splice(end..end, piece)),
        Blow::Drop => drop(bytes.drain(at..end)),
        // Two neighbours change places.
        Blow::Exchange => {
            let rest = &mut bytes[at..];
            rest.rotate_left(piece.len().min(rest.len() / 2));
        }
    }
    bytes
}

/// Hands over what waits; the n-th of all that pass is struck.
fn hands_over(
    from: &mut Layer,
    to: &mut Layer,
    nth: &mut usize,
    strike: impl FnOnce(Vec<u8>) -> Vec<u8>,
) -> Result<(), Broken> {
    let mut bytes = from.pending().to_vec();
    from.advance(bytes.len());
    if bytes.is_empty() {
        return Ok(());
    }
    if *nth == 0 {
        bytes = strike(bytes);
    }
    *nth = nth.wrapping_sub(1);
    to.feed(&bytes)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Lines one after the other, each handed over by itself or several at once: whatever
    /// happens to one of those bytes or pieces, what is heard is a beginning of what was said.
    #[test]
    fn what_is_flipped_repeated_lost_or_exchanged_never_becomes_a_wrong_text(
        blow in prop_oneof![
            Just(Blow::Flip), Just(Blow::Repeat), Just(Blow::Drop), Just(Blow::Exchange)
        ],
        (mut nth, at, length) in (0..MOST_STEPS, any::<usize>(), 1..200_usize),
        together in 1..4_usize,
    ) {
        let (mut client, mut server) = pair();
        let (mut said, mut broken) = (Vec::new(), false);
        for round in 0..12 {
            if !client.is_handshaking() {
                for part in 0..together {
                    let line = format!("line {round} {part}\n");
                    let taken = client.write(line.as_bytes());
                    said.extend_from_slice(&line.as_bytes()[..taken]);
                }
            }
            let strike = |bytes| struck(bytes, blow, (at, length));
            broken |= hands_over(&mut client, &mut server, &mut nth, strike).is_err();
            broken |= hands_over(&mut server, &mut client, &mut nth, strike).is_err();
            if broken {
                break;
            }
        }
        let heard = read_all(&mut server);
        prop_assert!(said.starts_with(&heard), "{heard:?}");
        // Past the end of the conversation nothing was struck.
        prop_assert!(nth > MOST_STEPS || heard == said, "unharmed, all of it comes");
    }
}

/// More than are handed over in one conversation.
const MOST_STEPS: usize = 20;
