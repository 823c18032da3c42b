//! Sockets that are bound and not yet served.

use std::path::Path;

use tokio::net::TcpListener;
use tokio::net::UdpSocket;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::config::Sockets;
use crate::door::Door;
use crate::edge::listen;
use crate::edge::listen::Kind;
use crate::edge::stream_impairer::StreamImpairer;
use crate::edge::tcp;
use crate::failure::Failure;
use crate::listening::Listening;
use crate::vital::Vital;

/// Sockets that are bound and not yet served.
#[derive(Default)]
pub struct Bound {
    /// Every socket, as it is announced.
    pub listening: Vec<Listening>,
    /// Those of streams.
    pub edges: Vec<Edge>,
    /// Those of datagrams.
    pub endpoints: Vec<UdpSocket>,
}

/// What accepts connections.
pub enum Edge {
    /// On TCP.
    Tcp(TcpListener),
    /// On a socket file.
    #[cfg(unix)]
    Unix(crate::edge::unix::SocketFile),
}

impl Bound {
    /// Binds everything that is asked for, or nothing.
    pub fn all(sockets: &Sockets) -> Result<Self, Failure> {
        let mut bound = Self::default();
        let addresses = sockets.addresses();
        let failure = |source| Failure::System {
            what: "watch a socket",
            source,
        };
        if sockets.tcp {
            for socket in listen::bind(Kind::Tcp, &addresses, sockets.port)? {
                let address = listen::address_of(&socket)?;
                let listener = TcpListener::from_std(socket.into()).map_err(failure)?;
                bound.add(Listening::Tcp(address), Edge::Tcp(listener));
            }
        }
        if sockets.udp {
            for socket in listen::bind(Kind::Udp, &addresses, sockets.port)? {
                let address = listen::address_of(&socket)?;
                let socket = UdpSocket::from_std(socket.into()).map_err(failure)?;
                bound.listening.push(Listening::Udp(address));
                bound.endpoints.push(socket);
            }
        }
        if let Some(path) = &sockets.unix {
            bound.add_unix(path)?;
        }
        Ok(bound)
    }

    fn add(&mut self, listening: Listening, edge: Edge) {
        self.listening.push(listening);
        self.edges.push(edge);
    }

    #[cfg(unix)]
    fn add_unix(&mut self, path: &Path) -> Result<(), Failure> {
        let file = crate::edge::unix::SocketFile::bind(path)?;
        self.add(Listening::Unix(path.to_owned()), Edge::Unix(file));
        Ok(())
    }

    #[cfg(not(unix))]
    fn add_unix(&mut self, path: &Path) -> Result<(), Failure> {
        Err(Failure::Unix {
            path: path.to_owned(),
            why: "this system has no Unix sockets here: use --tcp".to_owned(),
        })
    }
}

impl Edge {
    /// Lets in whoever connects, from now on.
    pub fn serve(
        self,
        door: &Door,
        impairer: &StreamImpairer,
        alive: &mpsc::Sender<()>,
        vital: &Vital,
    ) -> JoinHandle<()> {
        let (door, impairer, alive) = (door.clone(), impairer.clone(), alive.clone());
        match self {
            Self::Tcp(listener) => {
                let serving = tcp::serve(listener, door, impairer, alive);
                vital.spawn("the listener on TCP", serving)
            }
            #[cfg(unix)]
            Self::Unix(file) => {
                let serving = crate::edge::unix::serve(file, door, impairer, alive);
                vital.spawn("the listener on the Unix socket", serving)
            }
        }
    }
}
