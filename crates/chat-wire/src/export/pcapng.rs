//! A capture that Wireshark opens: every datagram, read and write of the recording as a
//! packet, at its time and of its length, with what is known of it as its comments.
//!
//! The interface `wire` holds what was at the socket, as a capture on this machine would;
//! the interface `weather` what the impairments took before. IP, UDP and TCP headers are
//! made here: the recording does not have them. Written by hand, since it is four kinds
//! of blocks, and no crate that writes comments supports the compiler of this project.

mod packets;
mod stream;
mod ends;
mod headers;
mod blocks;

use blocks::Blocks;
use packets::Packet;

use crate::merge;
use crate::record::Recording;

/// The whole file.
pub fn pcapng(recordings: &[Recording]) -> Vec<u8> {
    let merged = merge::merged(recordings);
    let (packets, ends) = packets::packets(recordings, &merged);
    let mut blocks = Blocks::default();
    blocks.section(&about(recordings));
    blocks.interface("wire");
    blocks.interface("weather");
    blocks.names(&ends.names());
    for packet in &packets {
        let Packet { interface, at, .. } = *packet;
        let outward = packet.is_outward;
        blocks.packet((interface, at, outward), &packet.bytes, &packet.comments);
    }
    blocks.0
}

/// What whoever opens it should know.
fn about(recordings: &[Recording]) -> String {
    let mut words = "IP, UDP and TCP headers are made by the program; addresses, lengths, times and contents are true, except where both ends would have one address, where a recording knows none, or where it is masked".to_owned();
    for begin in recordings.iter().map(|one| &one.begin) {
        let program = chat_proto::text::quoted(&begin.program);
        let seed = begin.seed.map(|seed| format!(", seed {seed}"));
        let contents = begin.contents.as_deref().map(chat_proto::text::quoted);
        let contents = contents.map(|kept| format!(", contents {kept}"));
        words = format!(
            "{words}; recorded by {program}{}{}",
            seed.unwrap_or_default(),
            contents.unwrap_or_default()
        );
    }
    words
}

#[cfg(test)]
mod tests;
