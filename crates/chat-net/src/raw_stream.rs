//! The two kinds of socket that carry a stream of bytes, which have no trait in common.

use std::io;
use std::io::IoSlice;
use std::net::Shutdown;
use std::net::SocketAddr;
use std::time::Duration;

use chat_proto::trace::recording::FlowNamed;
use chat_proto::trace::recording::Transport;
use socket2::SockRef;
use tokio::io::Interest;
use tokio::io::Ready;

use crate::stream_tap::Ends;

/// A socket that carries a stream of bytes.
#[derive(Debug)]
pub enum RawStream {
    /// A TCP connection.
    Tcp(tokio::net::TcpStream),
    /// A connection to the socket file.
    #[cfg(unix)]
    Unix(tokio::net::UnixStream),
}

impl RawStream {
    /// Waits until it can be read, or written.
    pub(crate) async fn ready(&self, interest: Interest) -> io::Result<Ready> {
        match self {
            Self::Tcp(stream) => stream.ready(interest).await,
            #[cfg(unix)]
            Self::Unix(stream) => stream.ready(interest).await,
        }
    }

    pub(crate) fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.try_read(buffer),
            #[cfg(unix)]
            Self::Unix(stream) => stream.try_read(buffer),
        }
    }

    pub(crate) fn try_write(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        // One piece goes by `send`, which asks less of the system than `writev`.
        if let [only] = slices {
            return match self {
                Self::Tcp(stream) => stream.try_write(only),
                #[cfg(unix)]
                Self::Unix(stream) => stream.try_write(only),
            };
        }
        match self {
            Self::Tcp(stream) => stream.try_write_vectored(slices),
            #[cfg(unix)]
            Self::Unix(stream) => stream.try_write_vectored(slices),
        }
    }

    /// Has the kernel take what is written from now on, whatever it has on its way.
    pub(crate) fn hurry(&self) {
        let socket = self.socket();
        // A connection that is gone needs no last words.
        #[cfg(target_os = "linux")]
        if matches!(self, Self::Tcp(_)) {
            let _ = socket.set_tcp_notsent_lowat(u32::MAX);
        }
        if let Ok(room) = socket.send_buffer_size()
            && room < ROOMY
        {
            let _ = socket.set_send_buffer_size(room + ROOMY);
        }
    }

    pub(crate) fn finish(&self) {
        // A connection that is already gone needs no end.
        let _ = self.socket().shutdown(Shutdown::Write);
    }

    /// Makes the end, when it comes, a reset, where there is such a thing.
    pub(crate) fn break_off(&self) {
        match self {
            Self::Tcp(stream) => {
                // A socket that is gone already cannot be broken.
                let _ = SockRef::from(stream).set_linger(Some(Duration::ZERO));
            }
            #[cfg(unix)]
            Self::Unix(_) => {}
        }
    }

    /// The two ends, where it is TCP.
    pub(crate) fn tcp_ends(&self) -> Option<(SocketAddr, SocketAddr)> {
        match self {
            Self::Tcp(stream) => stream.local_addr().ok().zip(stream.peer_addr().ok()),
            #[cfg(unix)]
            Self::Unix(_) => None,
        }
    }

    fn socket(&self) -> SockRef<'_> {
        match self {
            Self::Tcp(stream) => SockRef::from(stream),
            #[cfg(unix)]
            Self::Unix(stream) => SockRef::from(stream),
        }
    }
}

impl Ends for RawStream {
    fn ends(&self) -> FlowNamed {
        let shown = |address: io::Result<SocketAddr>| match address {
            Ok(address) => address.to_string().into(),
            Err(_) => "".into(),
        };
        match self {
            Self::Tcp(stream) => FlowNamed {
                transport: Transport::Tcp,
                local: shown(stream.local_addr()),
                peer: shown(stream.peer_addr()),
                link: None,
            },
            #[cfg(unix)]
            Self::Unix(stream) => FlowNamed {
                transport: Transport::Unix,
                local: path_of(stream.local_addr()),
                peer: path_of(stream.peer_addr()),
                link: None,
            },
        }
    }
}

/// The socket file that somebody listens at; the end that has connected there has none.
#[cfg(unix)]
fn path_of(address: io::Result<tokio::net::unix::SocketAddr>) -> Box<str> {
    let address = address.ok();
    let path = address
        .as_ref()
        .and_then(tokio::net::unix::SocketAddr::as_pathname);
    path.map_or_else(|| "".into(), |path| path.display().to_string().into())
}

/// A kernel that keeps at least this much for a peer has room for a last word.
const ROOMY: usize = 256 * 1024;
