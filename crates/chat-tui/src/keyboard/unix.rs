//! Waiting for keys and for a word from the program at once, where the system can.
//!
//! What the bytes mean is crossterm's; it is called only when there are some, so
//! that nobody reads while another program has the terminal.

use std::io;
use std::io::Read;
use std::io::Write;
use std::os::unix::net::UnixStream;
use std::thread;
use std::time::Duration;

use crossterm::event;
use crossterm::event::Event;
use crossterm::event::KeyCode;
use crossterm::event::KeyEventKind;
use crossterm::event::KeyModifiers;
use rustix::event::PollFd;
use rustix::event::PollFlags;
use rustix::event::poll;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

use crate::clock;
use crate::keyboard::answer;
use crate::keyboard::burst;
use crate::keyboard::typed::Typed;
use crate::keyboard::typed::What;
use crate::resort;
use crate::signal;

/// The thread that reads, as the program sees it.
#[derive(Debug)]
pub(in crate::keyboard) struct Reader {
    bell: UnixStream,
}

impl Reader {
    pub(in crate::keyboard) fn start(
        hand_on: mpsc::Sender<Typed>,
        asked: bool,
    ) -> io::Result<Self> {
        let (bell, door) = UnixStream::pair()?;
        let mut thread = Thread { hand_on, door };
        let reader = thread::Builder::new().name("keyboard".to_owned());
        reader.spawn(move || {
            // The end of the terminal, or of the program: either way nobody reads.
            let _ = thread.run(asked);
        })?;
        Ok(Self { bell })
    }

    pub(in crate::keyboard) fn ask_pause(&mut self) -> io::Result<()> {
        self.bell.write_all(&[PAUSE])
    }

    /// Whether the thread does not read any more, after a moment at most.
    pub(in crate::keyboard) fn is_paused(&mut self) -> io::Result<bool> {
        self.bell.set_read_timeout(Some(MOMENT))?;
        match self.bell.read(&mut [0]) {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(_) => Ok(true),
            Err(error) if is_too_soon(&error) => Ok(false),
            Err(error) => Err(error),
        }
    }

    pub(in crate::keyboard) fn resume(&mut self) -> io::Result<()> {
        self.bell.write_all(&[RESUME])
    }
}

struct Thread {
    hand_on: mpsc::Sender<Typed>,
    door: UnixStream,
}

/// What ended a wait.
enum Came {
    Keys,
    /// The program wants something, whether there are keys or not.
    Bell,
    /// A signal, which is for others.
    Nothing,
}

impl Thread {
    fn run(&mut self, asked: bool) -> io::Result<()> {
        if asked {
            self.read(answer::first())?;
        }
        loop {
            match self.wait()? {
                Came::Bell => self.stand_aside()?,
                Came::Keys => self.read(None)?,
                Came::Nothing => {}
            }
        }
    }

    /// Until there are keys, or the bell has rung.
    fn wait(&self) -> io::Result<Came> {
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
        Ok(if !bell.is_empty() {
            Came::Bell
        } else if keys.contains(PollFlags::IN) {
            Came::Keys
        } else {
            Came::Nothing
        })
    }

    /// What has been read already, and what there is besides.
    fn read(&self, mut first: Option<What>) -> io::Result<()> {
        let ask = || first.take().map_or_else(ask, |what| Ok(Some(what)));
        burst::hand_on(ask, |what, together| self.tell(what, together))
    }

    fn tell(&self, what: What, together: bool) -> io::Result<()> {
        let (interrupts, answers) = (is_interrupt(&what), signal::answers());
        let typed = Typed {
            at: clock::now().mono,
            together,
            what,
        };
        let told = match self.hand_on.try_send(typed) {
            Err(TrySendError::Full(typed)) if !interrupts => self.hand_on.blocking_send(typed).ok(),
            // Nobody has taken a key for long: it is a wish, and no key any more.
            Err(TrySendError::Full(_)) | Ok(()) => Some(()),
            Err(TrySendError::Closed(_)) => None,
        };
        if interrupts {
            resort::insist(answers);
        }
        told.ok_or_else(|| io::ErrorKind::BrokenPipe.into())
    }

    fn stand_aside(&mut self) -> io::Result<()> {
        self.door.read_exact(&mut [0])?;
        self.door.write_all(&[PAUSE])?;
        self.door.read_exact(&mut [0])
    }
}

/// Whether it is Ctrl-c, by which a person wants to get away from whatever hangs.
fn is_interrupt(what: &What) -> bool {
    let What::Event(Event::Key(key)) = what else {
        return false;
    };
    let pressed = key.kind == KeyEventKind::Press;
    pressed && key.code == KeyCode::Char('c') && key.modifiers == KeyModifiers::CONTROL
}

/// What there is, until there is nothing for sure.
fn ask() -> io::Result<Option<What>> {
    let mut silent = 0;
    while silent < SURE {
        if !event::poll(AT_ONCE)? {
            silent += 1;
            continue;
        }
        silent = 0;
        let event = event::read()?;
        // Told by a signal, which comes also while no key is pressed.
        if !matches!(event, Event::Resize(..)) {
            return Ok(Some(What::Event(event)));
        }
    }
    Ok(None)
}

fn is_too_soon(error: &io::Error) -> bool {
    use io::ErrorKind::Interrupted;
    use io::ErrorKind::TimedOut;
    use io::ErrorKind::WouldBlock;
    matches!(error.kind(), Interrupted | TimedOut | WouldBlock)
}

/// Less than a millisecond is no waiting at all for what crossterm waits with: it
/// is long enough to look whether there is more, and no key is told before.
const AT_ONCE: Duration = Duration::from_micros(20);
/// Crossterm does not look at the keys that it has read already if it is kept from
/// running for so long just then; those would come with the next one. So it is
/// asked until it has been silent so often: hardly ever is it kept from it twice.
const SURE: u32 = 3;
const MOMENT: Duration = Duration::from_millis(5);
const PAUSE: u8 = b'p';
const RESUME: u8 = b'r';
