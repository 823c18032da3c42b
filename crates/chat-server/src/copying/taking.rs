//! A copy of what another server has, taken before one's own archive is opened.
//!
//! It is put together beside the archive, and put into its place when it is whole: a start that
//! ends in between leaves what there was.

use std::fs::OpenOptions;
use std::io;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use chat_archive::Conversation;
use chat_cluster::Caller;
use chat_cluster::Fault;
use chat_cluster::ServerName;
use chat_cluster::Settings;
use chat_net::owner_file;
use tokio::task::spawn_blocking;

use crate::copying::words::Answer;
use crate::copying::words::Part;
use crate::copying::words::Request;

/// The servers that may have a copy.
#[derive(Debug)]
pub struct Source {
    caller: Caller,
    archive: PathBuf,
}

/// A copy that is here, and not in its place.
#[derive(Debug)]
pub struct Taken {
    /// The checkpoint, as it was written.
    pub checkpoint: Vec<u8>,
    /// How many bytes the archive has.
    pub length: u64,
    incoming: PathBuf,
    archive: PathBuf,
}

impl Source {
    /// Finds out who there is, for a server whose archive is to be there.
    pub async fn find(settings: &Settings, archive: &Path) -> Result<Self, Fault> {
        Ok(Self {
            caller: Caller::come(settings).await?,
            archive: archive.to_owned(),
        })
    }

    /// Who may have one, in the order in which they are best asked.
    pub fn servers(&self) -> Vec<ServerName> {
        let servers = self.caller.servers().iter();
        servers.map(|server| server.name.clone()).collect()
    }

    /// Takes the copy of one of them; or why there is none.
    pub async fn take(&mut self, server: &ServerName) -> Result<Taken, String> {
        let (number, checkpoint, archive) = self.begin(server).await?;
        if checkpoint > MOST_CHECKPOINT || archive > MOST_ARCHIVE {
            return Err(format!("it is too large: {archive} bytes"));
        }
        let mut noted = Vec::new();
        self.part(server, (number, Part::Checkpoint, checkpoint), |bytes| {
            noted.extend_from_slice(bytes);
            Ok(())
        })
        .await?;
        let words = |error: io::Error| error.to_string();
        let incoming = chat_archive::incoming(&self.archive).map_err(|why| why.to_string())?;
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        let mut file = owner_file::open(&mut options, &incoming).map_err(words)?;
        let of = (number, Part::Archive, archive);
        let written = self.part(server, of, |bytes| file.write_all(bytes)).await;
        let written = written.and_then(|()| file.sync_all().map_err(words));
        if let Err(why) = written {
            // Half a copy is none.
            let _ = std::fs::remove_file(&incoming);
            return Err(why);
        }
        Ok(Taken {
            checkpoint: noted,
            length: archive,
            incoming,
            archive: self.archive.clone(),
        })
    }

    async fn begin(&mut self, server: &ServerName) -> Result<(u64, u64, u64), String> {
        match self.ask(server, Request::Begin, BEGINNING).await? {
            Answer::Ready {
                number,
                checkpoint,
                archive,
            } => Ok((number, checkpoint, archive)),
            other @ (Answer::Piece { .. } | Answer::Refused { .. }) => Err(why(other)),
        }
    }

    /// A whole part, piece by piece.
    async fn part(
        &mut self,
        server: &ServerName,
        (number, of, length): (u64, Part, u64),
        mut put: impl FnMut(&[u8]) -> io::Result<()>,
    ) -> Result<(), String> {
        let mut at = 0;
        while at < length {
            let request = Request::Piece { number, of, at };
            let bytes = match self.ask(server, request, PIECE).await? {
                Answer::Piece { bytes } => Answer::bytes(&bytes),
                other @ (Answer::Ready { .. } | Answer::Refused { .. }) => return Err(why(other)),
            };
            let bytes = bytes.filter(|bytes| !bytes.is_empty());
            let bytes = bytes.ok_or_else(|| format!("it ends at {at} of {length}"))?;
            put(&bytes).map_err(|error| error.to_string())?;
            at += bytes.len() as u64;
        }
        if at > length {
            return Err(format!("it goes on behind {length}"));
        }
        Ok(())
    }

    /// What is answered; an answer may be lost on its way, as everything may here.
    async fn ask(
        &mut self,
        server: &ServerName,
        request: Request,
        patience: Duration,
    ) -> Result<Answer, String> {
        for _ in 0..TRIES {
            let answered = self.caller.ask(server, &request.write(), patience).await;
            let answered = answered.map_err(|fault| fault.to_string())?;
            if let Some(answer) = answered.as_deref().and_then(Answer::read) {
                return Ok(answer);
            }
        }
        Err("it does not answer".to_owned())
    }
}

impl Taken {
    /// Puts it where a server begins with it: one that was there before, of the same
    /// conversation, lies beside it then.
    pub async fn put_in_place(self, of: Conversation, checkpoint: PathBuf) -> Result<(), String> {
        let put = spawn_blocking(move || {
            let placed = chat_archive::put_in_place(&self.incoming, &self.archive, of);
            if placed.is_err() {
                let _ = std::fs::remove_file(&self.incoming);
            }
            placed.map_err(|why| why.to_string())?;
            let noted = owner_file::replace(&checkpoint, ".new", &self.checkpoint);
            noted.map(drop).map_err(|error| error.to_string())
        });
        put.await.unwrap_or_else(|error| Err(error.to_string()))
    }
}

fn why(answer: Answer) -> String {
    match answer {
        Answer::Refused { why } => why,
        Answer::Ready { .. } | Answer::Piece { .. } => "it answers something else".to_owned(),
    }
}

/// A checkpoint is written and an archive copied: in all that is asked for, a minute, which is
/// enough for gigabytes.
const BEGINNING: Duration = Duration::from_secs(20);

/// A piece is read from a file that was just written.
const PIECE: Duration = Duration::from_secs(2);

const TRIES: u32 = 3;

/// As much as is read of a file that is one's own.
const MOST_CHECKPOINT: u64 = 64 * 1024 * 1024;

/// Some hundred million messages; a log has not more.
const MOST_ARCHIVE: u64 = 32 * 1024 * 1024 * 1024;
