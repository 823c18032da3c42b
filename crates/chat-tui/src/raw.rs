//! `--plain`: bytes to any server whatever, and back. Nothing is parsed.
//!
//! On a terminal, what arrives is shown without control characters; into a file
//! or a program it goes as it came.

use std::future::pending;
use std::io;
use std::io::IoSlice;
use std::io::IsTerminal;
use std::time::Duration;

use chat_net::connection::Connection;
use chat_proto::text::clean;
use tokio::io::AsyncReadExt;
use tokio::io::Interest;
use tokio::net::UdpSocket;
use tokio::task::yield_now;
use tokio::time::timeout;

use crate::config::Endpoint;
use crate::config::NetworkConfig;
use crate::config::Transport;
use crate::failure::Failure;
use crate::output::Output;
use crate::signal;
use crate::signal::Signals;
use crate::socket::dial;

/// Either kind of connection, without frames.
enum Wire {
    Stream(Connection),
    Datagrams(UdpSocket),
}

/// Shows what arrives.
struct Display {
    output: Output,
    /// The beginning of a character whose end has not come: at most 3 bytes.
    begun: Vec<u8>,
    cleaned: bool,
}

/// Runs until both sides are done.
pub(crate) async fn run(endpoint: &Endpoint, network: &NetworkConfig) -> Result<(), Failure> {
    let wire = connect(endpoint, network).await?;
    let mut signals = Signals::new()?;
    let mut display = Display {
        output: Output::new(),
        begun: Vec::new(),
        cleaned: io::stdout().is_terminal(),
    };
    let end = exchange(&wire, &mut display, &mut signals).await;
    let stopped = matches!(end, Ok(End::Stopped));
    display.output.finish(&mut signals, stopped).await;
    match end {
        Ok(_) => display.output.verdict(),
        Err(Trouble::Input(error)) => Err(Failure::Io(error)),
        Err(Trouble::Wire(error)) => Err(match wire {
            Wire::Stream(_) => Failure::Lost {
                endpoint: endpoint.clone(),
                error,
            },
            Wire::Datagrams(_) => dial::explain(endpoint, Some(error), PATIENCE),
        }),
    }
}

/// How it ended.
enum End {
    /// Both sides are done.
    Done,
    /// A signal came.
    Stopped,
}

/// What went wrong.
enum Trouble {
    Input(io::Error),
    Wire(io::Error),
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

async fn exchange(
    wire: &Wire,
    display: &mut Display,
    signals: &mut Signals,
) -> Result<End, Trouble> {
    let mut stdin = tokio::io::stdin();
    let mut typed = vec![0; BUFFER];
    let mut came = vec![0; BUFFER];
    let mut input_ended = false;
    // A line for a datagram may be cut between two reads. No more than one read, and
    // the beginning of a line.
    let mut out = Vec::new();
    loop {
        let sends = wire.owes(&out);
        // Hears no faster than its output is read; nobody is silent meanwhile.
        let shown = !display.output.is_busy();
        let room = if shown { came.as_mut_slice() } else { &mut [] };
        let next = async {
            tokio::select! {
                read = stdin.read(&mut typed), if !input_ended && !sends => {
                    read.map(Next::Typed).map_err(Trouble::Input)
                }
                moved = wire.moves(&mut out, room) => moved.map_err(Trouble::Wire),
                () = display.output.write(), if !shown => Ok(Next::Shown),
                () = signals.next() => Ok(Next::Stopped),
            }
        };
        let patience = match (shown, sends, input_ended) {
            (true, true, _) => PATIENCE,
            (true, false, true) => QUIET,
            (true, false, false) | (false, ..) => Duration::MAX,
        };
        // What has come by then is looked at before the clock.
        match timeout(patience, next).await {
            Ok(next) => match next? {
                Next::Typed(count) => {
                    input_ended = count == 0;
                    out.extend_from_slice(typed.get(..count).unwrap_or_default());
                    let sent = wire.send_lines(&mut out, input_ended).await;
                    sent.map_err(Trouble::Wire)?;
                }
                Next::Came(count) => display.show(came.get(..count).unwrap_or_default()),
                Next::Sent | Next::Shown => {}
                Next::End => return Ok(End::Done),
                Next::Stopped => return Ok(End::Stopped),
            },
            Err(_) if sends => return Err(Trouble::Wire(io::ErrorKind::TimedOut.into())),
            Err(_) => return Ok(End::Done),
        }
        signal::look_up().await;
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
    /// Some were shown.
    Shown,
    /// The server has closed.
    End,
    /// A signal came.
    Stopped,
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
    /// are read reads nothing itself. Hears nothing where there is no room for it.
    /// Loses nothing if dropped while waiting.
    async fn moves(&self, out: &mut Vec<u8>, came: &mut [u8]) -> io::Result<Next> {
        let listens = !came.is_empty();
        let stream = match self {
            Self::Datagrams(socket) if listens => return socket.recv(came).await.map(Next::Came),
            Self::Datagrams(_) => return pending().await,
            Self::Stream(stream) => stream,
        };
        let mut interest = match (listens, out.is_empty()) {
            (true, true) => Interest::READABLE,
            (true, false) => Interest::READABLE.add(Interest::WRITABLE),
            (false, false) => Interest::WRITABLE,
            (false, true) => return pending().await,
        };
        loop {
            stream.ready(interest).await?;
            yield_now().await;
            let heard = match listens.then(|| stream.try_read(came)) {
                None => None,
                Some(Ok(0)) if out.is_empty() => return Ok(Next::End),
                // It says no more, and may still read.
                Some(Ok(0)) => {
                    interest = Interest::WRITABLE;
                    None
                }
                Some(Ok(count)) => Some(Next::Came(count)),
                Some(Err(error)) if error.kind() == io::ErrorKind::WouldBlock => None,
                Some(Err(error)) => return Err(error),
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
fn send_some(stream: &Connection, out: &mut Vec<u8>) -> io::Result<bool> {
    if out.is_empty() {
        return Ok(false);
    }
    match stream.try_write(&[IoSlice::new(out)]) {
        Ok(count) => {
            out.drain(..count);
            Ok(count > 0)
        }
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(false),
        Err(error) => Err(error),
    }
}

impl Display {
    fn show(&mut self, bytes: &[u8]) {
        if self.cleaned {
            self.begun.extend_from_slice(bytes);
            let text = readable(&mut self.begun);
            self.output.print(text.as_bytes());
        } else {
            self.output.print(bytes);
        }
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
