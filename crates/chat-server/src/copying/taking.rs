//! A copy of what another server has, asked for piece by piece, before one's own archive is
//! opened.

use std::time::Duration;

use chat_archive::Incoming;
use chat_cluster::Caller;
use chat_cluster::Fault;
use chat_cluster::ServerName;
use chat_cluster::Settings;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use crate::clock;
use crate::copying::words::Answer;
use crate::copying::words::Part;
use crate::copying::words::Request;

/// The servers that may have a copy.
#[derive(Debug)]
pub struct Source {
    settings: Settings,
    caller: Caller,
}

/// A copy that is to be had.
#[derive(Clone, Copy, Debug)]
pub struct Offer {
    number: u64,
    checkpoint: u64,
    /// How many bytes the archive has.
    pub archive: u64,
}

/// Why there is none.
#[derive(Debug)]
pub enum Lost {
    /// It is for want of the other server: another one may have it.
    There(String),
    /// It is for want of this one.
    Here(String),
}

impl Source {
    /// Finds out who there is.
    pub async fn find(settings: Settings) -> Result<Self, Fault> {
        let caller = Caller::come(&settings).await?;
        Ok(Self { settings, caller })
    }

    /// Who may have one, in the order in which they are best asked.
    pub fn servers(&self) -> Vec<ServerName> {
        let servers = self.caller.servers().iter();
        servers.map(|server| server.name.clone()).collect()
    }

    /// Has a server make one, and waits for it.
    pub async fn begin(&mut self, server: &ServerName) -> Result<Offer, Lost> {
        let end = clock::now().mono + MAKING;
        while clock::now().mono < end {
            match self.ask(server, Request::Begin).await? {
                Answer::Ready {
                    number,
                    checkpoint,
                    archive,
                } if checkpoint <= MOST_CHECKPOINT => {
                    return Ok(Offer {
                        number,
                        checkpoint,
                        archive,
                    });
                }
                Answer::Making => sleep(PAUSE).await,
                other @ (Answer::Ready { .. } | Answer::Piece { .. } | Answer::Refused { .. }) => {
                    return Err(Lost::There(why(other)));
                }
            }
        }
        Err(Lost::There("it takes too long".to_owned()))
    }

    /// How far that server had read, and what it was there.
    pub async fn checkpoint(&mut self, server: &ServerName, of: Offer) -> Result<Vec<u8>, Lost> {
        let mut noted = Vec::new();
        while (noted.len() as u64) < of.checkpoint {
            let at = noted.len() as u64;
            noted.extend(
                self.piece(server, (of.number, Part::Checkpoint, at))
                    .await?,
            );
        }
        Ok(noted)
    }

    /// What was said, up to there at least.
    pub async fn archive(
        &mut self,
        server: &ServerName,
        of: Offer,
        mut incoming: Incoming,
    ) -> Result<Incoming, Lost> {
        let mut at = 0;
        while at < of.archive {
            let bytes = self.piece(server, (of.number, Part::Archive, at)).await?;
            at += bytes.len() as u64;
            let written = spawn_blocking(move || incoming.write(&bytes).map(|()| incoming));
            let written = written.await.map_err(std::io::Error::other).flatten();
            incoming = written.map_err(|error| Lost::Here(error.to_string()))?;
        }
        if at > of.archive {
            return Err(Lost::There(format!("it goes on behind {}", of.archive)));
        }
        Ok(incoming)
    }

    async fn piece(
        &mut self,
        server: &ServerName,
        (number, of, at): (u64, Part, u64),
    ) -> Result<Vec<u8>, Lost> {
        let bytes = match self.ask(server, Request::Piece { number, of, at }).await? {
            Answer::Piece { bytes } => Answer::bytes(&bytes),
            other @ (Answer::Ready { .. } | Answer::Making | Answer::Refused { .. }) => {
                return Err(Lost::There(why(other)));
            }
        };
        let bytes = bytes.filter(|bytes| !bytes.is_empty());
        bytes.ok_or_else(|| Lost::There(format!("it ends at {at}")))
    }

    /// What is answered. A question or its answer may be lost, and so may the node through
    /// which they go: then they go through another one.
    async fn ask(&mut self, server: &ServerName, request: Request) -> Result<Answer, Lost> {
        let end = clock::now().mono + ANSWERING;
        loop {
            let asked = self.caller.ask(server, &request.write(), PATIENCE).await;
            match asked {
                Ok(Some(text)) => {
                    let answer = Answer::read(&text);
                    return answer.ok_or_else(|| Lost::There(ELSE.to_owned()));
                }
                Ok(None) => {}
                Err(_) => self.come_again().await,
            }
            if clock::now().mono >= end {
                return Err(Lost::There("it does not answer".to_owned()));
            }
            sleep(PAUSE).await;
        }
    }

    async fn come_again(&mut self) {
        if let Ok(caller) = Caller::come(&self.settings).await {
            self.caller = caller;
        }
    }
}

fn why(answer: Answer) -> String {
    match answer {
        Answer::Refused { why } => why,
        Answer::Ready { .. } | Answer::Making | Answer::Piece { .. } => ELSE.to_owned(),
    }
}

const ELSE: &str = "it answers something else";

/// An archive is copied where it is: enough for one that a full log makes, on a slow disk.
const MAKING: Duration = Duration::from_secs(600);

/// How long a server is asked the same that does not answer.
const ANSWERING: Duration = Duration::from_secs(15);

/// And how long each time: a piece takes a second where there is but a megabit a second.
const PATIENCE: Duration = Duration::from_secs(5);

/// Before it is asked again.
const PAUSE: Duration = Duration::from_millis(500);

/// As much as is read of a file that is one's own.
const MOST_CHECKPOINT: u64 = 64 * 1024 * 1024;
