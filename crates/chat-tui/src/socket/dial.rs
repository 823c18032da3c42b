//! From an endpoint to a connection: names looked up anew, every address tried,
//! and a failure that says what would have worked.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use chat_link::envelope::Cover;
use chat_net::chance;
use chat_net::connection::Connection;
use chat_net::raw_stream::RawStream;
use chat_proto::trace::stream::Opened;
use tokio::net::TcpStream;
use tokio::net::UdpSocket;
use tokio::net::lookup_host;
use tokio::time::error::Elapsed;
use tokio::time::timeout;

use crate::clock;
use crate::config::Ear;
use crate::config::Endpoint;
use crate::config::NetworkConfig;
use crate::config::Transport;
use crate::failure::Failure;
use crate::failure::Unknown;
use crate::secrecy::Met;
use crate::secrecy::Refused;
use crate::secrecy::Secrecy;
use crate::socket::datagrams::Answer;
use crate::socket::datagrams::Call;
use crate::socket::datagrams::Datagrams;
use crate::socket::datagrams::Kept;
use crate::socket::probe;
use crate::socket::stream;
use crate::socket::stream::Stream;
use crate::socket::udp_endpoint::UdpEndpoint;

/// A connection.
pub(crate) enum Open {
    /// Lines.
    Stream(Box<Stream>),
    /// Datagrams.
    Datagrams(Box<Datagrams>),
}

/// Connects. The address in words comes with the connection.
pub(crate) async fn dial(
    endpoint: &Endpoint,
    asked: &NetworkConfig,
    kept: Option<Kept>,
) -> Result<(Open, String), Failure> {
    match endpoint {
        Endpoint::Unix(path) => {
            let stream = Box::new(Stream::new(unix(endpoint, path, asked).await?));
            Ok((Open::Stream(stream), endpoint.to_string()))
        }
        Endpoint::Net {
            transport: Transport::Tcp,
            ..
        } => {
            let (stream, address) = tcp(endpoint, asked).await?;
            let stream = Box::new(Stream::new(stream));
            Ok((Open::Stream(stream), format!("tcp {address}")))
        }
        Endpoint::Net {
            transport: Transport::Udp,
            ..
        } => {
            let (datagrams, address) = linked(endpoint, asked, kept).await?;
            Ok((Open::Datagrams(datagrams), format!("udp {address}")))
        }
    }
}

/// Makes a connection and lets go of it.
pub(crate) async fn try_once(endpoint: &Endpoint, asked: &NetworkConfig) -> Result<(), Failure> {
    match endpoint {
        Endpoint::Unix(path) => unix(endpoint, path, asked).await.map(drop),
        Endpoint::Net { .. } => tcp(endpoint, asked).await.map(drop),
    }
}

/// Makes a connection secret, where that is asked for.
async fn secure(
    stream: &Connection,
    endpoint: &Endpoint,
    asked: &NetworkConfig,
) -> Result<(), Failure> {
    let Some(secrecy) = &asked.secrecy else {
        return Ok(());
    };
    let agreeing = secrecy.agree(stream, host_of(endpoint));
    accept(secrecy, endpoint, timeout(HANDSHAKE, agreeing).await).await
}

/// The same with a link: what is lost is sent again, for as long as anything else on it.
async fn secure_link(
    datagrams: &mut Datagrams,
    endpoint: &Endpoint,
    asked: &NetworkConfig,
) -> Result<(), Failure> {
    let Some(secrecy) = &asked.secrecy else {
        return Ok(());
    };
    let agreeing = async {
        let (link, witness) = secrecy.seal(host_of(endpoint))?;
        Ok(witness.met(datagrams.agree(link).await?))
    };
    let agreed = timeout(asked.policy.patience, agreeing).await;
    accept(secrecy, endpoint, agreed).await
}

/// Whether what was agreed on, if anything was in time, is with the server that is meant.
async fn accept(
    secrecy: &Secrecy,
    endpoint: &Endpoint,
    agreed: Result<io::Result<Met>, Elapsed>,
) -> Result<(), Failure> {
    let agreed = agreed.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()));
    let accepted = secrecy.accept(agreed, &endpoint.to_string()).await;
    accepted.map_err(|why| refused(endpoint, why))
}

fn host_of(endpoint: &Endpoint) -> &str {
    match endpoint {
        Endpoint::Net { host, .. } => host,
        Endpoint::Unix(_) => "",
    }
}

fn refused(endpoint: &Endpoint, why: Refused) -> Failure {
    let endpoint = endpoint.clone();
    match why {
        Refused::NoSecrecy(error) => Failure::NoSecrecy { endpoint, error },
        Refused::Stranger(print, why) => Failure::Stranger {
            endpoint,
            print,
            why,
        },
    }
}

