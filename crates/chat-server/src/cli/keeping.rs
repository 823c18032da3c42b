//! The options of what is kept, and of what a newcomer is told of it.

use std::path::PathBuf;

use chat_archive::Conversation;
use chat_archive::Durable;
use chat_archive::Keep;
use chat_archive::Settings;
use clap::Args;

use crate::config::Rules;
use crate::failure::Failure;
use crate::keeper::default_archive;

/// What is said is kept in a file that outlives the server.
#[derive(Debug, Args)]
pub struct KeepingArgs {
    /// Keep what is said in rooms in this file [default: one of yours, see `stats`]
    #[arg(long, value_name = "FILE", conflicts_with = "ephemeral")]
    archive: Option<PathBuf>,
    /// Keep nothing: what is said ends with the server
    #[arg(long)]
    ephemeral: bool,
    /// Keep so much: `30d`, `12h`, a number of messages of each room, `forever`
    #[arg(long, value_name = "HOW", default_value = "forever", value_parser = keep,
        conflicts_with = "ephemeral")]
    keep: Keep,
    /// What is kept survives the end of the `process`, or, slower, a power cut: `full`
    #[arg(long, value_name = "HOW", default_value = "process", value_parser = durable,
        conflicts_with = "ephemeral")]
    durable: Durable,
    /// Messages that somebody who joins is told, the newest
    #[arg(long, value_name = "N", default_value_t = Rules::default().memory.replayed,
        value_parser = replay)]
    pub replay: usize,
    /// The same for a plain peer that joins a room by name
    #[arg(long, value_name = "N", default_value_t = Rules::default().memory.replayed_plain,
        value_parser = replay)]
    pub replay_plain: usize,
}

impl KeepingArgs {
    /// Whether nothing is kept.
    #[cfg(feature = "cluster")]
    pub fn is_ephemeral(&self) -> bool {
        self.ephemeral
    }

    /// Whether it is said where.
    #[cfg(feature = "cluster")]
    pub fn is_named(&self) -> bool {
        self.archive.is_some()
    }

    /// Where and how it is kept; nothing where it is not.
    pub fn settings(&self) -> Result<Option<Settings>, Failure> {
        if self.ephemeral {
            return Ok(None);
        }
        let usual = match &self.archive {
            Some(path) => Settings {
                path: path.clone(),
                durable: Durable::default(),
                keep: Keep::default(),
                conversation: Conversation::Own,
            },
            None => default_archive()?,
        };
        Ok(Some(Settings {
            durable: self.durable,
            keep: self.keep,
            ..usual
        }))
    }
}

fn keep(word: &str) -> Result<Keep, String> {
    let keep = Keep::parse(word);
    keep.ok_or_else(|| {
        "write a time like 30d or 12h, a number of messages, or `forever`".to_owned()
    })
}

fn durable(word: &str) -> Result<Durable, String> {
    match word {
        "process" => Ok(Durable::Process),
        "full" => Ok(Durable::Full),
        _ => Err("write `process` or `full`".to_owned()),
    }
}

/// More than this would be a page that no person reads.
fn replay(word: &str) -> Result<usize, String> {
    let count = word.parse().ok().filter(|count| *count <= MOST);
    count.ok_or_else(|| format!("a number of messages, at most {MOST}"))
}

const MOST: usize = 500;
