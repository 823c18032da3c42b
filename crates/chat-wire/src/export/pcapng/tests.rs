//! The bytes of a capture. Whether Wireshark agrees is a test of the real programs.

use super::*;
use crate::export::pcapng::packets::MOST;
use crate::record;

fn capture(lines: &[&str]) -> Vec<u8> {
    let reading = record::read(lines.join("\n").as_bytes());
    assert_eq!(reading.skipped, 0);
    pcapng(&reading.recordings)
}

/// The bodies of the blocks, with their kinds.
fn blocks(mut file: &[u8]) -> Vec<(u32, Vec<u8>)> {
    let word = |bytes: &[u8], at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
    let mut blocks = Vec::new();
    while !file.is_empty() {
        let length = word(file, 4) as usize;
        assert_eq!(length % 4, 0);
        assert_eq!(word(file, length - 4) as usize, length);
        blocks.push((word(file, 0), file[8..length - 4].to_vec()));
        file = &file[length..];
    }
    blocks
}

/// The sum of everything that a checksum is of is nothing.
fn is_sound(bytes: &[u8]) -> bool {
    let mut sum = 0_u32;
    for pair in bytes.chunks(2) {
        sum += u32::from(pair[0]) << 8 | u32::from(*pair.get(1).unwrap_or(&0));
    }
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    sum == 0xffff
}

const BEGIN: &str =
    r#"{"event":"begin","program":"chat-tui","name":"ana","wall":1795910667282000,"seed":7}"#;

#[test]
fn a_datagram_is_a_packet_with_true_lengths_and_sums() {
    let file = capture(&[
        BEGIN,
        r#"{"ms":0,"flow":1,"event":"flow","transport":"udp","local":"127.0.0.1:45113","peer":"127.0.0.1:15324"}"#,
        r#"{"ms":1.5,"flow":1,"event":"out","x":"00000001","bytes":5,"data":"hello"}"#,
        r#"{"ms":2,"flow":1,"event":"weather","way":"out","fate":"dropped","x":"00000002","bytes":7,"n":3,"type":"msg"}"#,
    ]);
    let blocks = blocks(&file);
    let kinds: Vec<_> = blocks.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, [0x0a0d_0d0a, 1, 1, 4, 6, 6]);
    let (_, packet) = &blocks[4];
    let at = u64::from(u32::from_le_bytes(packet[4..8].try_into().unwrap())) << 32
        | u64::from(u32::from_le_bytes(packet[8..12].try_into().unwrap()));
    assert_eq!(at, 1_795_910_667_283_500);
    let ip = &packet[20..20 + 33];
    assert!(is_sound(&ip[..20]));
    assert_eq!(&ip[12..20], [127, 1, 0, 1, 127, 0, 0, 1]);
    let pseudo = [&ip[12..20], &[0, 17, 0, 13], &ip[20..]].concat();
    assert!(is_sound(&pseudo));
    assert!(ip.ends_with(b"hello"));
    // What the weather took stands on the other interface.
    assert_eq!((blocks[4].1[0], blocks[5].1[0]), (0, 1));
}

#[test]
fn a_masked_letter_takes_the_place_of_one_that_is_shorter() {
    let line = |data: &str| {
        serde_json::json!({"ms": 1, "flow": "127.0.0.1:1", "event": "in", "bytes": 7, "data": data})
            .to_string()
    };
    let file = capture(&[BEGIN, &line("olá •••")]);
    let (_, packet) = blocks(&file).pop().unwrap();
    let ip = &packet[20..20 + 35];
    assert!(
        ip.ends_with("olá **".as_bytes()) || ip.ends_with(b"*"),
        "{ip:?}"
    );
    assert_eq!(ip[25], 15);
}

#[test]
fn a_stream_begins_with_a_handshake_and_counts_its_bytes() {
    let file = capture(&[
        BEGIN,
        r#"{"ms":0,"flow":1,"event":"flow","transport":"tcp","local":"[::1]:45113","peer":"[::1]:15324"}"#,
        r#"{"ms":1,"flow":1,"event":"opened"}"#,
        r#"{"ms":2,"flow":1,"event":"write","offered":70000,"x":"00000001","bytes":70000,"ends":[70000]}"#,
        r#"{"ms":3,"flow":1,"event":"read","x":"00000002","bytes":3,"ends":[3]}"#,
        r#"{"ms":4,"flow":1,"event":"closed","why":"end"}"#,
    ]);
    let blocks = blocks(&file);
    let packets: Vec<_> = blocks.iter().filter(|(kind, _)| *kind == 6).collect();
    let flags: Vec<_> = packets.iter().map(|(_, body)| body[20 + 40 + 13]).collect();
    assert_eq!(flags, [2, 18, 16, 24, 24, 24, 17, 17, 16]);
    let number = |at: usize| {
        let ack = move |body: &Vec<u8>| u32::from_be_bytes(body[at..at + 4].try_into().unwrap());
        packets
            .iter()
            .map(|(_, body)| ack(body))
            .collect::<Vec<_>>()
    };
    assert_eq!(number(20 + 40 + 4), [0, 0, 1, 1, 65_001, 1, 4, 70_001, 5]);
    assert_eq!(
        number(20 + 40 + 8),
        [0, 1, 1, 1, 1, 70_001, 70_001, 5, 70_002]
    );
}

#[test]
fn a_length_that_nothing_can_have_costs_no_memory() {
    for bytes in [u64::MAX, 4_000_000_000] {
        let line = |event: &str| {
            format!(
                r#"{{"ms":1,"flow":1,"event":"{event}","bytes":{bytes},"x":"00000001","ends":[{bytes}],"data":"hi\n"}}"#
            )
        };
        for (transport, event) in [("tcp", "read"), ("udp", "in")] {
            let flow = format!(
                r#"{{"ms":0,"flow":1,"event":"flow","transport":"{transport}","local":"127.0.0.1:2","peer":"127.0.0.1:3"}}"#
            );
            let file = capture(&[BEGIN, &flow, &line(event)]);
            assert!(file.len() < 2 * MOST, "{}", file.len());
        }
    }
}
