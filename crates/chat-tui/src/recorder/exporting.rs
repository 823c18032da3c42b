//! What is kept, written to a file of any form: what happened here, and beside it what the
//! server inside this program has told, where it was looked at.

use std::io;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use chat_net::owner_file;
use chat_net::recording::Author;
use chat_proto::trace::entry::Entry;
use chat_proto::trace::event::Event;
use chat_proto::trace::recording::Kept;
use chat_wire::export;
use chat_wire::export::Form;
use chat_wire::mask;
use chat_wire::record;
use chat_wire::text::TextStyle;

use crate::app::wire::export::Export;
use crate::clock;
use crate::socket::PROGRAM;
use crate::speech;
use crate::speech::topic::wire::ExportFails;

/// Writes it, and says what came of it. All times are since this moment.
pub(in crate::recorder) fn exported(
    asked: &Export,
    (began, own): (Instant, Vec<Entry>),
    hosted: Option<Vec<Entry>>,
) -> Result<String, String> {
    let words = &speech::of(asked.language).wire;
    let file = &asked.file;
    let Some(form) = Form::of(file) else {
        return Err(words.off().to_owned());
    };
    let mut lines = Vec::new();
    put(&mut lines, (PROGRAM, Kept::Yes), began, own);
    if let Some(hosted) = hosted {
        put(&mut lines, (SERVER, Kept::Masked), began, hosted);
    }
    let mut recordings = record::read(&lines).recordings;
    if asked.masks {
        recordings = mask::masked(&recordings);
    }
    let style = TextStyle {
        language: asked.language.into(),
        ..TextStyle::default()
    };
    match write(file, &export::exported(&recordings, form, style)) {
        Ok(()) => Ok(words.exported(file)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(speech::of(asked.language).weather.is_there(file))
        }
        Err(error) => Err(words.export_fails(ExportFails { file, error })),
    }
}

fn write(file: &str, bytes: &[u8]) -> io::Result<()> {
    owner_file::anew(Path::new(file), &[])?.write_all(bytes)
}

/// A recording of what this program has told.
fn put(lines: &mut Vec<u8>, (program, kept): (&str, Kept), began: Instant, told: Vec<Entry>) {
    let author = Author {
        program: program.to_owned(),
        ..Author::default()
    };
    let mut first = author.begin(kept);
    if let Event::Begin(begin) = &mut first.event {
        // It began when it was begun to keep, and not now.
        let age = clock::now().mono.saturating_duration_since(began);
        let age = u64::try_from(age.as_micros()).unwrap_or(u64::MAX);
        begin.wall = begin.wall.saturating_sub(age);
    }
    first.write(lines);
    for entry in told {
        entry.write(lines);
    }
}

/// As the server inside calls itself in its recordings.
const SERVER: &str = concat!("chat-server ", env!("CARGO_PKG_VERSION"));
