//! The handle of a server on its cluster.

use std::time::Duration;

use tokio::sync::mpsc::Receiver;

use crate::address::ServerName;
use crate::fault::Fault;
use crate::news::Engine;
use crate::news::News;
use crate::news::Reply;
use crate::news::Status;
use crate::settings::Settings;

/// A server's end: cheap to clone, and never in the way.
#[derive(Clone, Debug)]
pub struct Cluster {
    log_id: String,
}

impl Cluster {
    /// Connects, makes or finds the log, and hands over what comes after `after` (0: all).
    /// Says no hello: that is [`Cluster::hello`].
    pub async fn connect(
        settings: Settings,
        after: u64,
    ) -> Result<(Self, Receiver<News>, Engine), Fault> {
        let _ = (settings, after);
        Err(Fault::System("not yet".to_owned()))
    }

    /// The identity of the log.
    pub fn log_id(&self) -> &str {
        &self.log_id
    }

    /// Begins a life; `body` is a JSON object, the people who are here. Whether it was one.
    pub fn hello(&self, body: String) -> bool {
        let _ = body;
        false
    }

    /// Has deeds said in the log: JSON objects. Never waits, and with no life drops them.
    /// Where one is no object, or too large, none is taken, and the answer is false.
    pub fn propose(&self, deeds: Vec<String>) -> bool {
        let _ = deeds;
        false
    }

    /// Bytes that were proposed and not yet heard in the log.
    pub fn waiting(&self) -> usize {
        0
    }

    /// How many people are here, for the others to see.
    pub fn people(&self, count: usize) {
        let _ = count;
    }

    /// Where clients come in, for the others to see.
    pub fn addresses(&self, addresses: Vec<String>) {
        let _ = addresses;
    }

    /// Something fleeting, to all others.
    pub fn sign(&self, body: String) {
        let _ = body;
    }

    /// Asks another server; [`News::Answered`] comes within a second.
    pub fn request(&self, to: &ServerName, ticket: u64, body: String) {
        let _ = (to, ticket, body);
    }

    /// Answers another server.
    pub fn answer(&self, reply: Reply, body: String) {
        let _ = (reply, body);
    }

    /// Ends the own life after all that waits, and closes when that was heard or patience
    /// is over.
    pub async fn leave(self, patience: Duration) {
        let _ = patience;
    }
}

/// How the log and its servers are. Takes 1.3 seconds.
pub async fn status(settings: Settings) -> Result<Status, Fault> {
    let _ = settings;
    Err(Fault::System("not yet".to_owned()))
}
