//! A connection to one node of NATS: bytes in, bytes out.

use std::io;
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

/// A connection.
#[derive(Debug)]
pub struct Socket {
    tcp: TcpStream,
}

impl Socket {
    /// Opens it, and hears who is there. Takes [`OPENING`] at most.
    pub async fn open(address: &Address) -> Result<(Self, Info), Fault> {
        let opening = timeout(OPENING, Self::opening(address));
        opening.await.unwrap_or_else(|_| {
            let why = format!("{address} does not answer in time");
            Err(Fault::NotReady(why))
        })
    }

    async fn opening(address: &Address) -> Result<(Self, Info), Fault> {
        let unreachable = |why: io::Error| Fault::NoEngine {
            tried: address.to_string(),
            why: why.to_string(),
        };
        let place = (address.host(), address.port());
        let mut tcp = TcpStream::connect(place).await.map_err(unreachable)?;
        tcp.set_nodelay(true).map_err(unreachable)?;
        let info = read_info(&mut tcp).await?;
        Ok((Self { tcp }, info))
    }

    /// Waits until something can be read or written, and does. Nothing is lost where this
    /// is dropped while it waits.
    pub async fn exchange(
        &mut self,
        is_reading: bool,
        input: &mut BytesMut,
        out: &mut BytesMut,
    ) -> io::Result<()> {
        let interest = match (is_reading, out.is_empty()) {
            (true, true) => Interest::READABLE,
            (true, false) => Interest::READABLE | Interest::WRITABLE,
            (false, false) => Interest::WRITABLE,
            (false, true) => return std::future::pending().await,
        };
        let ready = self.tcp.ready(interest).await?;
        if ready.is_writable() && !out.is_empty() {
            let written = would_block(self.tcp.try_write(out))?;
            out.advance(written.unwrap_or(0));
        }
        if is_reading && ready.is_readable() {
            input.reserve(READING);
            if would_block(self.tcp.try_read_buf(input))? == Some(0) {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(())
    }
}

fn would_block(done: io::Result<usize>) -> io::Result<Option<usize>> {
    match done {
        Ok(count) => Ok(Some(count)),
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
