//! One connection as bytes and lines: TCP, UDP, Unix, or a link over UDP. Knows
//! nothing of frames.

use std::env;
use std::io;
use std::io::ErrorKind;
use std::io::Read;
use std::io::Write;
use std::net::IpAddr;
use std::net::Shutdown;
use std::net::SocketAddr;
use std::net::TcpStream;
use std::net::UdpSocket;
#[cfg(unix)]
use std::os::unix::net::UnixStream;
#[cfg(unix)]
use std::path::Path;
use std::time::Duration;

use socket2::Domain;
use socket2::SockRef;
use socket2::Socket;
use socket2::Type;

use crate::clock::Deadline;
use crate::clock::PATIENCE;
use crate::linked::Linked;
use crate::linked::STORM;
use crate::linked::Said;

/// Which way a peer comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// A TCP connection.
    Tcp,
    /// Datagrams, as they come.
    Udp,
    /// A Unix socket.
    #[cfg(unix)]
    Unix,
    /// A link over datagrams.
    Link,
    /// A link while the weather is as bad as it has to be borne.
    Storm,
}

impl Via {
    /// Whether bytes flow, instead of datagrams.
    pub fn is_stream(self) -> bool {
        !matches!(self, Self::Udp | Self::Link | Self::Storm)
    }

    /// Every way a peer can come on this machine.
    pub const ALL: &[Self] = &[
        Self::Tcp,
        Self::Udp,
        Self::Link,
        Self::Storm,
        #[cfg(unix)]
        Self::Unix,
    ];

    /// Those of the client's options, and UDP in a storm.
    pub const CLIENT: &[Self] = &[
        Self::Tcp,
        Self::Link,
        Self::Storm,
        #[cfg(unix)]
        Self::Unix,
    ];

    /// Those that are streams.
    pub const STREAMS: &[Self] = &[
        Self::Tcp,
        #[cfg(unix)]
        Self::Unix,
    ];

    /// Those that plain peers have: nobody types acknowledgements.
    pub const PLAIN: &[Self] = &[
        Self::Tcp,
        Self::Udp,
        #[cfg(unix)]
        Self::Unix,
    ];

    /// Runs a body on the one of these ways that its name decides, or, where the
    /// environment has `EVERY_TRANSPORT`, on each of them.
    #[expect(clippy::print_stdout, reason = "what a failed test is told about")]
    pub fn deal(ways: &[Self], name: &str, body: fn(Self)) {
        let sum: usize = name.bytes().map(usize::from).sum();
        let every = env::var_os("EVERY_TRANSPORT").is_some();
        for (nth, via) in ways.iter().enumerate() {
            if every || nth == sum % ways.len() {
                println!("{name}, {via:?}");
                body(*via);
            }
        }
    }
}

/// What a wait for a line brought.
#[derive(Debug, PartialEq, Eq)]
pub enum Got {
    /// A line without its end, or a datagram.
    Line(String),
    /// The other side has closed; there is nothing more.
    End,
    /// Nothing came in the time given.
    Silence,
}

/// One connection.
#[derive(Debug)]
pub struct Wire {
    socket: Plug,
    /// What was read and not yet given out as lines, from `start` on.
    held: Vec<u8>,
    start: usize,
    ended: bool,
}

#[derive(Debug)]
enum Plug {
    Tcp(TcpStream),
    Udp(UdpSocket),
    #[cfg(unix)]
    Unix(UnixStream),
    Link(Linked),
}

impl Wire {
    /// A TCP connection; each write goes out at once.
    #[track_caller]
    pub fn tcp(to: SocketAddr) -> Self {
        let stream = TcpStream::connect_timeout(&to, PATIENCE)
            .unwrap_or_else(|error| panic!("connecting to {to}: {error}"));
        stream.set_nodelay(true).unwrap();
        Self::new(Plug::Tcp(stream))
    }

    /// A TCP connection whose kernel keeps little for who does not read.
    #[track_caller]
    pub fn narrow_tcp(to: SocketAddr) -> Self {
        let socket = Socket::new(Domain::for_address(to), Type::STREAM, None).unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        socket.connect_timeout(&to.into(), PATIENCE).unwrap();
        Self::new(Plug::Tcp(socket.into()))
    }

    /// A TCP connection from one of this host's addresses.
    #[track_caller]
    pub fn tcp_from(from: IpAddr, to: SocketAddr) -> Self {
        let socket = Socket::new(Domain::for_address(to), Type::STREAM, None).unwrap();
        socket.bind(&SocketAddr::new(from, 0).into()).unwrap();
        let connected = socket.connect_timeout(&to.into(), PATIENCE);
        connected.unwrap_or_else(|error| panic!("connecting from {from} to {to}: {error}"));
        Self::new(Plug::Tcp(socket.into()))
    }

    /// A UDP socket of its own port that speaks to one address.
    #[track_caller]
    pub fn udp(to: SocketAddr) -> Self {
        let any = if to.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
        let socket = UdpSocket::bind(any).unwrap();
        socket.connect(to).unwrap();
        // Room for what comes while a test looks elsewhere.
        let _ = SockRef::from(&socket).set_recv_buffer_size(4 << 20);
        Self::new(Plug::Udp(socket))
    }

    /// A connection to a Unix socket.
    #[cfg(unix)]
    #[track_caller]
    pub fn unix(to: &Path) -> Self {
        let stream = UnixStream::connect(to)
            .unwrap_or_else(|error| panic!("connecting to {}: {error}", to.display()));
        Self::new(Plug::Unix(stream))
    }

    /// A link, in calm weather.
    #[track_caller]
    pub fn link(to: SocketAddr) -> Self {
        Self::new(Plug::Link(Linked::open(to, "clear")))
    }

