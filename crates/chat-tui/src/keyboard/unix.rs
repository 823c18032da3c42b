//! Waiting for keys and for a word from the program at once, where the system can.
//!
//! What the bytes mean is crossterm's; it is called only when there are some, so
//! that nobody reads while another program has the terminal.

use std::io;
use std::io::Read;
use std::io::Write;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::thread;
use std::time::Duration;

use crossterm::event;
use crossterm::event::Event;
use rustix::event::PollFd;
use rustix::event::PollFlags;
use rustix::event::poll;
use tokio::sync::mpsc;

use crate::clock;
use crate::keyboard::Typed;
use crate::keyboard::What;
use crate::keyboard::answer;

/// The thread that reads, as the program sees it.
#[derive(Debug)]
pub(super) struct Reader {
    bell: UnixStream,
}

impl Reader {
    pub(super) fn start(hand_on: mpsc::Sender<Typed>, asked: bool) -> io::Result<Self> {
        let (bell, door) = UnixStream::pair()?;
        let mut thread = Thread { hand_on, door };
        let reader = thread::Builder::new().name("keyboard".to_owned());
        reader.spawn(move || {
            // The end of the terminal, or of the program: either way nobody reads.
            let _ = thread.run(asked);
        })?;
        Ok(Self { bell })
    }

    /// Comes back when the thread does not read any more.
    pub(super) fn pause(&mut self) -> io::Result<()> {
        self.bell.write_all(&[PAUSE])?;
        self.bell.read_exact(&mut [0])
    }

    pub(super) fn resume(&mut self) -> io::Result<()> {
        self.bell.write_all(&[RESUME])
    }
}

struct Thread {
    hand_on: mpsc::Sender<Typed>,
    door: UnixStream,
}

impl Thread {
    fn run(&mut self, asked: bool) -> io::Result<()> {
        if asked {
            for what in answer::first() {
                self.tell(what, false)?;
            }
        }
        loop {
            let (keys, bell) = self.wait()?;
            if bell {
                self.stand_aside()?;
            } else if keys {
                self.read()?;
            }
        }
    }

    /// Until there are keys, or the bell has rung.
    fn wait(&self) -> io::Result<(bool, bool)> {
        let stdin = io::stdin();
        let mut fds = [
            PollFd::new(&stdin, PollFlags::IN),
            PollFd::new(&self.door, PollFlags::IN),
        ];
        match poll(&mut fds, None) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let [keys, bell] = fds.map(|fd| fd.revents());
        if keys.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok((keys.contains(PollFlags::IN), !bell.is_empty()))
    }

    fn read(&self) -> io::Result<()> {
        let mut together = false;
        while event::poll(AT_ONCE)? {
            let event = event::read()?;
            // Told by a signal, which comes also while no key is pressed.
            if !matches!(event, Event::Resize(..)) {
                self.tell(What::Event(event), together)?;
                together = true;
            }
        }
        Ok(())
    }

    fn tell(&self, what: What, together: bool) -> io::Result<()> {
        let typed = Typed {
            at: clock::now().mono,
            together,
            what,
        };
        let told = self.hand_on.blocking_send(typed);
        told.map_err(|_| io::ErrorKind::BrokenPipe.into())
    }

    fn stand_aside(&mut self) -> io::Result<()> {
        self.door.read_exact(&mut [0])?;
        self.door.write_all(&[PAUSE])?;
        self.door.read_exact(&mut [0])
    }
}

/// Whether standard input has something to read within this time.
pub(super) fn readable(within: Duration) -> bool {
    let stdin = io::stdin();
    let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
    let within = rustix::event::Timespec::try_from(within).ok();
    let ready = poll(&mut fds, within.as_ref());
    ready.is_ok_and(|count| count > 0)
}

/// One byte from standard input, and no more: what follows is crossterm's.
pub(super) fn byte() -> Option<u8> {
    let mut byte = [0];
    let count = rustix::io::read(io::stdin().as_fd(), &mut byte).ok()?;
    (count == 1).then_some(byte[0])
}

/// Less than a millisecond is no waiting at all for what crossterm waits with: it
/// is long enough to look whether there is more.
const AT_ONCE: Duration = Duration::from_micros(50);
const PAUSE: u8 = b'p';
const RESUME: u8 = b'r';
