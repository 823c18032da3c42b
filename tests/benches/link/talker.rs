//! A peer of the bench: over a link, as a naive peer, or on a stream. It never
//! waits; who has many of them waits for all at once.

use std::io;
use std::io::ErrorKind;
use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpStream;
use std::net::UdpSocket;
use std::os::fd::AsFd;
use std::os::fd::BorrowedFd;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

use chat_link::Link;
use chat_link::Setup;
use chat_link::envelope;
use chat_link::envelope::Nonce;
use chat_link::envelope::Side;
use chat_link::handshake::Handshake;
use chat_link::handshake::Outcome;
use chat_link::policy::Policy;
use chat_proto::now::Now;
use chat_proto::stamp::Stamp;
use chat_tests::clock;
use rustix::event::PollFd;
use rustix::event::PollFlags;
use rustix::event::Timespec;
use rustix::event::poll;
use socket2::SockRef;

/// One peer.
pub struct Talker {
    way: Way,
    buffer: Vec<u8>,
}

enum Way {
    Linked(UdpSocket, Box<Link>),
    Naive(UdpSocket),
    Tcp(TcpStream, Lines),
    Unix(UnixStream, Lines),
}

/// What a stream has half of.
#[derive(Default)]
struct Lines {
    /// Read, of a line that has not ended.
    begun: Vec<u8>,
    /// Not taken by the system yet.
    unsent: Vec<u8>,
}

impl Talker {
    /// With a link. Asks for it until there is one.
    pub fn linked(to: SocketAddr, seed: u64) -> Self {
        let socket = datagrams(to);
        let mut handshake = Handshake::new(clock::now(), Nonce(seed), Duration::from_secs(60));
        let mut buffer = vec![0; ROOM];
        let id = loop {
            let now = clock::now();
            handshake.handle_timeout(now);
            let mut hello = Vec::new();
            if handshake.poll_transmit(now, &mut hello) {
                let _ = socket.send(&hello);
            }
            match handshake.outcome() {
                Some(Outcome::Open(id, ..)) => break id,
                Some(Outcome::NoLinkSupport | Outcome::NoAnswer) => panic!("no link"),
                None => {}
            }
            wait(&[socket.as_fd()], handshake.poll_timeout());
            let answers = std::iter::from_fn(|| {
                let count = socket.recv(&mut buffer).ok()?;
                Some(envelope::read(&buffer[..count]))
            });
            for answer in answers.flatten() {
                handshake.handle_datagram(clock::now(), &answer);
            }
        };
        let setup = Setup {
            id,
            side: Side::Peer,
            policy: Policy::default(),
            seed,
            traced: false,
        };
        let link = Box::new(Link::new(clock::now(), setup));
        Self::new(Way::Linked(socket, link))
    }

    /// One frame a datagram, best effort.
    pub fn naive(to: SocketAddr) -> Self {
        Self::new(Way::Naive(datagrams(to)))
    }

    /// On a TCP connection that sends at once.
    pub fn tcp(to: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(to)?;
        stream.set_nodelay(true)?;
        let _ = SockRef::from(&stream).set_tcp_congestion(b"cubic");
        stream.set_nonblocking(true)?;
        Ok(Self::new(Way::Tcp(stream, Lines::default())))
    }

    /// On a Unix socket, where nothing is lost and nothing takes long.
    pub fn unix(to: &Path) -> Self {
        let stream = UnixStream::connect(to).unwrap();
        stream.set_nonblocking(true).unwrap();
        Self::new(Way::Unix(stream, Lines::default()))
    }

    fn new(way: Way) -> Self {
        let buffer = vec![0; ROOM];
        Self { way, buffer }
    }

    /// Sends a frame; whether it can be taken now.
    pub fn send(&mut self, frame: &str) -> bool {
        match &mut self.way {
            Way::Linked(_, link) => {
                let sent = link.send(now(), frame.as_bytes()).is_ok();
                self.transmit();
                sent
            }
            Way::Naive(socket) => socket.send(frame.as_bytes()).is_ok(),
            Way::Tcp(stream, lines) => write(stream, lines, frame),
            Way::Unix(stream, lines) => write(stream, lines, frame),
        }
    }

    /// Takes in what has come and sends what is due; each frame is handed out.
    pub fn turn(&mut self, mut hear: impl FnMut(&[u8])) {
        match &mut self.way {
            Way::Linked(socket, link) => {
                take_in(socket, link, &mut self.buffer);
                while let Some(frame) = link.poll_frame() {
                    hear(&frame);
                }
                self.transmit();
            }
            Way::Naive(socket) => {
                while let Ok(count) = socket.recv(&mut self.buffer) {
                    hear(&self.buffer[..count]);
                }
            }
            Way::Tcp(stream, lines) => {
                write_rest(stream, lines);
                read(stream, &mut self.buffer, lines, hear);
            }
            Way::Unix(stream, lines) => {
                write_rest(stream, lines);
                read(stream, &mut self.buffer, lines, hear);
            }
        }
    }

