//! Standard input as texts to say: line by line, and why one of them cannot be said.

use std::io;

use chat_proto::codec::lines::Line;
use chat_proto::codec::lines::LineSplitter;
use chat_proto::limits::LINE_BYTES;
use chat_proto::text::Text;
use chat_proto::text::TextFault;
use tokio::io::AsyncReadExt;
use tokio::io::Stdin;

use crate::speech::Speech;
use crate::speech::topic::pipe;

/// Standard input, cut into lines.
pub(in crate::pipe) struct Typed {
    speech: &'static Speech,
    stdin: Stdin,
    lines: LineSplitter,
    buffer: Vec<u8>,
    /// Whether there is no more.
    pub(in crate::pipe) ended: bool,
    /// The number of the last line, for complaints.
    number: u64,
}

impl Typed {
    /// Of which so many bytes are read at once.
    pub(in crate::pipe) fn new(read: usize, speech: &'static Speech) -> Self {
        Self {
            speech,
            stdin: tokio::io::stdin(),
            lines: LineSplitter::default(),
            buffer: vec![0; read],
            ended: false,
            number: 0,
        }
    }

    /// The lines of the next read. Loses nothing if dropped while waiting.
    pub(in crate::pipe) async fn read(&mut self) -> io::Result<Vec<Result<Text, String>>> {
        let count = self.stdin.read(&mut self.buffer).await?;
        let mut found = Vec::new();
        let number = &mut self.number;
        let mut keep = |line: Line<'_>| {
            *number += 1;
            found.extend(text_of(line, *number, self.speech));
        };
        if count == 0 {
            self.ended = true;
            self.lines.flush(&mut keep);
        } else {
            let read = self.buffer.get(..count).unwrap_or_default();
            self.lines.feed(read, &mut keep);
        }
        Ok(found)
    }
}

/// A line's text, or why it cannot be said. Blank lines say nothing.
fn text_of(line: Line<'_>, number: u64, speech: &Speech) -> Option<Result<Text, String>> {
    let Line::Whole(bytes) = line else {
        return Some(Err(speech.pipe.line_long(pipe::LineLong {
            number,
            most: LINE_BYTES,
        })));
    };
    match Text::parse(&String::from_utf8_lossy(bytes)) {
        Ok(text) => Some(Ok(text)),
        Err(TextFault::Empty) => None,
        Err(fault) => Some(Err(speech.pipe.line(pipe::Line {
            number,
            why: speech.text_fault(fault),
        }))),
    }
}
