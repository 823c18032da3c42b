//! What is printed of the frames that come: a message or what happened in one line,
//! or every frame as it came.

use std::io;
use std::io::IsTerminal;

use chat_proto::frame::Incoming;
use chat_proto::frame::incoming::Kind;
use chat_proto::plain::tell;
use chat_proto::text::clean;

use crate::clock;
use crate::output::Output;

/// Standard output, and how it is written.
pub(in crate::pipe) struct Printer {
    pub(in crate::pipe) stdout: Output,
    /// Whether each frame is written as it came.
    json: bool,
    /// Whether a person's terminal reads it: then raw frames are cleaned too.
    cleaned: bool,
    offset_minutes: i32,
}

impl Printer {
    /// For standard output, whatever it is.
    pub(in crate::pipe) fn new(json: bool) -> Self {
        Self {
            stdout: Output::new(),
            json,
            cleaned: io::stdout().is_terminal(),
            offset_minutes: clock::offset_minutes(),
        }
    }

    /// One line for a message or for what happened, or the frame as it came.
    pub(in crate::pipe) fn print(&mut self, frame: &Incoming, line: Option<&[u8]>) {
        let mut out = Vec::new();
        if self.json {
            let line = line.unwrap_or_default();
            if self.cleaned {
                out.extend_from_slice(clean(&String::from_utf8_lossy(line)).as_bytes());
            } else {
                out.extend_from_slice(line);
            }
            out.push(b'\n');
        } else if is_for_reading(frame) {
            let mut shown = String::new();
            tell::incoming(frame, self.offset_minutes, &mut shown);
            out = shown.into_bytes();
        }
        self.stdout.print(&out);
    }
}

/// What others said and did since we came. The answers to our own questions, and what was
/// said before, are for `--json`.
fn is_for_reading(frame: &Incoming) -> bool {
    match &frame.kind {
        Kind::Said { history, .. } => !history,
        Kind::History(_)
        | Kind::Notice { .. }
        | Kind::Other
        | Kind::Pasted { .. }
        | Kind::Refused { .. }
        | Kind::Rooms { .. }
        | Kind::Search(_)
        | Kind::Whois(_) => true,
        Kind::Bye { .. }
        | Kind::Challenge(_)
        | Kind::Pong { .. }
        | Kind::Welcome { .. }
        | Kind::Who { .. } => false,
    }
}
