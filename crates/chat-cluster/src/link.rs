//! One connection to NATS: who comes in, that it lives, and messages out of bytes.

use std::time::Duration;
use std::time::Instant;

use bytes::BytesMut;
use serde::Deserialize;

use crate::address::Address;
use crate::fault::Fault;
use crate::identity::Identity;
use crate::moment::Moment;
use crate::operation;
use crate::operation::Connect;
use crate::operation::Message;
use crate::operation::Operation;
use crate::parser::Parser;

/// What a server says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Info {
    /// As `2.12.1`.
    #[serde(default)]
    pub version: String,
    /// Which node it is.
    #[serde(default)]
    pub server_name: String,
    /// To be signed, where it wants that.
    #[serde(default)]
    pub nonce: Option<String>,
    /// Whether it speaks nothing but TLS.
    #[serde(default)]
    pub tls_required: bool,
    /// The name of its cluster, in one.
    #[serde(default)]
    pub cluster: Option<String>,
    /// Where its nodes take clients.
    #[serde(default)]
    pub connect_urls: Vec<String>,
    /// Lame duck mode: it is about to stop.
    #[serde(default)]
    pub ldm: bool,
    /// The largest message.
    #[serde(default)]
    pub max_payload: usize,
}

impl Info {
    /// Reads the JSON of an INFO.
    pub fn read(json: &[u8]) -> Result<Self, Fault> {
        serde_json::from_slice(json).map_err(|why| Fault::Foreign(why.to_string()))
    }

    /// A node in lame duck mode ends its connections one after the other: we go at once.
    fn stays(&self) -> Result<(), Fault> {
        if self.ldm {
            return Err(Fault::NotReady("this node is about to stop".to_owned()));
        }
        Ok(())
    }

    /// How many nodes there are, as far as it says; or as many as we know `addresses` of.
    pub fn nodes(&self, addresses: usize) -> usize {
        if self.cluster.is_none() {
            return 1;
        }
        addresses.max(self.connect_urls.len())
    }

    /// Whether it is older than it should be. What has no version is taken for a new one.
    pub fn is_old(&self) -> bool {
        let mut parts = self.version.split('.').map(str::parse::<u32>);
        match (parts.next(), parts.next()) {
            (Some(Ok(major)), Some(Ok(minor))) => (major, minor) < ADVISED,
            (Some(_) | None, Some(_) | None) => false,
        }
    }

    /// What an old server should be told.
    pub fn warning(&self) -> Option<String> {
        self.is_old().then(|| {
            format!(
                "NATS {} is old: 2.12 or newer loses nothing where this one may. Older ones are for trying out",
                self.version
            )
        })
    }
}

/// What a connection has to tell.
#[derive(Debug, PartialEq, Eq)]
pub enum Told {
    /// We are in.
    Up,
    /// Something was published.
    Message(Message),
    /// It says what is wrong, and the connection may go on.
    Complaint(String),
}

/// One connection after the other.
#[derive(Debug)]
pub struct Link {
    identity: Option<Identity>,
    name: String,
    stage: Stage,
    parser: Parser,
    /// What is to be sent. Bounded: what may be left out asks [`Link::has_room`] first.
    out: BytesMut,
    heard: Instant,
    pinged: Instant,
    is_held: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Down,
    /// CONNECT is sent, and its PONG awaited.
    Entering,
    Up,
}

impl Link {
    /// Not connected; `name` is what the operator will see.
    pub fn new(now: Moment, identity: Option<Identity>, name: String) -> Self {
        Self {
            identity,
            name,
            stage: Stage::Down,
            parser: Parser::default(),
            out: BytesMut::new(),
            heard: now.mono,
            pinged: now.mono,
            is_held: false,
        }
    }