/// A TCP connection to the first address that accepts one.
pub(crate) async fn tcp(
    endpoint: &Endpoint,
    asked: &NetworkConfig,
) -> Result<(Connection, SocketAddr), Failure> {
    let addresses = addresses(endpoint).await?;
    let patience = patience(&addresses);
    let began = clock::now().mono;
    let mut last = None;
    for (attempts, address) in (1..).zip(&addresses) {
        match timeout(patience, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => {
                // A message is small and somebody waits for it.
                let _ = stream.set_nodelay(true);
                let opened = Opened {
                    took: Some(clock::now().mono.saturating_duration_since(began)),
                    attempts: Some(attempts),
                };
                let stream = connected(RawStream::Tcp(stream), asked, opened);
                secure(&stream, endpoint, asked).await?;
                return Ok((stream, *address));
            }
            Ok(Err(error)) => last = Some(error),
            Err(_) => last = last.or_else(|| Some(io::ErrorKind::TimedOut.into())),
        }
    }
    for address in addresses.iter().filter(|_| asked.explains) {
        if probe::chat_over_udp(*address).await {
            return Err(other_transport(endpoint, Transport::Tcp));
        }
    }
    Err(explain(endpoint, last, PATIENCE))
}

/// With the impairments that were asked for.
fn connected(raw: RawStream, asked: &NetworkConfig, opened: Opened) -> Connection {
    let connection = Connection::new(raw, 0, &asked.tap, opened);
    stream::change(&connection, &asked.profile);
    connection
}

/// A UDP socket that is connected to the first address that can be one.
pub(crate) async fn udp(endpoint: &Endpoint) -> Result<(UdpSocket, SocketAddr), Failure> {
    let mut last = None;
    for address in addresses(endpoint).await? {
        match probe::udp_to(address).await {
            Ok(socket) => return Ok((socket, address)),
            Err(error) => last = Some(error),
        }
    }
    Err(explain(endpoint, last, PATIENCE))
}

/// A conversation with the first address where somebody is heard. Each is asked
/// in turn, so that a silent one does not use up the time of the others.
async fn linked(
    endpoint: &Endpoint,
    asked: &NetworkConfig,
    kept: Option<Kept>,
) -> Result<(Box<Datagrams>, SocketAddr), Failure> {
    let addresses = addresses(endpoint).await?;
    let mut last = None;
    let mut calls = VecDeque::new();
    for address in &addresses {
        let kept = kept.filter(|kept| kept.server == *address);
        match call(*address, asked, kept).await {
            Ok(call) => calls.push_back((Box::new(call), *address)),
            Err(error) => last = Some(error),
        }
    }
    while let Some((call, address)) = calls.pop_front() {
        let turn = (!calls.is_empty()).then(|| clock::now().mono + TURN);
        match call.ask(turn).await {
            Ok(Answer::There(mut datagrams)) => {
                secure_link(&mut datagrams, endpoint, asked).await?;
                return Ok((datagrams, address));
            }
            Ok(Answer::NotYet(call)) => calls.push_back((call, address)),
            Ok(Answer::Silence) => last = Some(io::ErrorKind::TimedOut.into()),
            Err(error) => last = Some(error),
        }
    }
    for address in addresses.iter().filter(|_| asked.explains) {
        if probe::listens_on_tcp(*address).await {
            return Err(other_transport(endpoint, Transport::Udp));
        }
    }
    Err(explain(endpoint, last, asked.policy.patience))
}

async fn call(address: SocketAddr, asked: &NetworkConfig, kept: Option<Kept>) -> io::Result<Call> {
    // Where the port is somebody else's now, any other serves.
    let port = kept.map_or(0, |kept| kept.port);
    let socket = match bound(port, address, asked.ear).await {
        Err(_) if port != 0 => bound(0, address, asked.ear).await?,
        socket => socket?,
    };
    // Until the runtime has looked at a socket, it takes nothing for it to send: the first
    // hello would never leave.
    socket.writable().await?;
    let nonce = chance::number()?;
    let udp = UdpEndpoint::new(socket, address, asked, clock::now().mono)?;
    let cover = match asked.secrecy {
        Some(_) => Cover::Tls,
        None => Cover::Clear,
    };
    let link = (asked.policy, asked.clock.clone());
    Ok(Call::new(udp, link, nonce, cover))
}

/// A socket of ours that datagrams to the server leave from.
async fn bound(port: u16, address: SocketAddr, ear: Ear) -> io::Result<UdpSocket> {
    match ear {
        Ear::OfTheServer => probe::udp_from(port, address).await,
        Ear::OfAll => probe::udp_open(port, address).await,
    }
}

