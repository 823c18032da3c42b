//! Several datagrams of one length to one address: in one system call where the
//! system can (Linux: segmentation offload), one by one elsewhere.

use std::io;
use std::net::SocketAddr;

use tokio::net::UdpSocket;

/// Sends `frames`, cut every `each` bytes: how many bytes of them were sent, and why
/// no more.
pub fn send(
    socket: &UdpSocket,
    to: SocketAddr,
    frames: &[u8],
    each: usize,
) -> (usize, io::Result<()>) {
    if frames.len() > each && each <= SEGMENT_BYTES && at_once(socket, to, frames, each).is_ok() {
        return (frames.len(), Ok(()));
    }
    let mut sent = 0;
    for frame in frames.chunks(each.max(1)) {
        if let Err(error) = socket.try_send_to(frame, to) {
            return (sent, Err(error));
        }
        sent += frame.len();
    }
    (sent, Ok(()))
}

#[cfg(target_os = "linux")]
fn at_once(socket: &UdpSocket, to: SocketAddr, frames: &[u8], each: usize) -> io::Result<()> {
    use std::io::IoSlice;
    use std::os::fd::AsRawFd;

    use nix::sys::socket::ControlMessage;
    use nix::sys::socket::MsgFlags;
    use nix::sys::socket::SockaddrStorage;
    use nix::sys::socket::sendmsg;

    let each = u16::try_from(each).unwrap_or(u16::MAX);
    let control = [ControlMessage::UdpGsoSegments(&each)];
    let to = SockaddrStorage::from(to);
    socket.try_io(tokio::io::Interest::WRITABLE, || {
        let slices = [IoSlice::new(frames)];
        sendmsg(
            socket.as_raw_fd(),
            &slices,
            &control,
            MsgFlags::empty(),
            Some(&to),
        )?;
        Ok(())
    })
}

#[cfg(not(target_os = "linux"))]
fn at_once(_: &UdpSocket, _: SocketAddr, _: &[u8], _: usize) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// A segment has to fit into one packet on every path: QUIC's floor.
const SEGMENT_BYTES: usize = 1200;
