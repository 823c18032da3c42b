//! SIGHUP: the operator's certificate is read again, as certbot and others ask for it. Where
//! there is none it means that the terminal is gone, and with it whoever sits here: the
//! server takes its leave, unless it was started not to (`nohup`).

use std::future::pending;
use std::sync::Arc;

use crate::failure::Failure;
use crate::secrecy::Secrecy;

/// Until the terminal is gone.
#[cfg(unix)]
pub async fn attend(secrecy: Arc<Secrecy>) -> Result<(), Failure> {
    use tokio::signal::unix::SignalKind;
    use tokio::signal::unix::signal;
    let reloads = secrecy.can_reload();
    if !reloads && !is_heard() {
        return pending().await;
    }
    let heard = signal(SignalKind::hangup());
    let mut asked = heard.map_err(|source| Failure::System {
        what: "hear signals",
        source,
    })?;
    while asked.recv().await.is_some() && reloads {
        let secrecy = Arc::clone(&secrecy);
        // A file may lie on a disk that does not answer.
        let _ = tokio::task::spawn_blocking(move || secrecy.reload()).await;
    }
    Ok(())
}

/// Whether nobody has this program ignore it. Where that cannot be known, what the system
/// does with it stays.
#[cfg(unix)]
fn is_heard() -> bool {
    let status = std::fs::read_to_string("/proc/self/status");
    status.is_ok_and(|status| hears_hangup(&status))
}

/// The same, of what Linux says of a process.
#[cfg(any(unix, test))]
fn hears_hangup(status: &str) -> bool {
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.map(|mask| u64::from_str_radix(mask.trim(), 16));
    // SIGHUP is the first of them.
    matches!(ignored, Some(Ok(mask)) if mask & 1 == 0)
}

/// There is no such signal here: start it again.
#[cfg(not(unix))]
pub async fn attend(_: Arc<Secrecy>) -> Result<(), Failure> {
    pending().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nohup_has_ignored_stays_ignored() {
        assert!(hears_hangup("Name:\tx\nSigIgn:\t0000000000001000\n"));
        assert!(!hears_hangup("SigIgn:\t0000000000001001\n"));
        assert!(!hears_hangup("Name:\tx\n") && !hears_hangup("SigIgn:\tx\n"));
    }
}
