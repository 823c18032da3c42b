//! Writing to a file of ours off the thread of the hub, for as long as a chat can wait for
//! a disk.

use std::io;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// Has something written; what is wrong with that, if anything is. A disk that stands still
/// is waited for no longer than [`PATIENCE`]: what was to be written may be written later.
pub async fn written<T: Send + 'static>(
    file: &Arc<Mutex<T>>,
    write: impl FnOnce(&mut T) -> io::Result<()> + Send + 'static,
) -> Option<String> {
    let file = Arc::clone(file);
    let written = spawn_blocking(move || match file.lock() {
        Ok(mut file) => write(&mut file),
        Err(_) => Err(io::Error::other("a thread that wrote it has failed")),
    });
    match timeout(PATIENCE, written).await {
        Ok(Ok(Ok(()))) => None,
        Ok(Ok(Err(error))) => Some(error.to_string()),
        Ok(Err(error)) => Some(error.to_string()),
        Err(_) => Some("the disk does not answer".to_owned()),
    }
}

/// How long a name, or an order, waits for the disk.
const PATIENCE: Duration = Duration::from_secs(1);
