//! What is done with what is kept, instead of serving: exported, checked, counted,
//! forgotten. All of it also while a server has the file.

use std::io;
use std::io::BufRead;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use chat_archive::Export;
use chat_archive::ExportError;
use chat_archive::Forget;
use chat_archive::Format;
use chat_archive::OpenError;
use chat_archive::Visit;
use chat_archive::default_path;
use chat_archive::everything_of;
use chat_archive::forget;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use clap::Args;
use clap::Subcommand;
use clap::ValueEnum;

use crate::failure::Failure;

/// What may be done.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ArchiveOrder {
    /// Write what was said to standard output
    #[command(hide = true)]
    Export {
        #[command(flatten)]
        file: ArchiveFile,
        /// Of this room only
        #[arg(long, value_name = "ROOM", value_parser = room)]
        room: Option<RoomName>,
        /// Not what is earlier: 2026-11-20, or 2026-11-20T14:03:07Z
        #[arg(long, value_name = "WHEN", value_parser = moment)]
        since: Option<Stamp>,
        /// Frames, lines for people, or a table
        #[arg(long, value_enum, default_value_t = Written::Text)]
        format: Written,
    },
    /// See whether the file is whole; status 1 where it is not
    #[command(hide = true)]
    Check {
        #[command(flatten)]
        file: ArchiveFile,
    },
    /// Say what is kept, and where
    #[command(hide = true)]
    Stats {
        #[command(flatten)]
        file: ArchiveFile,
    },
    /// Forget a room or a name for good: it is gone from the file, not only from sight
    #[command(hide = true)]
    Forget {
        #[command(flatten)]
        file: ArchiveFile,
        #[command(flatten)]
        what: Forgotten,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

/// Which file.
#[derive(Debug, Args)]
pub(in crate::cli) struct ArchiveFile {
    /// The file [default: where a server keeps what is said, unless it is told otherwise]
    #[arg(long, value_name = "FILE")]
    archive: Option<PathBuf>,
}

/// What is to be forgotten.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(in crate::cli) struct Forgotten {
    /// Everything that was said in this room; its numbers go on
    #[arg(long, value_name = "ROOM", value_parser = room)]
    room: Option<RoomName>,
    /// Everything that was said under this name
    #[arg(long, value_name = "NAME", value_parser = name)]
    name: Option<Forget>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(in crate::cli) enum Written {
    Json,
    Text,
    Csv,
}

/// Does it.
pub(in crate::cli) fn carry_out(order: ArchiveOrder) -> Result<(), Failure> {
    match order {
        ArchiveOrder::Export {
            file,
            room,
            since,
            format,
        } => {
            let format = match format {
                Written::Json => Format::Json,
                Written::Text => Format::Text,
                Written::Csv => Format::Csv,
            };
            let wanted = Export {
                room,
                since,
                format,
            };
            export(&file.visit()?, &wanted)
        }
        ArchiveOrder::Check { file } => check(&file.visit()?),
        ArchiveOrder::Stats { file } => {
            let stats = file.visit()?.stats().map_err(Failure::Archive)?;
            written(write!(io::stdout(), "{stats}"))
        }
        ArchiveOrder::Forget { file, what, yes } => {
            let path = file.path()?;
            // Clap takes care that there is one of the two.
            match what.name.or_else(|| what.room.map(Forget::Room)) {
                Some(what) => forget_it(&path, &what, yes),
                None => Ok(()),
            }
        }
    }
}

impl ArchiveFile {
    fn path(&self) -> Result<PathBuf, Failure> {
        match &self.archive {
            Some(path) => Ok(path.clone()),
            None => default_path().map_err(Failure::Archive),
        }
    }

    fn visit(&self) -> Result<Visit, Failure> {
        Visit::open(&self.path()?).map_err(Failure::Archive)
    }
}

fn export(visit: &Visit, wanted: &Export) -> Result<(), Failure> {
    let mut output = BufWriter::new(io::stdout().lock());
    match visit.export(wanted, &mut output) {
        Ok(_) => written(output.flush()),
        Err(ExportError::Output(error)) => written(Err(error)),
        Err(ExportError::Archive(error)) => Err(Failure::Archive(error)),
    }
}

fn check(visit: &Visit) -> Result<(), Failure> {
    let faults = visit.check();
    if faults.is_empty() {
        return written(writeln!(io::stdout(), "{}: whole", visit.path().display()));
    }
    let mut output = io::stdout().lock();
    written(
        faults
            .iter()
            .try_for_each(|fault| writeln!(output, "{fault}")),
    )?;
    Err(Failure::Archive(OpenError {
        path: visit.path().to_owned(),
        why: format!(
            "it is damaged in {} places, see above. Stop the server, keep a copy of the file, and save what can be read: sqlite3 FILE .recover | sqlite3 NEW",
            faults.len()
        ),
    }))
}

fn forget_it(path: &Path, what: &Forget, yes: bool) -> Result<(), Failure> {
    if !yes {
        let visit = Visit::open(path).map_err(Failure::Archive)?;
        let count = visit.count(what).map_err(Failure::Archive)?;
        let of = match what {
            Forget::Room(room) => format!("of the room {room}"),
            Forget::Name(name) => format!("of {name}"),
            Forget::Message(room, seq) => format!("with the number {seq} in {room}"),
        };
        let file = visit.path().display();
        let question = format!("forget {count} messages {of} in {file} for good? yes or no: ");
        written(write!(io::stderr(), "{question}"))?;
        let mut answer = String::new();
        let heard = io::stdin().lock().read_line(&mut answer);
        if heard.is_err() || !["y", "yes"].contains(&answer.trim()) {
            return Err(Failure::Archive(OpenError {
                path: path.to_owned(),
                why: "nothing was forgotten; --yes does not ask".to_owned(),
            }));
        }
    }
    let count = forget(path, what).map_err(Failure::Archive)?;
    let words = "copies and backups of the file, and what others have read, are not its business";
    written(writeln!(
        io::stdout(),
        "{count} messages forgotten; {words}"
    ))
}

/// Whoever reads may stop reading.
fn written(result: io::Result<()>) -> Result<(), Failure> {
    match result {
        Err(source) if source.kind() != io::ErrorKind::BrokenPipe => Err(Failure::System {
            what: "write to standard output",
            source,
        }),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn room(word: &str) -> Result<RoomName, String> {
    RoomName::parse(word).map_err(|fault| fault.to_string())
}

fn name(word: &str) -> Result<Forget, String> {
    everything_of(word).map_err(|fault| fault.to_string())
}

/// A day begins at midnight, UTC.
fn moment(word: &str) -> Result<Stamp, String> {
    let stamp = Stamp::parse(word).or_else(|| Stamp::parse(&format!("{word}T00:00:00Z")));
    stamp.ok_or_else(|| {
        "write a day or a moment in UTC: 2026-11-20, 2026-11-20T14:03:07Z".to_owned()
    })
}