#[cfg(unix)]
pub(crate) async fn unix(
    endpoint: &Endpoint,
    path: &Path,
    asked: &NetworkConfig,
) -> Result<Connection, Failure> {
    match tokio::net::UnixStream::connect(path).await {
        Ok(stream) => {
            let raw = RawStream::Unix(stream);
            let stream = connected(raw, asked, Opened::default());
            secure(&stream, endpoint, asked).await?;
            Ok(stream)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(Failure::Refused(endpoint.clone()))
        }
        Err(_) if is_something_else(path) => Err(Failure::NoSocket(path.to_owned())),
        Err(error) => Err(explain(endpoint, Some(error), PATIENCE)),
    }
}

/// Whether what is there is no socket.
#[cfg(unix)]
fn is_something_else(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    std::fs::metadata(path).is_ok_and(|there| !there.file_type().is_socket())
}

#[cfg(not(unix))]
pub(crate) async fn unix(
    endpoint: &Endpoint,
    _path: &Path,
    _asked: &NetworkConfig,
) -> Result<Connection, Failure> {
    let error = io::ErrorKind::Unsupported.into();
    Err(explain(endpoint, Some(error), PATIENCE))
}

pub(crate) async fn addresses(endpoint: &Endpoint) -> Result<Vec<SocketAddr>, Failure> {
    let Endpoint::Net { host, port, .. } = endpoint else {
        return Ok(Vec::new());
    };
    let unknown = |why| Failure::UnknownHost {
        host: host.clone(),
        why,
    };
    let found = timeout(LOOK_UP, lookup_host((host.as_str(), *port))).await;
    let found = found.map_err(|_| unknown(Unknown::Silence))?;
    let found: Vec<_> = found
        .map_err(|error| unknown(Unknown::System(error)))?
        .take(ADDRESSES)
        .collect();
    if found.is_empty() {
        return Err(unknown(Unknown::NoAddress));
    }
    Ok(found)
}

/// With several addresses, a silent one must not use up the time of the others.
fn patience(addresses: &[SocketAddr]) -> Duration {
    match addresses.len() {
        0 | 1 => PATIENCE,
        _ => PATIENCE / 2,
    }
}

fn other_transport(endpoint: &Endpoint, asked: Transport) -> Failure {
    Failure::OtherTransport {
        endpoint: endpoint.clone(),
        asked,
    }
}

/// Why nobody could be reached, in a form that says what to do.
pub(crate) fn explain(
    endpoint: &Endpoint,
    error: Option<io::Error>,
    patience: Duration,
) -> Failure {
    let error = error.unwrap_or_else(|| io::ErrorKind::NotFound.into());
    let endpoint = endpoint.clone();
    // Windows calls it a reset where a datagram has found nobody.
    let is_reset = endpoint.is_datagram() && error.kind() == io::ErrorKind::ConnectionReset;
    if is_reset || error.kind() == io::ErrorKind::ConnectionRefused {
        return Failure::Refused(endpoint);
    }
    match &endpoint {
        Endpoint::Net { port, .. } if error.kind() == io::ErrorKind::TimedOut => Failure::Silent {
            port: *port,
            seconds: patience.as_secs(),
            endpoint,
        },
        Endpoint::Net { .. } | Endpoint::Unix(_) => Failure::Unreachable { endpoint, error },
    }
}

/// How long a handshake of a stream may take: as long as a connection.
const HANDSHAKE: Duration = Duration::from_secs(5);

/// Longer than any honest network takes, shorter than a person's patience.
pub(crate) const PATIENCE: Duration = Duration::from_secs(4);
/// Several datagrams of a call to one of several addresses, before the next one's
/// turn.
const TURN: Duration = Duration::from_secs(1);
const LOOK_UP: Duration = Duration::from_secs(5);
/// Addresses of one name that are tried.
const ADDRESSES: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_datagram_that_was_reset_was_refused_and_a_connection_was_not() {
        let refused = |transport, kind: io::ErrorKind| {
            let endpoint = Endpoint::Net {
                transport,
                host: "lab".to_owned(),
                port: 1234,
            };
            let failure = explain(&endpoint, Some(kind.into()), PATIENCE);
            matches!(failure, Failure::Refused(_))
        };
        for (transport, kind, expected) in [
            (Transport::Tcp, io::ErrorKind::ConnectionRefused, true),
            (Transport::Udp, io::ErrorKind::ConnectionRefused, true),
            (Transport::Udp, io::ErrorKind::ConnectionReset, true),
            (Transport::Tcp, io::ErrorKind::ConnectionReset, false),
            (Transport::Udp, io::ErrorKind::TimedOut, false),
        ] {
            assert_eq!(refused(transport, kind), expected, "{transport} {kind}");
        }
    }
}
