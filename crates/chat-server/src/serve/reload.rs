//! The operator's certificate is read again when it is asked for: SIGHUP, as certbot and
//! others send it.

use std::sync::Arc;

use crate::failure::Failure;
use crate::secrecy::Secrecy;

/// From now on, where there are files that could have changed.
#[cfg(unix)]
pub fn attend(secrecy: &Arc<Secrecy>) -> Result<(), Failure> {
    use tokio::signal::unix::SignalKind;
    use tokio::signal::unix::signal;
    if !secrecy.can_reload() {
        return Ok(());
    }
    let heard = signal(SignalKind::hangup());
    let mut asked = heard.map_err(|source| Failure::System {
        what: "hear signals",
        source,
    })?;
    let secrecy = Arc::clone(secrecy);
    tokio::spawn(async move {
        while asked.recv().await.is_some() {
            let secrecy = Arc::clone(&secrecy);
            // A file may lie on a disk that does not answer.
            let _ = tokio::task::spawn_blocking(move || secrecy.reload()).await;
        }
    });
    Ok(())
}

/// There is no such signal here: start it again.
#[cfg(not(unix))]
pub fn attend(_: &Arc<Secrecy>) -> Result<(), Failure> {
    Ok(())
}
