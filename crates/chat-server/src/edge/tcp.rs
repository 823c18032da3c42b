//! One TCP listener: an accept loop that survives every error.

use std::io;
use std::time::Duration;

use socket2::SockRef;
use socket2::TcpKeepalive;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

use crate::door::Door;
use crate::edge::impaired_stream::RawStream;
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
                };
                let (door, alive) = (door.clone(), alive.clone());
                let stream = impairer.around(RawStream::Tcp(socket), Some(address));
                tokio::spawn(async move {
                    stream::attend(stream, origin, door).await;
                    drop(alive);
                });
            }
            Err(error) => rest_after(&error).await,
        }
    }
}

/// Small messages leave at once; the backlog stays in our outbox, where it is
/// bounded, and not in the kernel; a dead host is noticed within a minute.
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
    {
        socket.set_tcp_notsent_lowat(UNSENT_BYTES)?;
        socket.set_tcp_user_timeout(Some(UNACKNOWLEDGED))?;
    }
    Ok(())
}

/// What the kernel takes beyond what it has on its way. Without this Linux
/// hides two megabytes below every bound of ours.
#[cfg(target_os = "linux")]
const UNSENT_BYTES: u32 = 64 * 1024;

/// How long sent bytes may stay unacknowledged.
#[cfg(target_os = "linux")]
const UNACKNOWLEDGED: Duration = Duration::from_secs(30);

const KEEPALIVE: Duration = Duration::from_secs(30);
const KEEPALIVE_EACH: Duration = Duration::from_secs(10);
#[cfg(not(any(target_os = "openbsd", target_os = "haiku")))]
const KEEPALIVE_TRIES: u32 = 3;
