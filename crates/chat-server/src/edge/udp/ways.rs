//! The ways to whoever speaks to a UDP socket: datagrams by themselves, or a
//! link. Which of them an address has is not decided here.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use chat_link::Unsent;

use crate::clock;
use crate::edge::udp_endpoint::UdpEndpoint;
use crate::links::To;
use crate::outbox::Wire;
use crate::queue::Queue;
use crate::shares::Share;

/// The way to a naive address.
#[derive(Debug)]
pub struct Naive {
    endpoint: Arc<UdpEndpoint>,
    to: SocketAddr,
    /// That of its address, whoever else is there or was.
    share: Option<Arc<Share>>,
}

impl Naive {
    /// To an address that nobody has proved.
    pub fn new(endpoint: Arc<UdpEndpoint>, to: SocketAddr, share: Option<Arc<Share>>) -> Self {
        Self {
            endpoint,
            to,
            share,
        }
    }
}

impl Wire for Naive {
    /// Datagrams that cannot be sent now are lost, as any may be on its way.
    fn try_send(&self, queue: &Queue) -> io::Result<usize> {
        let (frames, each) = queue.burst();
        let now = clock::now().mono;
        if self
            .share
            .as_ref()
            .is_none_or(|s| s.take(now, frames.len()))
        {
            self.endpoint.send(now, self.to, frames, each);
        }
        Ok(frames.len())
    }
}

/// The way to a peer with a link.
#[derive(Debug)]
pub struct Linked {
    /// The socket that has the link.
    pub endpoint: Arc<UdpEndpoint>,
    /// Which link.
    pub to: To,
}

impl Wire for Linked {
    /// Gives the link what it takes; the rest waits until something is confirmed.
    fn try_send(&self, queue: &Queue) -> io::Result<usize> {
        let (frames, each) = queue.burst();
        let (given, stopped) = self
            .endpoint
            .send_on_link(clock::now(), self.to, frames, each);
        match stopped {
            Some(Unsent::Over) => Err(io::ErrorKind::BrokenPipe.into()),
            Some(_) if given == 0 => Err(io::ErrorKind::WouldBlock.into()),
            Some(_) | None => Ok(given),
        }
    }

    fn end(&self) {
        self.endpoint.finish(clock::now(), self.to);
    }
}
