//! Standard input, a byte at a time: as long as it is not sure whose the next one is.

use std::io;
use std::os::fd::AsFd;
use std::time::Duration;

use rustix::event::PollFd;
use rustix::event::PollFlags;
use rustix::event::Timespec;
use rustix::event::poll;

/// Whether standard input has something to read within this time.
pub(in crate::keyboard) fn readable(within: Duration) -> bool {
    let stdin = io::stdin();
    let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
    let within = Timespec::try_from(within).ok();
    let ready = poll(&mut fds, within.as_ref());
    ready.is_ok_and(|count| count > 0)
}

/// One byte from standard input, and no more: what follows is crossterm's.
pub(in crate::keyboard) fn byte() -> Option<u8> {
    let mut byte = [0];
    let count = rustix::io::read(io::stdin().as_fd(), &mut byte).ok()?;
    (count == 1).then_some(byte[0])
}
