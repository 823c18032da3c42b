//! Who is there? Asked before hosting, and after a failure, to be able to say
//! what would have worked.

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::net::SocketAddr;
use std::time::Duration;

use chat_proto::codec::json;
use chat_proto::frame::incoming::Kind;
use chat_proto::name::SERVER;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::net::UdpSocket;
use tokio::time::timeout;

/// Whether a chat server answers on this machine's TCP port.
pub(crate) async fn chat_here(port: u16) -> bool {
    let v4 = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let v6 = SocketAddr::from((Ipv6Addr::LOCALHOST, port));
    chat_over_tcp(v4).await || chat_over_tcp(v6).await
}

/// Whether a chat server answers there.
async fn chat_over_tcp(address: SocketAddr) -> bool {
    let asked = async {
        let mut stream = TcpStream::connect(address).await.ok()?;
        stream.write_all(PING).await.ok()?;
        let mut answer = vec![0; 4096];
        let count = stream.read(&mut answer).await.ok()?;
        is_pong(answer.get(..count)?).then_some(())
    };
    timeout(PATIENCE, asked)
        .await
        .is_ok_and(|answer| answer.is_some())
}

/// Whether anything listens there.
pub(crate) async fn listens_on_tcp(address: SocketAddr) -> bool {
    let connected = timeout(PATIENCE, TcpStream::connect(address)).await;
    connected.is_ok_and(|outcome| outcome.is_ok())
}

/// Whether a chat server answers datagrams there.
pub(crate) async fn chat_over_udp(address: SocketAddr) -> bool {
    let asked = async {
        let socket = udp_to(address).await.ok()?;
        socket.send(PING).await.ok()?;
        let mut answer = vec![0; 4096];
        let count = socket.recv(&mut answer).await.ok()?;
        is_pong(answer.get(..count)?).then_some(())
    };
    timeout(PATIENCE, asked)
        .await
        .is_ok_and(|answer| answer.is_some())
}

/// A socket that speaks with one address only.
pub(crate) async fn udp_to(address: SocketAddr) -> std::io::Result<UdpSocket> {
    udp_from(0, address).await
}

/// The same from a port of our own.
pub(crate) async fn udp_from(port: u16, address: SocketAddr) -> std::io::Result<UdpSocket> {
    let socket = udp_open(port, address).await?;
    socket.connect(address).await?;
    Ok(socket)
}

/// A socket that can speak with this address, and that anybody can speak to.
pub(crate) async fn udp_open(port: u16, address: SocketAddr) -> std::io::Result<UdpSocket> {
    let any: IpAddr = if address.is_ipv4() {
        Ipv4Addr::UNSPECIFIED.into()
    } else {
        Ipv6Addr::UNSPECIFIED.into()
    };
    UdpSocket::bind((any, port)).await
}

fn is_pong(answer: &[u8]) -> bool {
    let line = answer.split(|byte| *byte == b'\n').next();
    line.and_then(|line| json::read_server(line).ok())
        .is_some_and(|frame| frame.name == SERVER && matches!(frame.kind, Kind::Pong { .. }))
}

/// A question that every chat server answers, also to strangers.
const PING: &[u8] = b"{\"type\":\"ping\",\"id\":\"who-is-there\"}\n";
/// Long enough for a network of a building.
const PATIENCE: Duration = Duration::from_millis(300);
