//! One TCP listener: an accept loop that survives every error.

use std::io;
use std::time::Duration;

use chat_net::raw_stream::RawStream;
use socket2::SockRef;
use socket2::TcpKeepalive;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

use crate::door::Door;
use crate::edge::rest::rest_after;
use crate::edge::stream;
use crate::edge::stream_impairer::StreamImpairer;
use crate::traffic::Origin;
use crate::traffic::Transport;

/// Lets in whoever connects, for as long as the server runs. A connection lives
/// on after this ends, and holds `alive` until its own end.
pub async fn serve(
    listener: TcpListener,
    door: Door,
    impairer: StreamImpairer,
    alive: mpsc::Sender<()>,
) {
    loop {
        match listener.accept().await {
            Ok((socket, address)) => {
                // A socket that takes no options still carries bytes.
                let _ = prepare(&socket);
                let origin = Origin {
                    transport: Transport::Tcp,
                    address: Some(address),
                    proven: true,
                };
                let (door, alive) = (door.clone(), alive.clone());
                let stream = impairer.around(RawStream::Tcp(socket));
                let peer = door.number();
                tokio::spawn(async move {
                    stream::attend(peer, stream, origin, door).await;
                    drop(alive);
                });
            }
            Err(error) => rest_after(&error).await,
        }
    }
}

/// Small messages leave at once; the backlog stays in our outbox, where it is
/// bounded, and not in the kernel; a dead host is noticed.
///
/// `TCP_USER_TIMEOUT` is not set. Beside it the kernel does not count probes: the
/// first one that is lost ends an idle connection. And it runs on while a peer that
/// reads slowly has its window closed, whose kernel answers all the time. What that
/// costs: a host that has died with something unacknowledged on its way is given up
/// when the kernel retransmits no more (a quarter of an hour on Linux), or when its
/// outbox has been stuck, whichever is first.
fn prepare(socket: &TcpStream) -> io::Result<()> {
    socket.set_nodelay(true)?;
    let socket = SockRef::from(socket);
    let keepalive = TcpKeepalive::new()
        .with_time(KEEPALIVE)
        .with_interval(KEEPALIVE_EACH);
    #[cfg(not(any(target_os = "openbsd", target_os = "haiku")))]
    let keepalive = keepalive.with_retries(KEEPALIVE_TRIES);
    socket.set_tcp_keepalive(&keepalive)?;
    #[cfg(target_os = "linux")]
    socket.set_tcp_notsent_lowat(UNSENT_BYTES)?;
    Ok(())
}

/// What the kernel takes beyond what it has on its way. Without this Linux
/// hides two megabytes below every bound of ours.
#[cfg(target_os = "linux")]
const UNSENT_BYTES: u32 = 64 * 1024;

/// An idle connection is given up after three probes without an answer: 75 seconds
/// after the last sign. A network that is gone for a minute ends nobody's.
const KEEPALIVE: Duration = Duration::from_secs(45);
const KEEPALIVE_EACH: Duration = Duration::from_secs(10);
#[cfg(not(any(target_os = "openbsd", target_os = "haiku")))]
const KEEPALIVE_TRIES: u32 = 3;

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_idle_connection_outlives_a_lost_probe_and_a_minute_without_a_network() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (peer, accepted) = tokio::join!(TcpStream::connect(address), listener.accept());
        let (_peer, (socket, _)) = (peer.unwrap(), accepted.unwrap());
        prepare(&socket).unwrap();
        let socket = SockRef::from(&socket);
        assert!(socket.keepalive().unwrap());
        // Beside a user timeout the kernel does not count probes.
        assert_eq!(socket.tcp_user_timeout().unwrap(), None);
        let probes = socket.tcp_keepalive_retries().unwrap();
        assert!(probes >= 3, "{probes} probes");
        let patience = socket.tcp_keepalive_time().unwrap()
            + socket.tcp_keepalive_interval().unwrap() * probes;
        assert!(patience >= Duration::from_secs(75), "{patience:?}");
    }
}
