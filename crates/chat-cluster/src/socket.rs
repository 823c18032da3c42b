//! A connection to one node of NATS: bytes in, bytes out.

use std::io;
use std::path::Path;
use std::time::Duration;

use bytes::Buf as _;
use bytes::BytesMut;
use tokio::io::AsyncReadExt as _;
use tokio::io::Interest;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::address::Address;
use crate::fault::Fault;
use crate::link::Info;
use crate::operation::Operation;
use crate::parser::LINE_BYTES;
use crate::parser::Parser;
#[cfg(not(feature = "tls"))]
use crate::plain::Secrecy;
#[cfg(feature = "tls")]
use crate::secrecy::Secrecy;

/// A connection.
#[derive(Debug)]
pub struct Socket {
    tcp: TcpStream,
    secrecy: Option<Box<Secrecy>>,
    /// What was said right behind the handshake.
    early: BytesMut,
}

impl Socket {
    /// Opens it, and hears who is there. Takes [`OPENING`] at most. `ca` is who may vouch
    /// for a node under TLS.
    pub async fn open(address: &Address, ca: Option<&Path>) -> Result<(Self, Info), Fault> {
        let opening = timeout(OPENING, Self::opening(address, ca));
        opening.await.unwrap_or_else(|_| {
            let why = format!("{address} does not answer in time");
            Err(Fault::NotReady(why))
        })
    }

    async fn opening(address: &Address, ca: Option<&Path>) -> Result<(Self, Info), Fault> {
        let unreachable = |why: io::Error| Fault::NoEngine {
            tried: address.to_string(),
            why: why.to_string(),
        };
        let place = (address.host(), address.port());
        let mut tcp = TcpStream::connect(place).await.map_err(unreachable)?;
        tcp.set_nodelay(true).map_err(unreachable)?;
        let info = read_info(&mut tcp).await?;
        let mut socket = Self {
            tcp,
            secrecy: None,
            early: BytesMut::new(),
        };
        if address.is_tls() || info.tls_required {
            socket.agree(address, ca).await?;
        }
        Ok((socket, info))
    }

    async fn agree(&mut self, address: &Address, ca: Option<&Path>) -> Result<(), Fault> {
        self.secrecy = Some(Box::new(Secrecy::new(address.host(), ca)?));
        let (mut input, mut out) = (BytesMut::new(), BytesMut::new());
        while self.is_handshaking() {
            let done = self.exchange(true, &mut input, &mut out).await;
            done.map_err(|why| Fault::Tls(format!("{address}: {why}")))?;
        }
        self.early = input;
        Ok(())
    }

    fn is_handshaking(&self) -> bool {
        let secrecy = self.secrecy.as_ref();
        secrecy.is_some_and(|secrecy| secrecy.is_handshaking())
    }

    /// Whether something waits to be sent.
    pub fn is_waiting(&self, out: &BytesMut) -> bool {
        let secrecy = self.secrecy.as_ref();
        !out.is_empty() || secrecy.is_some_and(|secrecy| secrecy.wants_write())
    }

    /// Waits until something can be read or written, and does. Nothing is lost where this
    /// is dropped while it waits.
    pub async fn exchange(
        &mut self,
        is_reading: bool,
        input: &mut BytesMut,
        out: &mut BytesMut,
    ) -> io::Result<()> {
        // A socket that is always ready leaves others their turn, and deadlines theirs.
        tokio::task::consume_budget().await;
        if is_reading && !self.early.is_empty() {
            input.unsplit(self.early.split());
            return Ok(());
        }
        if let Some(secrecy) = &mut self.secrecy {
            secrecy.encrypt(out);
        }
        let interest = match (is_reading, self.is_waiting(out)) {
            (true, false) => Interest::READABLE,
            (true, true) => Interest::READABLE | Interest::WRITABLE,
            (false, true) => Interest::WRITABLE,
            (false, false) => return std::future::pending().await,
        };
        let ready = self.tcp.ready(interest).await?;
        if ready.is_writable() {
            self.write(out)?;
        }
        if is_reading && ready.is_readable() && !self.read(input)? {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }

    fn write(&mut self, out: &mut BytesMut) -> io::Result<()> {
        match &mut self.secrecy {
            Some(secrecy) => would_block(secrecy.send(Raw(&self.tcp))).map(drop),
            None if out.is_empty() => Ok(()),
            None => {
                let written = would_block(self.tcp.try_write(out))?;
                out.advance(written.unwrap_or(0));
                Ok(())
            }
        }
    }

    /// False where the other side has ended.
    fn read(&mut self, input: &mut BytesMut) -> io::Result<bool> {
        if let Some(secrecy) = &mut self.secrecy {
            let goes_on = would_block(secrecy.receive(Raw(&self.tcp), input))?;
            return Ok(goes_on.unwrap_or(true));
        }
        input.reserve(READING);
        Ok(would_block(self.tcp.try_read_buf(input))? != Some(0))
    }
}

/// The socket below TLS, which waits for nothing.
struct Raw<'a>(&'a TcpStream);

impl io::Read for Raw<'_> {
    fn read(&mut self, place: &mut [u8]) -> io::Result<usize> {
        self.0.try_read(place)
    }
}

impl io::Write for Raw<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.try_write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn would_block<T>(done: io::Result<T>) -> io::Result<Option<T>> {
    match done {
        Ok(done) => Ok(Some(done)),
        Err(why) if why.kind() == io::ErrorKind::WouldBlock => Ok(None),
        Err(why) => Err(why),
    }
}

/// The first line, and nothing behind it: what follows may be TLS.
async fn read_info(tcp: &mut TcpStream) -> Result<Info, Fault> {
    let foreign = |why: io::Error| Fault::Foreign(why.to_string());
    let mut parser = Parser::default();
    let mut ahead = vec![0; LINE_BYTES];
    loop {
        let count = tcp.peek(&mut ahead).await.map_err(foreign)?;
        let seen = ahead.get(..count).unwrap_or_default();
        let end = memchr::memchr(b'\n', seen).map_or(count, |end| end + 1);
        if end == 0 {
            let why = "it closes the connection without a word";
            return Err(Fault::Foreign(why.to_owned()));
        }
        let mut line = vec![0; end];
        tcp.read_exact(&mut line).await.map_err(foreign)?;
        parser.feed(&line);
        match parser.poll() {
            Ok(None) => {}
            Ok(Some(Operation::Info(json))) => return Info::read(&json),
            Ok(Some(_)) => return Err(Fault::Foreign("it does not say who it is".to_owned())),
            Err(why) => return Err(Fault::Foreign(why.to_string())),
        }
    }
}

/// How long opening may take.
const OPENING: Duration = Duration::from_secs(2);

/// At most so much is read before it is worked on.
const READING: usize = 64 * 1024;
