//! The program as a job of a shell, which stops it and brings it back.

/// Whether there is a shell that could bring us back. One with job control puts
/// each job into a group of its own; whoever is in the group of the session's
/// first program has no such shell, and would sleep for ever.
#[cfg(unix)]
pub(in crate::terminal) fn has_shell() -> bool {
    let session = rustix::process::getsid(None);
    session.is_ok_and(|session| session != rustix::process::getpgrp())
}

/// Stops, until somebody brings us back. Not the signal that Ctrl-z sends, since
/// that one is heard and asks for this.
#[cfg(unix)]
pub(in crate::terminal) fn stop() {
    let ours = rustix::process::getpid();
    let _ = rustix::process::kill_process(ours, rustix::process::Signal::STOP);
}

/// Elsewhere no shell stops its jobs.
#[cfg(not(unix))]
pub(in crate::terminal) fn has_shell() -> bool {
    false
}

#[cfg(not(unix))]
pub(in crate::terminal) fn stop() {}