    /// When a turn is needed, if nothing comes before.
    pub fn due(&self) -> Option<Instant> {
        match &self.way {
            Way::Linked(_, link) => link.poll_timeout(),
            Way::Tcp(_, lines) | Way::Unix(_, lines) => {
                (!lines.unsent.is_empty()).then(|| clock::now() + SOON)
            }
            Way::Naive(_) => None,
        }
    }

    /// Its port, for who counts datagrams on the way.
    pub fn port(&self) -> u16 {
        let address = match &self.way {
            Way::Linked(socket, _) | Way::Naive(socket) => socket.local_addr(),
            Way::Tcp(stream, _) => stream.local_addr(),
            Way::Unix(..) => return 0,
        };
        address.unwrap().port()
    }

    /// Whether everything that was sent is known to have arrived.
    pub fn is_settled(&self) -> bool {
        match &self.way {
            Way::Linked(_, link) => link.unacked() == 0,
            Way::Naive(_) | Way::Tcp(..) | Way::Unix(..) => true,
        }
    }

    fn transmit(&mut self) {
        let Way::Linked(socket, link) = &mut self.way else {
            return;
        };
        let now = now();
        let mut out = Vec::new();
        while link.poll_transmit(now, &mut out) {
            let _ = socket.send(&out);
            out.clear();
        }
    }
}

impl AsFd for Talker {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match &self.way {
            Way::Linked(socket, _) | Way::Naive(socket) => socket.as_fd(),
            Way::Tcp(stream, _) => stream.as_fd(),
            Way::Unix(stream, _) => stream.as_fd(),
        }
    }
}

/// Waits until one of them has something to read, or until this moment.
pub fn wait(sockets: &[BorrowedFd<'_>], until: Option<Instant>) {
    let mut fds: Vec<PollFd<'_>> = sockets
        .iter()
        .map(|fd| PollFd::from_borrowed_fd(*fd, PollFlags::IN))
        .collect();
    let left = until.map(|at| at.saturating_duration_since(clock::now()));
    let left = left.and_then(|left| Timespec::try_from(left).ok());
    let _ = poll(&mut fds, left.as_ref());
}

/// This moment, as a link takes it.
pub fn now() -> Now {
    Now {
        mono: clock::now(),
        wall: Stamp::from_unix_ms(clock::unix_ms()),
    }
}

/// All that has come, and what is due.
fn take_in(socket: &UdpSocket, link: &mut Link, buffer: &mut [u8]) {
    let now = now();
    while let Ok(count) = socket.recv(buffer) {
        let bytes = &buffer[..count];
        if let Some(datagram) = envelope::read(bytes) {
            link.handle_datagram(now, &datagram, bytes);
        }
    }
    if link.poll_timeout().is_some_and(|at| at <= now.mono) {
        link.handle_timeout(now.mono);
    }
}

fn datagrams(to: SocketAddr) -> UdpSocket {
    let socket = UdpSocket::bind("0.0.0.0:0").unwrap();
    socket.connect(to).unwrap();
    socket.set_nonblocking(true).unwrap();
    let _ = SockRef::from(&socket).set_recv_buffer_size(4 << 20);
    socket
}

/// What the system does not take now is written in a later turn.
fn write(stream: &mut impl Write, lines: &mut Lines, frame: &str) -> bool {
    lines.unsent.extend_from_slice(frame.as_bytes());
    lines.unsent.push(b'\n');
    write_rest(stream, lines);
    true
}

fn write_rest(stream: &mut impl Write, lines: &mut Lines) {
    if let Ok(count) = stream.write(&lines.unsent) {
        lines.unsent.drain(..count);
    }
}

fn read(stream: &mut impl Read, buffer: &mut [u8], lines: &mut Lines, mut hear: impl FnMut(&[u8])) {
    loop {
        match stream.read(buffer) {
            Ok(0) => return,
            Ok(count) => lines.begun.extend_from_slice(&buffer[..count]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return,
        }
        let mut rest = &lines.begun[..];
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            hear(&rest[..end]);
            rest = &rest[end + 1..];
        }
        lines.begun = rest.to_vec();
    }
}

/// For the greatest datagram, and for many lines of a stream.
const ROOM: usize = 65_536;

/// When a stream that was full is tried again.
const SOON: Duration = Duration::from_millis(2);
