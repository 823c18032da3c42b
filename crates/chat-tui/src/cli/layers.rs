//! The configuration file under the command line: what is said there stands, what
//! is not said there the file says.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use clap::ArgMatches;
use clap::Command;
use clap::parser::ValueSource;
use directories::ProjectDirs;

use crate::cli::file;
use crate::cli::file::FileOption;
use crate::cli::file::KEY;
use crate::failure::Failure;
use crate::speech::Speech;
use crate::speech::topic::configuration;

/// What the file says, as far as the command line does not say otherwise.
pub(in crate::cli) struct Sources {
    speech: &'static Speech,
    /// The file's name, as it is told.
    path: String,
    entries: Vec<FileOption>,
}

/// Reads the file that the command line names, or the one in the usual place,
/// where there need not be one.
pub(in crate::cli) fn read(
    command: &Command,
    flags: &ArgMatches,
    speech: &'static Speech,
) -> Result<Sources, Failure> {
    let named = flags.get_one::<PathBuf>("config");
    let path = if flags.get_flag("no_config") {
        None
    } else {
        place(named.cloned())
    };
    let text = path.as_deref().map(content).transpose();
    let text = match text {
        // The one in the usual place need not be there, and one that is written now neither.
        Err(error) if is_missing(&error) && (named.is_none() || flags.get_flag("write_config")) => {
            None
        }
        Err(error) => return Err(unreadable(path.as_deref(), error)),
        Ok(text) => text,
    };
    let path = path.map_or(String::new(), |path| path.display().to_string());
    let entries = file::read(&text.unwrap_or_default(), command, speech);
    let entries = entries.map_err(|complaint| {
        let words = &speech.configuration;
        let what = words.line(configuration::Line {
            file: &path,
            line: complaint.line,
            what: complaint.what,
        });
        Failure::Usage(words.mend(what))
    })?;
    let mut sources = Sources {
        speech,
        path,
        entries,
    };
    sources
        .entries
        .retain(|entry| stands(command, flags, entry));
    Ok(sources)
}

/// Where the file is: there, or in the usual place.
pub(in crate::cli) fn place(named: Option<PathBuf>) -> Option<PathBuf> {
    named.or_else(usual_place)
}

/// All that is said, as one command line.
pub(in crate::cli) fn merged(
    command: Command,
    argv: Vec<OsString>,
    sources: &Sources,
) -> Result<ArgMatches, Failure> {
    let mut argv = argv.into_iter();
    let options = sources.entries.iter().filter(|entry| entry.id != ADDRESS);
    let words = options.flat_map(|entry| entry.words.iter().map(OsString::from));
    let all: Vec<_> = argv.next().into_iter().chain(words).chain(argv).collect();
    let matches = command.try_get_matches_from(all);
    matches.map_err(|error| Failure::Usage(error.to_string()))
}

impl Sources {
    /// In another language.
    pub(in crate::cli) fn in_language(self, speech: &'static Speech) -> Self {
        Self { speech, ..self }
    }

    /// How to speak.
    pub(in crate::cli) fn speech(&self) -> &'static Speech {
        self.speech
    }

    /// The value of an option that the file gives.
    pub(in crate::cli) fn said(&self, id: &str) -> Option<&str> {
        let entry = self.entry(id)?;
        entry.words.first()?.split_once('=').map(|(_, value)| value)
    }

    /// Whether it is the file that gives an option.
    pub(in crate::cli) fn says(&self, id: &str) -> bool {
        self.entry(id).is_some()
    }

    /// The server that the file names.
    pub(in crate::cli) fn server(&self) -> Option<String> {
        self.entry(ADDRESS)?.words.last().cloned()
    }

    /// Something is wrong with an option: who said it, and what.
    pub(in crate::cli) fn fault(&self, id: &str, what: String) -> Failure {
        let entry = self.entry(id);
        let what = match entry {
            Some(entry) if id != ADDRESS => format!("`{}`: {what}", entry.name),
            Some(_) | None => what,
        };
        self.blame(entry, id, what)
    }

    /// Something is wrong with the keys of an action.
    pub(in crate::cli) fn key_fault(&self, action: &str, what: String) -> Failure {
        let mut keys = self.entries.iter().filter(|entry| entry.id == KEY);
        self.blame(keys.find(|entry| entry.name == action), KEY, what)
    }

    fn blame(&self, entry: Option<&FileOption>, id: &str, what: String) -> Failure {
        let words = &self.speech.configuration;
        Failure::Usage(match entry {
            Some(entry) => words.mend(words.line(configuration::Line {
                file: &self.path,
                line: entry.line,
                what,
            })),
            None if id == ADDRESS => what,
            None => format!("--{}: {what}", id.replace('_', "-")),
        })
    }

    fn entry(&self, id: &str) -> Option<&FileOption> {
        self.entries.iter().find(|entry| entry.id == id)
    }
}

/// Whether the command line lets a line of the file stand.
fn stands(command: &Command, flags: &ArgMatches, entry: &FileOption) -> bool {
    let given = |id: &str| flags.value_source(id) == Some(ValueSource::CommandLine);
    if entry.id == KEY {
        // Keys of other actions stand beside each other.
        let mut all = flags.get_many::<String>(KEY).into_iter().flatten();
        return !all.any(|one| one.split('=').next() == Some(&entry.name));
    }
    let mut ids = command.get_arguments().map(|arg| arg.get_id().as_str());
    !ids.any(|id| given(id) && (id == entry.id || file::exclude(command, id, &entry.id)))
}

/// `config.toml`, where the system has such files.
fn usual_place() -> Option<PathBuf> {
    let directories = ProjectDirs::from("", "", "chat-tui")?;
    Some(directories.config_dir().join("config.toml"))
}

fn content(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(MOST).read_to_string(&mut text)?;
    Ok(text)
}

fn is_missing(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound
}

fn unreadable(path: Option<&Path>, error: io::Error) -> Failure {
    Failure::File {
        path: path.map_or(String::new(), |path| path.display().to_string()),
        option: "config",
        error,
    }
}

/// The argument without a name.
const ADDRESS: &str = "address";
/// Bytes of the file that are read.
const MOST: u64 = 1 << 20;

#[cfg(test)]
impl Sources {
    /// No file.
    pub(in crate::cli) fn none(speech: &'static Speech) -> Self {
        Self {
            speech,
            path: String::new(),
            entries: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
