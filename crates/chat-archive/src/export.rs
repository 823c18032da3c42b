//! All that is kept, or part of it, as lines: for other programs, for people, for a
//! spreadsheet.

use std::io;
use std::io::Write;

use chat_proto::frame::reference::How;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use rusqlite::Connection;
use serde_json::json;
use thiserror::Error;

use crate::fault::Fault;
use crate::fault::OpenError;
use crate::news::Kept;
use crate::pages;
use crate::rooms::stored;
use crate::visit::Visit;
use crate::visit::room_id;
use crate::visit::unmade;

/// What is wanted, and how it is written.
#[derive(Clone, Debug)]
pub struct Export {
    /// Of this room only.
    pub room: Option<RoomName>,
    /// Not what is earlier.
    pub since: Option<Stamp>,
    /// How.
    pub format: Format,
}

/// How a message is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A frame on each line, as the server would tell it.
    Json,
    /// As people read it.
    Text,
    /// RFC 4180, with a line of titles.
    Csv,
}

/// Why an export ends early.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The file.
    #[error(transparent)]
    Archive(#[from] OpenError),
    /// Whoever reads.
    #[error("cannot write the export: {0}")]
    Output(#[from] io::Error),
}

impl Visit {
    /// Writes it, in the order in which it was said; how many messages it was. All is of
    /// one moment, whatever a server does meanwhile.
    pub fn export(&self, wanted: &Export, output: &mut dyn Write) -> Result<u64, ExportError> {
        let fault = |error: rusqlite::Error| Fault::from(error).of(&self.path);
        let moment = self.db.unchecked_transaction().map_err(fault)?;
        if let Some(room) = &wanted.room {
            let unmade = unmade(&moment).map_err(fault)?;
            let is_known = room_id(&moment, room).map_err(fault)?.is_some();
            if !is_known && !unmade.iter().any(|row| row.room == *room) {
                let fault = Fault::NoRoom(room.as_str().to_owned());
                return Err(fault.of(&self.path).into());
            }
        }
        if wanted.format == Format::Csv {
            output.write_all(b"room,seq,time,name,text\r\n")?;
        }
        let mut written = Ok(0);
        let mut write = |row: &Kept| {
            let early = wanted.since.is_some_and(|since| row.at < since);
            let elsewhere = wanted.room.as_ref().is_some_and(|room| row.room != *room);
            if early || elsewhere {
                return true;
            }
            written = written.as_ref().ok().copied().map_or(Ok(0), |count: u64| {
                put(row, wanted.format, output).map(|()| count + 1)
            });
            written.is_ok()
        };
        made(&moment, wanted, &mut write).map_err(fault)?;
        for row in unmade(&moment).map_err(fault)? {
            if !write(&row) {
                break;
            }
        }
        Ok(written?)
    }
}

/// Every row, as long as it is wanted.
fn made(
    db: &Connection,
    wanted: &Export,
    write: &mut dyn FnMut(&Kept) -> bool,
) -> rusqlite::Result<()> {
    let room = match &wanted.room {
        Some(room) => room_id(db, room)?,
        None => None,
    };
    let since = wanted.since.map_or(0, |at| stored(at.unix_ms()));
    pages::each(db, room, since, write)
}

fn put(row: &Kept, format: Format, output: &mut dyn Write) -> io::Result<()> {
    let (room, seq, at) = (row.room.as_str(), row.seq, row.at);
    let (name, text) = (row.name.as_str(), row.text.as_str());
    match format {
        Format::Json => {
            let mut frame = json!({
                "type": "msg", "name": name, "timestamp": at, "text": text,
                "room": room, "seq": seq,
            });
            if row.manner.does {
                frame["me"] = true.into();
            }
            if row.manner.leads {
                frame["role"] = "teacher".into();
            }
            for (field, how) in [
                ("reply", How::Answers),
                ("edit", How::Edits),
                ("react", How::Reacts),
            ] {
                if let Some(seq) = row.refers.and_then(|one| one.seq_if(how)) {
                    frame[field] = seq.into();
                }
            }
            writeln!(output, "{frame}")
        }
        Format::Text => {
            let text = text.replace('\n', " ⏎ ");
            let said = if row.manner.does { " " } else { ": " };
            let star = if row.manner.does { "* " } else { "" };
            writeln!(output, "{at} #{room} {star}{name}{said}{text}")
        }
        Format::Csv => {
            let cells = [room, &seq.to_string(), &at.to_string(), name, text].map(cell);
            write!(output, "{}\r\n", cells.join(","))
        }
    }
}

/// A cell that is no formula, whoever wrote it: a spreadsheet would reckon with it.
fn cell(content: &str) -> String {
    let formula = content.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let quote = if formula { "'" } else { "" };
    if content.contains(['"', ',', '\n', '\r']) || formula {
        return format!("\"{quote}{}\"", content.replace('"', "\"\""));
    }
    content.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_where_it_must_be_and_never_a_formula() {
        assert_eq!(cell("olá"), "olá");
        assert_eq!(cell("a,\"b\"\nc"), "\"a,\"\"b\"\"\nc\"");
        assert_eq!(cell("=1+1"), "\"'=1+1\"");
    }
}
