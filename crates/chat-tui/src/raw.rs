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
use crate::config::NetworkConfig;
use crate::config::Transport;
use crate::failure::Failure;
use crate::signal::Signals;
use crate::socket::dial;
use crate::socket::impaired_stream::ImpairedStream;

/// Either kind of connection, without frames.
enum Wire {
    Stream(ImpairedStream),
    Datagrams(UdpSocket),
}

/// Shows what arrives.
struct Display {
    /// The beginning of a character whose end has not come: at most 3 bytes.
    begun: Vec<u8>,
    cleaned: bool,
}

/// Runs until both sides are done.
pub(crate) async fn run(endpoint: &Endpoint, network: &NetworkConfig) -> Result<(), Failure> {
    let wire = connect(endpoint, network).await?;
    match exchange(&wire).await {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::Unreachable {
            endpoint: endpoint.clone(),
            error,
        }),
        Ok(()) => Ok(()),
    }
}

async fn connect(endpoint: &Endpoint, network: &NetworkConfig) -> Result<Wire, Failure> {
    match endpoint {
        Endpoint::Unix(path) => dial::unix(endpoint, path, network).await.map(Wire::Stream),
        Endpoint::Net {
            transport: Transport::Tcp,
            ..
        } => {
            let (stream, _) = dial::tcp(endpoint, network).await?;
            Ok(Wire::Stream(stream))
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
    // A line for a datagram may be cut between two reads. No more than one read, and
    // the beginning of a line.
    let mut out = Vec::new();
    loop {
        let sends = wire.owes(&out);
        let next = async {
            tokio::select! {
                read = stdin.read(&mut typed), if !input_ended && !sends => read.map(Next::Typed),
                moved = wire.moves(&mut out, &mut came) => moved,
                () = signals.next() => Ok(Next::End),
            }
        };
        let patience = match (sends, input_ended) {
            (true, _) => PATIENCE,
            (false, true) => QUIET,
            (false, false) => Duration::MAX,
        };
        // What has come by then is looked at before the clock.
        match timeout(patience, next).await {
            Ok(next) => match next? {
                Next::Typed(count) => {
                    input_ended = count == 0;
                    out.extend_from_slice(typed.get(..count).unwrap_or_default());
                    wire.send_lines(&mut out, input_ended).await?;
                }
                Next::Came(count) => display.show(came.get(..count).unwrap_or_default())?,
                Next::Sent => {}
                Next::End => return Ok(()),
            },
            Err(_) if sends => return Err(io::ErrorKind::TimedOut.into()),
            Err(_) => return Ok(()),
        }
    }
}

/// What comes next.
enum Next {
    /// So many bytes were typed; none at the end of input.
    Typed(usize),
    /// So many have come.
    Came(usize),
    /// Some were sent.
    Sent,
    /// The server has closed, or a signal came.
    End,
}

impl Wire {
    /// Whether any of this can be sent without anything more.
    fn owes(&self, out: &[u8]) -> bool {
        match self {
            Self::Stream(_) => !out.is_empty(),
            // Each line left when it was whole.
            Self::Datagrams(_) => false,
        }
    }

    /// To datagrams each line in one; to a stream everything as it comes, by
    /// [`Wire::moves`].
    async fn send_lines(&self, out: &mut Vec<u8>, ended: bool) -> io::Result<()> {
        let Self::Datagrams(socket) = self else {
            return Ok(());
        };
        while let Some(end) = out.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = out.drain(..=end).collect();
            socket.send(&line).await?;
        }
        if (ended && !out.is_empty()) || out.len() >= BUFFER {
            socket.send(out).await?;
            out.clear();
        }
        Ok(())
    }

    /// Sends and hears, whichever can be done: a server that waits until its answers
    /// are read reads nothing itself. Loses nothing if dropped while waiting.
    async fn moves(&self, out: &mut Vec<u8>, came: &mut [u8]) -> io::Result<Next> {
        let stream = match self {
            Self::Datagrams(socket) => return socket.recv(came).await.map(Next::Came),
            Self::Stream(stream) => stream,
        };
        let mut interest = if out.is_empty() {
            Interest::READABLE
        } else {
            Interest::READABLE.add(Interest::WRITABLE)
        };
        loop {
            stream.ready(interest).await?;
            let heard = match stream.try_read(came) {
                Ok(0) if out.is_empty() => return Ok(Next::End),
                // It says no more, and may still read.
                Ok(0) => {
                    interest = Interest::WRITABLE;
                    None
                }
                Ok(count) => Some(Next::Came(count)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => None,
                Err(error) => return Err(error),
            };
            let sent = send_some(stream, out);
            match (heard, sent) {
                // What came before an end is shown first.
                (Some(next), _) => return Ok(next),
                (None, Err(error)) => return Err(error),
                (None, Ok(true)) => return Ok(Next::Sent),
                (None, Ok(false)) => {}
            }
        }
    }
}

/// Whether anything could be sent.
fn send_some(stream: &ImpairedStream, out: &mut Vec<u8>) -> io::Result<bool> {
    if out.is_empty() {
        return Ok(false);
    }
    match stream.try_write(out) {
        Ok(count) => {
            out.drain(..count);
            Ok(count > 0)
        }
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(false),
        Err(error) => Err(error),
    }
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
/// A server that neither reads nor says anything for so long will not.
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
