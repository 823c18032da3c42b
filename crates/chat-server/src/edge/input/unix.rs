//! A terminal belongs to one job of its shell at a time. A job in the background
//! that reads it is stopped, all threads of it: a server must not be.
//!
//! So the input is waited for, which any job may do, and read only while this
//! program is in front.

use std::io;
use std::io::IsTerminal;
use std::io::Stdin;
use std::os::fd::AsFd;
use std::thread;
use std::time::Duration;

use nix::errno::Errno;
use nix::poll::PollFd;
use nix::poll::PollFlags;
use nix::poll::PollTimeout;
use nix::poll::poll;
use nix::sys::signal::SigSet;
use nix::sys::signal::Signal;
use nix::unistd::getpgrp;
use nix::unistd::read;
use nix::unistd::tcgetpgrp;

/// Standard input, for the thread that reads it.
pub struct Turn(Stdin);

impl Turn {
    /// From now on a turn that is lost between looking and reading is an error
    /// for this thread, and does not stop the program.
    pub fn begin() -> Self {
        let mut stops = SigSet::empty();
        stops.add(Signal::SIGTTIN);
        // Where it cannot be held off, looking before reading is all there is.
        let _ = stops.thread_block();
        Self(io::stdin())
    }

    /// Waits until there is something to read and it is ours; reads it.
    pub fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let mut input = [PollFd::new(self.0.as_fd(), PollFlags::POLLIN)];
            match poll(&mut input, PollTimeout::NONE) {
                Ok(_) | Err(Errno::EINTR) => {}
                Err(error) => return Err(error.into()),
            }
            match self.is_ours().then(|| read(&self.0, buffer)) {
                Some(Err(Errno::EIO)) if !self.is_ours() => {}
                Some(read) => return Ok(read?),
                None => {}
            }
            // What waits there is another program's.
            thread::sleep(RESTS);
        }
    }

    /// Whether reading takes nothing from the job in front.
    fn is_ours(&self) -> bool {
        !self.0.is_terminal() || tcgetpgrp(&self.0) == Ok(getpgrp())
    }
}

/// How long it is before the terminal is looked at again while another program
/// leaves something unread there: whose turn it is, the system tells nobody.
const RESTS: Duration = Duration::from_secs(1);
