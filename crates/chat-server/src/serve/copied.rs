//! A start where the log has lost its beginning: what stood there is taken from another server.

use std::path::Path;
use std::path::PathBuf;

use chat_archive::Incoming;
use chat_cluster::ServerName;
use chat_net::owner_file;
use tokio::task::spawn_blocking;
use tracing::info;
use tracing::warn;

use crate::config::Cluster;
use crate::copying::Lost;
use crate::copying::Source;
use crate::membership::Checkpoint;
use crate::membership::beside;
use crate::serve::log_number::conversation;

/// Takes the archive and the checkpoint of another server, where one has them.
pub async fn from_another(asked: &Cluster, archive: &Path, rules: &str) -> Option<Checkpoint> {
    info!("the log has lost its beginning: looking for a server that gives a copy");
    let mut source = match Source::find(asked.settings()).await {
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
        match take(&mut source, from, archive, rules).await {
            Ok(checkpoint) => return Some(checkpoint),
            Err(Lost::There(why)) => warn!(%from, %why, "no copy"),
            Err(Lost::Here(why)) => {
                warn!(%from, %why, "no copy can be kept here");
                return None;
            }
        }
    }
    None
}

async fn take(
    source: &mut Source,
    from: &ServerName,
    archive: &Path,
    rules: &str,
) -> Result<Checkpoint, Lost> {
    let offer = source.begin(from).await?;
    let noted = source.checkpoint(from, offer).await?;
    let checkpoint = Checkpoint::of(&noted, rules).map_err(Lost::There)?;
    let (path, of) = (archive.to_owned(), conversation(&checkpoint.log));
    let incoming = here(move || Incoming::begin(&path, of).map_err(|why| why.to_string())).await?;
    let incoming = source.archive(from, offer, incoming).await?;
    let file = beside(archive);
    here(move || settle(incoming, (file, &noted))).await?;
    info!(%from, bytes = offer.archive, "its copy is here");
    Ok(checkpoint)
}

/// The archive takes its place, and the checkpoint after it: one that is older than its archive
/// is gone on from, and no other.
fn settle(incoming: Incoming, (file, noted): (PathBuf, &[u8])) -> Result<(), String> {
    incoming.put_in_place().map_err(|why| why.to_string())?;
    let written = owner_file::replace(&file, ".new", noted);
    written.map(drop).map_err(|error| error.to_string())
}

/// What waits for the disk.
async fn here<T: Send + 'static>(
    done: impl FnOnce() -> Result<T, String> + Send + 'static,
) -> Result<T, Lost> {
    let done = spawn_blocking(done).await;
    done.unwrap_or_else(|error| Err(error.to_string()))
        .map_err(Lost::Here)
}
