//! UDP: one frame a datagram, best effort.

use std::io;

use tokio::io::Interest;
use tokio::net::UdpSocket;

/// A socket that hears one address only.
pub(crate) struct Datagrams {
    socket: UdpSocket,
    buffer: Box<[u8]>,
    /// What a send was told about the one before it: that nobody listens.
    refused: Option<io::Error>,
}

impl Datagrams {
    /// Of a socket that is connected.
    pub(crate) fn new(socket: UdpSocket) -> Self {
        Self {
            socket,
            buffer: vec![0; DATAGRAM].into(),
            refused: None,
        }
    }

    /// Sends, or does not: datagrams get lost, here as well as elsewhere.
    pub(crate) fn send(&mut self, line: &[u8]) {
        if let Err(error) = self.socket.try_send(line)
            && error.kind() == io::ErrorKind::ConnectionRefused
        {
            self.refused = Some(error);
        }
    }

    /// The datagrams that are there, at least one. Loses nothing if dropped.
    pub(crate) async fn next(&mut self) -> io::Result<Vec<Vec<u8>>> {
        loop {
            if let Some(error) = self.refused.take() {
                return Err(error);
            }
            // That nobody listens is an error without a datagram to read.
            let interest = Interest::READABLE.add(Interest::ERROR);
            let ready = self.socket.ready(interest).await?;
            if ready.is_error() {
                self.take_error()?;
            }
            let found = self.take_all()?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
    }

    fn take_error(&self) -> io::Result<()> {
        let none = || io::Error::from(io::ErrorKind::WouldBlock);
        let error = self.socket.try_io(Interest::ERROR, || {
            self.socket.take_error()?.ok_or_else(none)
        });
        error.map_or(Ok(()), Err)
    }

    fn take_all(&mut self) -> io::Result<Vec<Vec<u8>>> {
        let mut found = Vec::new();
        while found.len() < AT_ONCE {
            match self.socket.try_recv(&mut self.buffer) {
                Ok(count) => {
                    let bytes = self.buffer.get(..count).unwrap_or_default().trim_ascii();
                    found.extend((!bytes.is_empty()).then(|| bytes.to_vec()));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) if found.is_empty() => return Err(error),
                // What came before the error is heard first.
                Err(_) => break,
            }
        }
        Ok(found)
    }
}

/// The largest there is.
const DATAGRAM: usize = 65_536;
/// After so many the keyboard has its turn.
const AT_ONCE: usize = 64;
