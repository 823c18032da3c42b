//! What a layer does between frames and wire: one that agrees with a byte from each side,
//! then turns every byte over.

#[cfg(feature = "secrecy")]
mod secret;

use std::time::Duration;

use chat_weather::profile::Transports;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::*;
use crate::clock;

#[derive(Debug, Default)]
struct Turned {
    agreed: bool,
    came: Vec<u8>,
    out: Vec<u8>,
    ended: bool,
}

impl Turned {
    fn new() -> Self {
        Self {
            out: vec![HELLO],
            ..Self::default()
        }
    }
}

impl Layer for Turned {
    fn feed(&mut self, wire: &[u8]) -> io::Result<()> {
        for byte in wire {
            match byte {
                &HELLO if !self.agreed => self.agreed = true,
                _ if !self.agreed => return Err(io::ErrorKind::InvalidData.into()),
                &END => self.ended = true,
                byte => self.came.push(!byte),
            }
        }
        Ok(())
    }

    fn read(&mut self, buffer: &mut [u8]) -> Read {
        let count = self.came.len().min(buffer.len());
        match count {
            0 if self.ended => Read::End,
            0 => Read::Nothing,
            count => {
                buffer[..count].copy_from_slice(&self.came[..count]);
                self.came.drain(..count);
                Read::Bytes(count)
            }
        }
    }

    fn is_readable(&self) -> bool {
        self.ended || !self.came.is_empty()
    }

    fn is_writable(&self) -> bool {
        self.agreed && self.out.len() < MOST
    }

    fn is_opening(&self) -> bool {
        !self.agreed
    }

    fn write(&mut self, said: &[u8]) -> usize {
        let taken = if self.agreed {
            MOST - self.out.len().min(MOST)
        } else {
            0
        };
        let taken = taken.min(said.len());
        self.out.extend(said[..taken].iter().map(|byte| !byte));
        taken
    }

    fn pending(&self) -> &[u8] {
        &self.out
    }

    fn advance(&mut self, sent: usize) {
        self.out.drain(..sent);
    }

    fn finish(&mut self) {
        self.out.push(END);
    }

    fn shown(&self) -> Option<[u8; 32]> {
        None
    }

    fn set_traced(&mut self, _: bool) {}

    fn poll_event(&mut self) -> Option<Event> {
        None
    }
}

/// Two ends of one connection, each with a layer, in this weather.
async fn pair(words: &str) -> [Connection; 2] {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let connecting = TcpStream::connect(listener.local_addr().unwrap());
    let (one, other) = tokio::join!(connecting, listener.accept());
    let profile = Profile::read(words, Transports::Streams, 7).unwrap();
    [one.unwrap(), other.unwrap().0].map(|socket| {
        let raw = RawStream::Tcp(socket);
        let connection = Connection::new(raw, 0, &Tap::default(), Opened::default());
        connection.change(clock::now().mono, &profile);
        connection.put_between(Turned::new(), b"").unwrap();
        connection
    })
}

/// The same, once both sides have agreed.
async fn agreed(words: &str) -> [Connection; 2] {
    let [one, other] = pair(words).await;
    let both = async {
        tokio::join!(
            one.ready(Interest::WRITABLE),
            other.ready(Interest::WRITABLE)
        )
    };
    let (here, there) = timeout(PATIENCE, both).await.expect("they do not agree");
    assert!(here.is_ok() && there.is_ok());
    [one, other]
}

async fn write_all(connection: &Connection, mut said: &[u8]) {
    while !said.is_empty() {
        connection.ready(Interest::WRITABLE).await.unwrap();
        match connection.try_write(&[IoSlice::new(&[]), IoSlice::new(said)]) {
            Ok(count) => said = &said[count..],
            Err(error) => assert_eq!(error.kind(), io::ErrorKind::WouldBlock),
        }
    }
    connection.drained().await;
}

/// Everything until the end, and how that was.
async fn read_all(connection: &Connection) -> (Vec<u8>, io::Result<()>) {
    let (mut all, mut buffer) = (Vec::new(), [0; 1000]);
    loop {
        connection.ready(Interest::READABLE).await.unwrap();
        match connection.try_read(&mut buffer) {
            Ok(0) => return (all, Ok(())),
            Ok(count) => all.extend_from_slice(&buffer[..count]),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return (all, Err(error)),
        }
    }
}

#[tokio::test]
async fn what_is_said_comes_through_a_layer_and_any_impairments_whole() {
    for words in ["off", "slice 1..400", "glue 5ms, slice 300"] {
        let [one, other] = pair(words).await;
        let said: Vec<u8> = (0..5_000_u32).map(|n| (n % 100) as u8).collect();
        let both = async { tokio::join!(write_all(&one, &said), read_all(&other)) };
        let ((), (came, end)) = timeout(PATIENCE, both).await.expect(words);
        assert!(came == said && end.is_ok(), "{words}: {} bytes", came.len());
    }
}

/// The writer's part is done with the first write: what the socket has no room for is the
/// business of whoever waits.
#[tokio::test]
async fn what_waits_in_the_layer_leaves_while_its_task_waits_for_something_to_read() {
    let [one, other] = agreed("slice 1000, delay 1ms").await;
    let said = vec![b'x'; MOST];
    assert_eq!(one.try_write(&[IoSlice::new(&said)]).unwrap(), MOST);
    let hears = async {
        let (mut heard, mut buffer) = (0, [0; 1000]);
        while heard < MOST {
            other.ready(Interest::READABLE).await.unwrap();
            heard += other.try_read(&mut buffer).unwrap_or(0);
        }
    };
    let all = async {
        tokio::select! {
            () = hears => {}
            _ = one.ready(Interest::READABLE) => panic!("nothing was said to it"),
        }
    };
    timeout(PATIENCE, all).await.expect("it stands still");
}

#[tokio::test]
async fn an_end_that_was_not_announced_is_no_end() {
    let [one, other] = agreed("off").await;
    drop(one);
    let (came, end) = timeout(PATIENCE, read_all(&other)).await.unwrap();
    assert_eq!(end.unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    assert!(came.is_empty());
}

const HELLO: u8 = 1;
const END: u8 = 0;
const MOST: usize = 64 * 1024;
const PATIENCE: Duration = Duration::from_secs(20);
