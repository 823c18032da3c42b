//! The audit, as somebody at the server reads it.

use std::io;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;

use chat_proto::text::clean;
use chat_trust::audit::Entry;

use crate::auditfile;
use crate::failure::Failure;

/// Prints it, the oldest first: lines for people, or as they are kept.
pub(in crate::cli) fn print(path: Option<PathBuf>, json: bool) -> Result<(), Failure> {
    let path = path.map_or_else(auditfile::default_path, Ok)?;
    let mut lines = read(&auditfile::second(&path))?;
    lines.extend(read(&path)?);
    let mut output = io::stdout().lock();
    let shown = |entry: &Entry| {
        if json {
            entry.line()
        } else {
            entry.told() + "\n"
        }
    };
    let written = lines.iter().try_for_each(|entry| {
        let line = shown(entry);
        output.write_all(if json { line.into() } else { clean(&line) }.as_bytes())
    });
    match written {
        Err(source) if source.kind() != io::ErrorKind::BrokenPipe => Err(Failure::System {
            what: "write to standard output",
            source,
        }),
        _ => Ok(()),
    }
}

/// The lines that can be read; none where nothing was ever ordered.
fn read(path: &Path) -> Result<Vec<Entry>, Failure> {
    let bytes = match std::fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        other => other.map_err(|source| Failure::System {
            what: "read the audit",
            source,
        })?,
    };
    let lines = bytes.split(|byte| *byte == b'\n');
    Ok(lines.filter_map(Entry::parse).collect())
}
