//! What an accept loop does when nobody could be let in.

use std::io;
use std::time::Duration;

use tokio::time::sleep;
use tracing::warn;

/// A connection that failed before it was accepted concerns nobody; anything
/// else (no file descriptors left) passes, but not at once.
pub async fn rest_after(error: &io::Error) {
    let of_one_connection = matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::Interrupted
    );
    if !of_one_connection {
        warn!(%error, "cannot let anybody in for a moment: raise the limit of open files (ulimit -n)");
        sleep(REST).await;
    }
}

/// After an accept that failed: long enough not to spin, short enough to go
/// unnoticed.
const REST: Duration = Duration::from_millis(100);