    /// A socket is open, and this was said on it.
    pub fn open(&mut self, now: Moment, address: &Address, info: &Info) {
        self.close();
        self.stage = Stage::Entering;
        self.heard = now.mono;
        self.pinged = now.mono;
        let login = address.login();
        let identity = self.identity.as_ref();
        let nonce = info.nonce.as_deref();
        let connect = Connect {
            verbose: false,
            pedantic: false,
            tls_required: info.tls_required || address.is_tls(),
            name: self.name.clone(),
            lang: "rust",
            version: env!("CARGO_PKG_VERSION"),
            protocol: 1,
            headers: true,
            no_responders: true,
            user: login.map(|login| login.user.as_str()),
            pass: login.map(|login| login.password.as_str()),
            jwt: identity.map(Identity::jwt),
            sig: identity
                .zip(nonce)
                .map(|(identity, nonce)| identity.sign(nonce)),
        };
        operation::connect(&mut self.out, &connect);
        operation::ping(&mut self.out);
    }

    /// The socket is gone.
    pub fn close(&mut self) {
        self.stage = Stage::Down;
        self.parser = Parser::default();
        self.out.clear();
    }

    /// Whether we are in.
    pub fn is_up(&self) -> bool {
        self.stage == Stage::Up
    }

    /// Whether there is a socket.
    pub fn is_open(&self) -> bool {
        self.stage != Stage::Down
    }

    /// Takes what was read.
    pub fn feed(&mut self, now: Moment, bytes: &[u8]) {
        self.heard = now.mono;
        self.parser.feed(bytes);
    }

    /// What there is to tell; after a fault the connection is of no use.
    pub fn poll(&mut self) -> Result<Option<Told>, Fault> {
        loop {
            let next = self.parser.poll();
            let next = next.map_err(|why| Fault::Foreign(why.to_string()))?;
            match next {
                None => return Ok(None),
                Some(Operation::Message(message)) => return Ok(Some(Told::Message(message))),
                Some(Operation::Ping) => operation::pong(&mut self.out),
                Some(Operation::Pong) if self.stage == Stage::Entering => {
                    self.stage = Stage::Up;
                    return Ok(Some(Told::Up));
                }
                Some(Operation::Pong | Operation::Ok) => {}
                Some(Operation::Info(json)) => Info::read(&json)?.stays()?,
                Some(Operation::Err(why)) if self.stage == Stage::Entering => {
                    return Err(Fault::Refused(why));
                }
                Some(Operation::Err(why)) => return Ok(Some(Told::Complaint(why))),
            }
        }
    }

    /// While our own side does not read, silence means nothing.
    pub fn hold(&mut self, now: Moment, is_held: bool) {
        if self.is_held && !is_held {
            self.heard = now.mono;
        }
        self.is_held = is_held;
    }

    /// Asks for a sign of life when it is time; a fault when there was none for too long.
    pub fn tick(&mut self, now: Moment) -> Result<(), Fault> {
        if !self.is_open() || self.is_held {
            return Ok(());
        }
        if now.since(self.heard) >= SILENCE {
            let why = format!("it has said nothing for {} seconds", SILENCE.as_secs());
            return Err(Fault::NotReady(why));
        }
        if self.is_up() && now.since(self.pinged) >= PING {
            self.pinged = now.mono;
            operation::ping(&mut self.out);
        }
        Ok(())
    }

    /// When [`Link::tick`] is needed.
    pub fn timeout(&self) -> Option<Instant> {
        if !self.is_open() || self.is_held {
            return None;
        }
        let silence = self.heard + SILENCE;
        Some(if self.is_up() {
            silence.min(self.pinged + PING)
        } else {
            silence
        })
    }

    /// Whether something may be sent that need not be.
    pub fn has_room(&self) -> bool {
        self.is_up() && self.out.len() < OUT_BYTES
    }

    /// What is to be sent, for the socket to take.
    pub fn out(&mut self) -> &mut BytesMut {
        &mut self.out
    }
}

/// Below it a killed server may lose a log (nats-server#6888), among others.
const ADVISED: (u32, u32) = (2, 12);

/// How often we ask whether it is there.
const PING: Duration = Duration::from_secs(1);

/// After so much silence it is not.
const SILENCE: Duration = Duration::from_secs(2);

/// What waits for a socket that takes nothing; then signs, answers and copies of entries
/// in flight are left out. Only pongs are not, and each was asked for in bytes that were read.
const OUT_BYTES: usize = 1024 * 1024;

#[cfg(test)]
mod tests;