    /// A link in a storm.
    #[track_caller]
    pub fn storm(to: SocketAddr) -> Self {
        Self::new(Plug::Link(Linked::open(to, STORM)))
    }

    fn new(socket: Plug) -> Self {
        let wire = Self {
            socket,
            held: Vec::new(),
            start: 0,
            ended: false,
        };
        wire.set_write_patience(PATIENCE);
        wire
    }

    /// Writes all bytes, on UDP as one datagram.
    #[track_caller]
    pub fn send(&mut self, bytes: &[u8]) {
        self.try_send(bytes)
            .unwrap_or_else(|error| panic!("sending {} bytes: {error}", bytes.len()));
    }

    /// Writes all bytes, or says why not: the other side may have closed.
    pub fn try_send(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.socket {
            Plug::Tcp(stream) => stream.write_all(bytes),
            Plug::Udp(socket) => socket.send(bytes).map(drop),
            #[cfg(unix)]
            Plug::Unix(stream) => stream.write_all(bytes),
            Plug::Link(link) => link.say(bytes),
        }
    }

    /// How long a write may wait for the other side.
    pub fn set_write_patience(&self, patience: Duration) {
        if let Some(socket) = self.socket() {
            socket.set_write_timeout(Some(patience)).unwrap();
        }
    }

    /// Nothing more will be sent: the end of input.
    #[track_caller]
    pub fn end_input(&self) {
        let socket = self.socket().expect("only a socket's input has an end");
        socket.shutdown(Shutdown::Write).unwrap();
    }

    /// Ends the connection with a reset instead of an end, where it has one.
    pub fn reset(self) {
        if let Some(socket) = self.socket() {
            let _ = socket.set_linger(Some(Duration::ZERO));
        }
    }

    /// The next line or datagram, waited for so long.
    #[track_caller]
    pub fn line_within(&mut self, wait: Duration) -> Got {
        let deadline = Deadline::after(wait);
        loop {
            if let Some(line) = self.take_line() {
                return Got::Line(line);
            }
            if self.ended {
                return self.rest();
            }
            let Some(left) = deadline.left() else {
                return Got::Silence;
            };
            self.fill(left);
        }
    }

    /// The bytes that have come and are no line yet, after waiting so long for
    /// more or for the end.
    pub fn bytes_within(&mut self, wait: Duration) -> Vec<u8> {
        let deadline = Deadline::after(wait);
        while let (false, Some(left)) = (self.ended, deadline.left()) {
            self.fill(left);
        }
        let bytes = self.held.split_off(self.start);
        self.held.clear();
        self.start = 0;
        bytes
    }

    /// Whether the other side has closed.
    pub fn has_ended(&self) -> bool {
        self.ended
    }

    /// What came last has no line end: a broken line, unless it is nothing.
    #[track_caller]
    fn rest(&mut self) -> Got {
        let rest = self.held.split_off(self.start);
        assert!(
            rest.is_empty(),
            "the server closed in the middle of a line: {:?}",
            String::from_utf8_lossy(&rest)
        );
        Got::End
    }

    #[track_caller]
    fn take_line(&mut self) -> Option<String> {
        let fresh = &self.held[self.start..];
        let length = fresh.iter().position(|byte| *byte == b'\n')?;
        let line = fresh[..length].to_vec();
        self.start += length + 1;
        Some(String::from_utf8(line).expect("the server writes UTF-8"))
    }

    fn fill(&mut self, wait: Duration) {
        let wait = wait.max(Duration::from_millis(1));
        if let Some(socket) = self.socket() {
            socket.set_read_timeout(Some(wait)).unwrap();
        }
        self.held.drain(..self.start);
        self.start = 0;
        let mut buffer = vec![0; 1 << 16];
        let datagrams = matches!(self.socket, Plug::Udp(_));
        let read = match &mut self.socket {
            Plug::Tcp(stream) => stream.read(&mut buffer),
            Plug::Udp(socket) => socket.recv(&mut buffer),
            #[cfg(unix)]
            Plug::Unix(stream) => stream.read(&mut buffer),
            Plug::Link(link) => match link.frame_within(wait) {
                Said::Frame(frame) => return self.keep_datagram(&frame),
                Said::End => return self.ended = true,
                Said::Nothing => return,
            },
        };
        match read {
            Ok(0) if !datagrams => self.ended = true,
            Ok(count) if datagrams => self.keep_datagram(&buffer[..count]),
            Ok(count) => self.held.extend_from_slice(&buffer[..count]),
            Err(error) if is_silence(error.kind()) => {}
            // Reset, or on UDP: nobody listens there any more.
            Err(_) => self.ended = true,
        }
    }

    /// A datagram is one line, whether it ends in `\n` or not.
    fn keep_datagram(&mut self, datagram: &[u8]) {
        let line = datagram.strip_suffix(b"\n").unwrap_or(datagram);
        assert!(
            !line.contains(&b'\n'),
            "one frame per datagram, and not {:?}",
            String::from_utf8_lossy(datagram)
        );
        self.held.extend_from_slice(line);
        self.held.push(b'\n');
    }

    /// The socket itself; a link keeps its own.
    fn socket(&self) -> Option<SockRef<'_>> {
        match &self.socket {
            Plug::Tcp(stream) => Some(SockRef::from(stream)),
            Plug::Udp(socket) => Some(SockRef::from(socket)),
            #[cfg(unix)]
            Plug::Unix(stream) => Some(SockRef::from(stream)),
            Plug::Link(_) => None,
        }
    }
}

fn is_silence(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted
    )
}
