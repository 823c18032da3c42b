//! Where a second program leaves its wish with the server that has the archive: a socket
//! beside the file. So one process writes, and one knows what it remembers.

#[cfg(not(unix))]
pub use elsewhere::Desk;
#[cfg(not(unix))]
pub use elsewhere::ask;
#[cfg(unix)]
pub use on_unix::Desk;
#[cfg(unix)]
pub use on_unix::ask;

#[cfg(unix)]
mod on_unix;
#[cfg(not(unix))]
mod elsewhere;
