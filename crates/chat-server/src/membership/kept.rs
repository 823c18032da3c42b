//! What a server keeps of the conversation beside what the log has, and gives to others.

use std::path::PathBuf;

use chat_cluster::Cluster;
use chat_cluster::Reply;
use tokio::sync::oneshot;

use crate::copying::Giving;
use crate::copying::Request;
use crate::membership::checkpoint::beside;

/// What it keeps.
#[derive(Debug)]
pub struct Kept {
    /// Where its checkpoints are written.
    pub checkpoint: PathBuf,
    giving: Giving,
}

impl Kept {
    /// By a server whose archive is there.
    pub fn new(cluster: &Cluster, archive: PathBuf) -> Self {
        let checkpoint = beside(&archive);
        let giving = Giving::start(cluster.clone(), archive, checkpoint.clone());
        Self { checkpoint, giving }
    }

    /// The server stops.
    pub async fn end(self) {
        self.giving.end().await;
    }

    /// Another server wants a copy, or a piece of it. Where a checkpoint is to be written
    /// first: who waits for that.
    pub fn give(&self, reply: &Reply, request: Request) -> Option<oneshot::Sender<()>> {
        let (written, is_written) = oneshot::channel();
        let begins = self.giving.begins(&request);
        let awaited = begins.then_some(is_written);
        self.giving.ask(reply.clone(), request, awaited);
        begins.then_some(written)
    }
}
