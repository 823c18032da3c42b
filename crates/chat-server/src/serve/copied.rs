//! A start where the log has lost its beginning: what stood there is taken from another server.

use std::path::Path;

use tracing::info;
use tracing::warn;

use crate::config::Cluster;
use crate::copying::Source;
use crate::copying::Taken;
use crate::membership::Checkpoint;
use crate::membership::beside;
use crate::serve::log_number::conversation;

/// Takes the archive and the checkpoint of another server, where one has them.
pub async fn from_another(asked: &Cluster, archive: &Path, rules: &str) -> Option<Checkpoint> {
    info!("the log has lost its beginning: looking for a server that gives a copy");
    let mut source = match Source::find(&asked.settings(), archive).await {
        Ok(source) => source,
        Err(why) => {
            warn!(%why, "no copy");
            return None;
        }
    };
    let servers = source.servers();
    if servers.is_empty() {
        warn!("no copy: no other server runs");
    }
    for from in servers.iter().filter(|from| **from != asked.server) {
        info!(%from, "a copy is made there");
        let taken = source.take(from).await;
        match settle(taken, archive, rules).await {
            Ok((checkpoint, bytes)) => {
                info!(%from, bytes, "its copy is here");
                return Some(checkpoint);
            }
            Err(why) => warn!(%from, %why, "no copy"),
        }
    }
    None
}

/// Looks at what has come, and puts it where it belongs.
async fn settle(
    taken: Result<Taken, String>,
    archive: &Path,
    rules: &str,
) -> Result<(Checkpoint, u64), String> {
    let taken = taken?;
    let checkpoint = Checkpoint::of(&taken.checkpoint, rules)?;
    let bytes = taken.length;
    let conversation = conversation(&checkpoint.log);
    let placed = taken.put_in_place(conversation, beside(archive)).await;
    placed.map(|()| (checkpoint, bytes))
}
