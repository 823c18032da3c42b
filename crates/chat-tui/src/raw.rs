//! `--plain`: bytes to any server whatever, and back. Nothing is parsed.
//!
//! On a terminal, what arrives is shown without control characters; into a file
//! or a program it goes as it came.

use std::io;
use std::io::IsTerminal;
use std::io::Write;
use std::time::Duration;

use chat_proto::text::clean;
use tokio::io::AsyncReadExt;
use tokio::io::Interest;
use tokio::net::UdpSocket;
use tokio::time::timeout;

use crate::config::Endpoint;
use crate::config::Transport;
use crate::failure::Failure;
use crate::signal::Signals;
use crate::socket::dial;
use crate::socket::stream::Pipe;

/// Either kind of connection, without frames.
enum Wire {
    Stream(Pipe),
    Datagrams(UdpSocket),
}

/// Shows what arrives.
struct Display {
    /// The beginning of a character whose end has not come: at most 3 bytes.
    begun: Vec<u8>,
    cleaned: bool,
}

/// Runs until both sides are done.
pub(crate) async fn run(endpoint: &Endpoint) -> Result<(), Failure> {
    let wire = connect(endpoint).await?;
    match exchange(&wire).await {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::Unreachable {
            endpoint: endpoint.clone(),
            error,
        }),
        Ok(()) => Ok(()),
    }
}

async fn connect(endpoint: &Endpoint) -> Result<Wire, Failure> {
    match endpoint {
        Endpoint::Unix(path) => dial::unix(endpoint, path).await.map(Wire::Stream),
        Endpoint::Net {
            transport: Transport::Tcp,
            ..
        } => {
            let (stream, _) = dial::tcp(endpoint).await?;
            Ok(Wire::Stream(Pipe::Tcp(stream)))
        }
        Endpoint::Net {
            transport: Transport::Udp,
            ..
        } => {
            let (socket, _) = dial::udp(endpoint).await?;
            Ok(Wire::Datagrams(socket))
        }
    }
}

async fn exchange(wire: &Wire) -> io::Result<()> {
    let mut display = Display {
        begun: Vec::new(),
        cleaned: io::stdout().is_terminal(),
    };
    let mut signals = Signals::new()?;
    let mut stdin = tokio::io::stdin();
    let mut typed = vec![0; BUFFER];
    let mut came = vec![0; BUFFER];
    let mut input_ended = false;
    // A line for a datagram may be cut between two reads.
    let mut begun = Vec::new();
    loop {
        let quiet = tokio::time::sleep(QUIET);
        tokio::select! {
            read = stdin.read(&mut typed), if !input_ended => {
                let count = read?;
                input_ended = count == 0;
                begun.extend_from_slice(typed.get(..count).unwrap_or_default());
                wire.send_lines(&mut begun, input_ended).await?;
            }
            received = wire.receive(&mut came) => match received? {
                Some(count) => display.show(came.get(..count).unwrap_or_default())?,
                None => return Ok(()),
            },
            () = quiet, if input_ended => return Ok(()),
            () = signals.next() => return Ok(()),
        }
    }
}

impl Wire {
    /// To a stream everything as it comes; to datagrams each line in one.
    async fn send_lines(&self, begun: &mut Vec<u8>, ended: bool) -> io::Result<()> {
        match self {
            Self::Stream(pipe) => {
                let all = std::mem::take(begun);
                send_all(pipe, &all).await
            }
            Self::Datagrams(socket) => {
                while let Some(end) = begun.iter().position(|byte| *byte == b'\n') {
                    let line: Vec<u8> = begun.drain(..=end).collect();
                    socket.send(&line).await?;
                }
                if (ended && !begun.is_empty()) || begun.len() >= BUFFER {
                    socket.send(begun).await?;
                    begun.clear();
                }
                Ok(())
            }
        }
    }

    /// What has come; nothing at the end of a stream.
    async fn receive(&self, buffer: &mut [u8]) -> io::Result<Option<usize>> {
        match self {
            Self::Datagrams(socket) => socket.recv(buffer).await.map(Some),
            Self::Stream(pipe) => loop {
                pipe.ready(Interest::READABLE).await?;
                match pipe.try_read(buffer) {
                    Ok(0) => return Ok(None),
                    Ok(count) => return Ok(Some(count)),
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    Err(error) => return Err(error),
                }
            },
        }
    }
}

/// A server that reads nothing for so long will not.
async fn send_all(pipe: &Pipe, bytes: &[u8]) -> io::Result<()> {
    let mut rest = bytes;
    while !rest.is_empty() {
        let ready = timeout(PATIENCE, pipe.ready(Interest::WRITABLE)).await;
        ready.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
        match pipe.try_write(rest) {
            Ok(count) => rest = rest.get(count..).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

impl Display {
    fn show(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut stdout = io::stdout().lock();
        if self.cleaned {
            self.begun.extend_from_slice(bytes);
            let text = readable(&mut self.begun);
            stdout.write_all(text.as_bytes())?;
        } else {
            stdout.write_all(bytes)?;
        }
        stdout.flush()
    }
}

/// As much as is whole characters, without what steers a terminal; the
/// beginning of a character stays for the next time.
fn readable(bytes: &mut Vec<u8>) -> String {
    let whole = match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        Ok(_) | Err(_) => bytes.len(),
    };
    let taken: Vec<u8> = bytes.drain(..whole).collect();
    clean(&String::from_utf8_lossy(&taken)).into_owned()
}

/// One read, and the largest datagram.
const BUFFER: usize = 64 * 1024;
/// After the end of input, an answer may take so long.
const QUIET: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_bytes_do_not_reach_the_terminal() {
        let mut bytes = b"a\x1b[2J\x9b\xc2\x9b\tb\r\n".to_vec();
        assert_eq!(readable(&mut bytes), "a[2J\u{fffd}\tb\n");
    }

    #[test]
    fn a_character_cut_in_two_is_shown_whole() {
        let mut bytes = vec![b'a', 0xc3];
        assert_eq!(readable(&mut bytes), "a");
        bytes.push(0xa9);
        assert_eq!(readable(&mut bytes), "é");
    }
}
