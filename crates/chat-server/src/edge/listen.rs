//! Sockets to listen on: every interface or the ones asked for, IPv4 and IPv6,
//! one port number for all of a transport.

use std::io;
use std::io::Read;
use std::io::Write;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::net::SocketAddr;
use std::net::TcpStream;
use std::net::UdpSocket;
use std::time::Duration;

use chat_proto::codec::json;
use chat_proto::name::SERVER;
use socket2::Domain;
use socket2::Protocol;
use socket2::Socket;
use socket2::Type;

use crate::failure::Failure;

/// TCP or UDP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Streams.
    Tcp,
    /// Datagrams.
    Udp,
}

/// One socket for each address, all with the same port. With no address asked
/// for: every interface, and IPv6 only where the machine has it.
pub fn bind(kind: Kind, asked: &[IpAddr], port: u16) -> Result<Vec<Socket>, Failure> {
    let mut tries = if port == 0 { TRIES } else { 1 };
    loop {
        tries -= 1;
        match bind_once(kind, asked, port) {
            // The number that the system chose for one address is taken on another.
            Err((_, error)) if tries > 0 && error.kind() == io::ErrorKind::AddrInUse => {}
            result => return result.map_err(|(at, error)| explained(kind, at, error)),
        }
    }
}

/// The address a socket got.
pub fn address_of(socket: &Socket) -> Result<SocketAddr, Failure> {
    let failure = |source| Failure::System {
        what: "read a socket's address",
        source,
    };
    let address = socket.local_addr().map_err(failure)?.as_socket();
    address.ok_or_else(|| failure(io::ErrorKind::AddrNotAvailable.into()))
}

/// The sockets, or the address that could not be had, and why.
fn bind_once(
    kind: Kind,
    asked: &[IpAddr],
    port: u16,
) -> Result<Vec<Socket>, (SocketAddr, io::Error)> {
    let everywhere = [Ipv4Addr::UNSPECIFIED.into(), Ipv6Addr::UNSPECIFIED.into()];
    let addresses = if asked.is_empty() { &everywhere } else { asked };
    let mut sockets = Vec::new();
    let mut port = port;
    for ip in addresses {
        let address = SocketAddr::new(*ip, port);
        match open(kind, address) {
            Ok(socket) => {
                let bound = socket.local_addr().map_err(|error| (address, error))?;
                port = bound.as_socket().map_or(port, |bound| bound.port());
                sockets.push(socket);
            }
            Err(error) if asked.is_empty() && !sockets.is_empty() && is_unsupported(&error) => {}
            Err(error) => return Err((address, error)),
        }
    }
    Ok(sockets)
}

fn open(kind: Kind, address: SocketAddr) -> io::Result<Socket> {
    let (r#type, protocol) = match kind {
        Kind::Tcp => (Type::STREAM, Protocol::TCP),
        Kind::Udp => (Type::DGRAM, Protocol::UDP),
    };
    let socket = Socket::new(Domain::for_address(address), r#type, Some(protocol))?;
    if address.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    socket.set_nonblocking(true)?;
    match kind {
        Kind::Tcp => {
            // A connection that is still closing does not keep the port. Never on
            // UDP, where it lets a second server steal the first one's datagrams,
            // and not on Windows, where it does so on TCP too.
            #[cfg(unix)]
            socket.set_reuse_address(true)?;
            socket.bind(&address.into())?;
            socket.listen(BACKLOG)?;
        }
        Kind::Udp => {
            // More than the system allows is cut to what it does.
            let _ = socket.set_recv_buffer_size(BUFFER_BYTES);
            let _ = socket.set_send_buffer_size(BUFFER_BYTES);
            socket.bind(&address.into())?;
        }
    }
    Ok(socket)
}

/// A machine without IPv6 says so in one of several ways.
fn is_unsupported(error: &io::Error) -> bool {
    !matches!(
        error.kind(),
        io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied
    )
}

fn explained(kind: Kind, address: SocketAddr, source: io::Error) -> Failure {
    let port = address.port();
    let transport = kind.word();
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the system's kinds of error may grow"
    )]
    match source.kind() {
        io::ErrorKind::AddrInUse => Failure::InUse {
            transport,
            address,
            port,
            owner: owner(kind, port),
        },
        io::ErrorKind::PermissionDenied => Failure::NotAllowed { port },
        io::ErrorKind::AddrNotAvailable => Failure::NotOurs { address },
        _ => Failure::Bind {
            transport,
            address,
            source,
        },
    }
}

impl Kind {
    /// As people write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        }
    }
}

/// Who has the port: asked with a ping, to which one of us answers.
fn owner(kind: Kind, port: u16) -> &'static str {
    let answer = match kind {
        Kind::Tcp => ask_tcp(port),
        Kind::Udp => ask_udp(port),
    };
    let is_ours =
        |answer: Vec<u8>| json::read_server(&answer).is_ok_and(|frame| frame.name == SERVER);
    if answer.is_ok_and(is_ours) {
        "a chat-server that is already running (join it with chat-tui)"
    } else {
        "another program"
    }
}

fn ask_tcp(port: u16) -> io::Result<Vec<u8>> {
    let address = SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port);
    let mut stream = TcpStream::connect_timeout(&address, ASKING)?;
    stream.set_read_timeout(Some(ASKING))?;
    stream.write_all(PING)?;
    let mut answer = vec![0; 1024];
    let length = stream.read(&mut answer)?;
    answer.truncate(length);
    Ok(answer)
}

fn ask_udp(port: u16) -> io::Result<Vec<u8>> {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
    socket.set_read_timeout(Some(ASKING))?;
    socket.send_to(PING, (Ipv4Addr::LOCALHOST, port))?;
    let mut answer = vec![0; 1024];
    let length = socket.recv(&mut answer)?;
    answer.truncate(length);
    Ok(answer)
}

const PING: &[u8] = b"{\"type\":\"ping\"}\n";
const ASKING: Duration = Duration::from_millis(300);

/// How often a number is looked for that is free on every address.
const TRIES: usize = 16;

/// Connections that wait to be accepted: a class that comes in at once.
const BACKLOG: i32 = 1024;

/// Datagrams that wait to be read, in bytes: a class that speaks at once.
const BUFFER_BYTES: usize = 4 * 1024 * 1024;
