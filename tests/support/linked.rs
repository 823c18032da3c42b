//! A peer with a link, made of `chat_link` over a real socket: lines in,
//! lines out, in any weather.
//!
//! A link has to answer and to repeat itself while its test looks elsewhere, so
//! a thread of its own keeps it: it sleeps until a datagram comes, something is
//! due, or its test nudges it. Every datagram of the server is checked for what
//! every frame has; whether its frames keep the contract is for
//! [`crate::frame`] to say.

mod keeper;

use std::cell::Cell;
use std::io::ErrorKind;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::net::SocketAddr;
use std::net::UdpSocket;
use std::sync::mpsc;
use std::sync::mpsc::RecvTimeoutError;
use std::thread;
use std::time::Duration;

use chat_link::envelope::Nonce;
use chat_link::handshake::Handshake;
use chat_proto::chance;
use chat_weather::Impairer;
use chat_weather::words;
use socket2::SockRef;

use crate::clock::PATIENCE;
use crate::clock::now;

use keeper::Keeper;
use keeper::Phase;

/// The weather that the chat has to be as good in as without any.
pub const STORM: &str = "drop 30%, dup 10%, reorder 20%";

/// One end of a link. What is still under way when it is dropped is delivered.
#[derive(Debug)]
pub struct Linked {
    says: mpsc::Sender<Vec<u8>>,
    frames: mpsc::Receiver<Vec<u8>>,
    nudge: Nudge,
    words: &'static str,
    seed: u64,
}

/// What the other side of a link has said.
#[derive(Debug, PartialEq, Eq)]
pub enum Said {
    /// A frame.
    Frame(Vec<u8>),
    /// The link is over.
    End,
    /// Nothing in the time given.
    Nothing,
}

impl Linked {
    /// Opens a link to the server at this address, with this weather, and waits until the
    /// link is open.
    #[track_caller]
    pub fn open(to: SocketAddr, words: &'static str) -> Self {
        let here: IpAddr = match to.ip() {
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        };
        let any: IpAddr = match to.ip() {
            ip if ip.is_loopback() => here,
            IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
            IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
        };
        let socket = UdpSocket::bind((any, 0)).unwrap();
        let _ = SockRef::from(&socket).set_recv_buffer_size(4 << 20);
        let nudge = Nudge::new(&socket, here);
        let seed = seed();
        let (says, heard) = mpsc::channel();
        let (news, frames) = mpsc::channel();
        let (open, opened) = mpsc::channel();
        let keeper = Keeper {
            socket,
            to,
            weather: Impairer::new(now(), words::impairments(words).unwrap(), seed, false),
            phase: Phase::Greets(Handshake::new(now(), Nonce(seed), PATIENCE), open),
            says: heard,
            next: None,
            until: None,
            frames: news,
        };
        thread::spawn(move || keeper.keep());
        let linked = Self {
            says,
            frames,
            nudge,
            words,
            seed,
        };
        let opened = opened.recv_timeout(PATIENCE);
        assert!(opened.is_ok(), "no link with {to}: {linked:?}");
        linked
    }

    /// Says a line: an object as it stands, anything else in parts.
    pub fn say(&self, line: &[u8]) -> std::io::Result<()> {
        let said = self.says.send(line.to_vec());
        said.map_err(|_| std::io::Error::from(ErrorKind::BrokenPipe))?;
        self.nudge.give();
        Ok(())
    }

    /// The next frame, waited for so long.
    pub fn frame_within(&self, wait: Duration) -> Said {
        match self.frames.recv_timeout(wait) {
            Ok(frame) => Said::Frame(frame),
            Err(RecvTimeoutError::Disconnected) => Said::End,
            Err(RecvTimeoutError::Timeout) => Said::Nothing,
        }
    }
}

impl Drop for Linked {
    #[expect(clippy::print_stderr, reason = "what a failed test is told about")]
    fn drop(&mut self) {
        // The thread finds nobody to listen to, and ends when all is confirmed.
        let (says, _) = mpsc::channel();
        self.says = says;
        self.nudge.give();
        if thread::panicking() {
            eprintln!("a link under `{}`, seed {}", self.words, self.seed);
        }
    }
}

/// Wakes a thread that waits for datagrams.
#[derive(Debug)]
struct Nudge {
    socket: UdpSocket,
    to: SocketAddr,
}

impl Nudge {
    fn new(keeper: &UdpSocket, here: IpAddr) -> Self {
        Self {
            socket: UdpSocket::bind((here, 0)).unwrap(),
            to: (here, keeper.local_addr().unwrap().port()).into(),
        }
    }

    fn give(&self) {
        // The thread may be gone: then nobody has to be woken.
        let _ = self.socket.send_to(b"", self.to);
    }
}

/// Another for each link of a test, and the same in every run of it.
/// `STORM_SEED=n` shows the tests other storms.
fn seed() -> u64 {
    let asked = std::env::var("STORM_SEED").ok();
    let asked = asked.and_then(|n| n.parse().ok()).unwrap_or(0);
    let count = COUNT.get();
    COUNT.set(count + 1);
    let mut words = vec![asked, count];
    let thread = thread::current();
    words.extend(thread.name().unwrap_or_default().bytes().map(u64::from));
    chance::draw(&words)
}

thread_local! {
    /// Links that this test has opened.
    static COUNT: Cell<u64> = const { Cell::new(0) };
}
