//! However a stream is cut into reads, its lines are the same.
//!
//! A piece may be repeated, so that short inputs make lines over the limit.

#![no_main]

use chat_proto::codec::lines::Line;
use chat_proto::codec::lines::LineSplitter;
use chat_proto::limits::LINE_BYTES;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|pieces: Vec<(Vec<u8>, u8)>| {
    let piece = |(bytes, times): &(Vec<u8>, u8)| bytes.repeat(usize::from(*times) * 16);
    let pieces: Vec<_> = pieces.iter().map(piece).collect();
    let whole = pieces.concat();
    assert_eq!(split(pieces.iter().map(Vec::as_slice)), split([&*whole]));
});

fn split<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<Option<Vec<u8>>> {
    let mut lines = Vec::new();
    let mut splitter = LineSplitter::default();
    let mut keep = |line: Line<'_>| match line {
        Line::Whole(line) => {
            assert!(line.len() <= LINE_BYTES);
            lines.push(Some(line.to_vec()));
        }
        Line::TooLong(_) => lines.push(None),
    };
    for piece in pieces {
        splitter.feed(piece, &mut keep);
        assert!(splitter.begun().len() <= LINE_BYTES + 1);
    }
    splitter.flush(keep);
    lines
}
