//! What the system knows about a TCP connection: the retransmissions that no program
//! sees. It is asked, and answers at once; a program that asks nothing pays nothing.

#[cfg(target_os = "linux")]
mod sock_diag;

#[cfg(target_os = "linux")]
use std::io;
use std::net::SocketAddr;

use chat_proto::trace::stream::Tcp;

/// Where the system is asked: from the first question on, and anew after a failure.
#[derive(Debug, Default)]
pub struct TcpInfo {
    #[cfg(target_os = "linux")]
    socket: Option<socket2::Socket>,
}

impl TcpInfo {
    /// The connection between these as the socket at `local` sees it: nothing where there
    /// is no such socket on this machine, and where the system does not tell.
    #[cfg(target_os = "linux")]
    pub fn ask(&mut self, local: SocketAddr, peer: SocketAddr) -> Option<Tcp> {
        let socket = match self.socket.take() {
            Some(socket) => socket,
            None => open().ok()?,
        };
        // One that failed may still have an answer, which would be taken for the next.
        let answer = exchange(&socket, &sock_diag::question(local, peer)).ok()?;
        self.socket = Some(socket);
        sock_diag::answer(&answer)
    }

    /// Nothing: this system does not tell.
    #[cfg(not(target_os = "linux"))]
    pub fn ask(&mut self, _local: SocketAddr, _peer: SocketAddr) -> Option<Tcp> {
        None
    }
}

#[cfg(target_os = "linux")]
fn open() -> io::Result<socket2::Socket> {
    use socket2::Domain;
    use socket2::Protocol;
    use socket2::Socket;
    use socket2::Type;

    let domain = Domain::from(sock_diag::AF_NETLINK);
    let protocol = Protocol::from(sock_diag::NETLINK_SOCK_DIAG);
    let socket = Socket::new(domain, Type::DGRAM, Some(protocol))?;
    socket.set_nonblocking(true)?;
    Ok(socket)
}

/// The kernel has answered when the question is sent.
#[cfg(target_os = "linux")]
fn exchange(mut socket: &socket2::Socket, question: &[u8]) -> io::Result<Vec<u8>> {
    use std::io::Read;

    // A socket of this kind that names nobody talks to the kernel.
    socket.send(question)?;
    let mut answer = vec![0; ANSWER];
    let count = socket.read(&mut answer)?;
    answer.truncate(count);
    Ok(answer)
}

/// An answer about one socket has some four hundred bytes; what is longer is cut.
#[cfg(target_os = "linux")]
const ANSWER: usize = 4096;

#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::net::TcpListener;
    use std::net::TcpStream;

    use super::*;

    #[test]
    fn the_system_tells_of_both_ends_what_is_not_read() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (server, _) = listener.accept().unwrap();
        client.write_all(b"nobody reads this").unwrap();
        let (here, there) = (client.local_addr().unwrap(), client.peer_addr().unwrap());
        let mut system = TcpInfo::default();
        let ours = system.ask(here, there).unwrap();
        assert_eq!(&*ours.state, "established");
        assert!(ours.cwnd > 0 && !ours.rto.is_zero(), "{ours:?}");
        let theirs = system.ask(there, here).unwrap();
        assert_eq!(theirs.recvq, 17, "{theirs:?}");
        drop(server);
    }

    #[test]
    fn of_a_socket_that_is_not_here_nothing_is_told() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let there = listener.local_addr().unwrap();
        let mut system = TcpInfo::default();
        let nobody = SocketAddr::new(there.ip(), 1);
        assert_eq!(system.ask(nobody, there), None);
        // And the next question is answered as ever.
        let client = TcpStream::connect(there).unwrap();
        let here = client.local_addr().unwrap();
        assert!(system.ask(here, there).is_some());
    }
}
