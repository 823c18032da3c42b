//! Checkpoints are written: each when the archive has all that belongs to it, off this
//! thread, one at a time. Of two that wait the later one counts.

use std::time::Duration;

use chat_net::owner_file;
use tokio::task::JoinHandle;
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use tracing::warn;

use crate::keeper::Keeper;
use crate::membership::CheckpointWrite;

/// What waits to be written, and what is being written.
#[derive(Debug, Default)]
pub struct Checkpoints {
    /// And the turn up to which the archive has to have all.
    waits: Option<(u64, CheckpointWrite)>,
    writing: Option<JoinHandle<()>>,
}

impl Checkpoints {
    /// A checkpoint of what is before this turn, and of what it has done until now.
    pub fn add(&mut self, keeper: &Keeper, mut noted: CheckpointWrite) {
        // Whoever waits for the one before waits for this one now.
        let before = self.waits.take().and_then(|(_, before)| before.written);
        noted.written = before.or(noted.written);
        self.waits = Some((keeper.given(), noted));
    }

    /// Has the one written that waits, if it may be.
    pub fn write(&mut self, keeper: &Keeper) {
        let is_free = self.writing.as_ref().is_none_or(JoinHandle::is_finished);
        let is_due = |waits: &mut (u64, CheckpointWrite)| is_free && keeper.has_kept(waits.0);
        if let Some((_, noted)) = self.waits.take_if(is_due) {
            self.writing = Some(spawn_blocking(move || write(noted)));
        }
    }

    /// The archive is closed: the last one is written, as far as that can be done soon.
    pub async fn finish(&mut self, last: Option<CheckpointWrite>) {
        let writing = self.writing.take();
        let writes = async {
            if let Some(writing) = writing {
                let _ = writing.await;
            }
            if let Some(noted) = last {
                let _ = spawn_blocking(move || write(noted)).await;
            }
        };
        let _ = timeout(LAST, writes).await;
    }
}

/// Whoever cannot write it reads more of the log when it starts again, and no more than that.
fn write(noted: CheckpointWrite) {
    match owner_file::replace(&noted.file, ".new", &noted.bytes) {
        // Nobody waits any more who has given up.
        Ok(_) => drop(noted.written.map(|written| written.send(()))),
        Err(why) => {
            let file = noted.file.display();
            warn!(%file, %why, "no checkpoint: the next start reads more of the log");
        }
    }
}

/// How long a server that stops waits for a slow disk.
const LAST: Duration = Duration::from_millis(500);
