//! One side of a secret connection: what comes off the wire goes in, what people say
//! comes out, and the other way round.
//!
//! Everything that waits here is bounded: plain text by what one feeding brings,
//! records by [`OUT_BYTES`]. Above that nothing more is taken to be sent, as a socket
//! does whose buffer is full.

use std::fmt;
use std::io;
use std::io::Read as _;
use std::io::Write as _;
use std::sync::Arc;

use rustls::ClientConnection;
use rustls::Connection;
use rustls::ServerConnection;
use rustls_pki_types::ServerName;

use crate::accept::Vouched;
use crate::ask::Ask;
use crate::certificate::OWN_NAME;
use crate::certificate::Offer;
use crate::fault::Fault;
use crate::fingerprint::Fingerprint;
use crate::noted::Content;
use crate::noted::Kind;
use crate::noted::Noted;
use crate::noted::Open;
use crate::noted::Way;
use crate::watch::Head;
use crate::watch::Holds;
use crate::watch::Watch;
use crate::watch::lines;

/// What can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// Nothing yet.
    Nothing,
    /// So many bytes.
    Bytes(usize),
    /// The other side has said that nothing more comes.
    End,
}

/// The other side does not speak TLS as it should, or somebody changed what it sent.
#[derive(Debug)]
pub struct Broken(rustls::Error);

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the secret connection failed: {}", self.0)
    }
}

impl std::error::Error for Broken {}

impl From<Broken> for io::Error {
    fn from(broken: Broken) -> Self {
        Self::new(io::ErrorKind::InvalidData, broken)
    }
}

/// One side of a secret connection.
pub struct Layer {
    session: Connection,
    vouched: Vouched,
    /// What was decrypted and not yet read; its beginning, up to here, was.
    plain: Vec<u8>,
    read: usize,
    ended: bool,
    /// Records that wait to be sent; their beginning, up to here, was.
    out: Vec<u8>,
    sent: usize,
    /// The server's own certificate, at the server.
    own: Option<Fingerprint>,
    /// What is seen, while somebody looks.
    watch: Option<Box<Watch>>,
}

/// How far it was before something came.
struct Before {
    handshaking: bool,
    plain: usize,
    ended: bool,
    /// Where among what was seen it belongs: before what it leads to.
    noted: usize,
}

impl fmt::Debug for Layer {
    /// Neither keys nor words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Layer")
            .field("handshaking", &self.is_handshaking())
            .field("pending", &self.pending().len())
            .finish_non_exhaustive()
    }
}

impl Layer {
    /// The server's side.
    pub fn server(offer: &Offer) -> Result<Self, Fault> {
        let session = ServerConnection::new(Arc::clone(&offer.config))
            .map_err(|why| Fault::because("no secret connection", why))?;
        Ok(Self::new(session.into(), Some(offer.fingerprint())))
    }

    /// The client's side; `host` is the name that was asked for, where it is one.
    pub fn client(ask: &Ask, host: &str) -> Result<Self, Fault> {
        let name = ServerName::try_from(host.to_owned())
            .or_else(|_| ServerName::try_from(OWN_NAME.to_owned()))
            .map_err(|why| Fault::because("no secret connection", why))?;
        let (config, vouched) = ask.once();
        let session = ClientConnection::new(config, name)
            .map_err(|why| Fault::because("no secret connection", why))?;
        let mut layer = Self::new(session.into(), None);
        layer.vouched = vouched;
        layer.collect(Holds::Handshake);
        Ok(layer)
    }

    fn new(mut session: Connection, own: Option<Fingerprint>) -> Self {
        // Never is more waiting in it than we put there at once.
        session.set_buffer_limit(Some(OUT_BYTES));
        Self {
            session,
            vouched: Vouched::default(),
            plain: Vec::new(),
            read: 0,
            ended: false,
            out: Vec::new(),
            sent: 0,
            own,
            watch: None,
        }
    }

    /// Somebody looks from now on, or nobody does.
    pub fn set_watched(&mut self, watched: bool) {
        if !watched {
            self.watch = None;
        } else if self.watch.is_none() {
            let mut watch = Box::<Watch>::default();
            // What a client says first is there before anybody can look.
            watch.note_made(self.pending(), Holds::Unknown);
            self.watch = Some(watch);
        }
    }

    /// What was seen, one thing after the other.
    pub fn poll_noted(&mut self) -> Option<Noted> {
        self.watch.as_mut()?.poll()
    }

    /// What came off the wire. What it leads to is there to [`Layer::read`], and in
    /// [`Layer::pending`]: after an error too, since the other side is told why.
    pub fn feed(&mut self, mut wire: &[u8]) -> Result<(), Broken> {
        while !wire.is_empty() {
            // For whoever looks, record by record.
            let whole = (wire.len(), None);
            let next = self.watch.as_mut().map(|watch| watch.next(wire));
            let (taken, head) = next.unwrap_or(whole);
            let (piece, rest) = wire.split_at(taken);
            wire = rest;
            let before = Before {
                handshaking: self.is_handshaking(),
                plain: self.plain.len(),
                ended: self.ended,
                noted: self.watch.as_ref().map_or(0, |watch| watch.len()),
            };
            let took = self.take_in(piece);
            self.note_came(&before, head, took.as_ref().err());
            took.map_err(Broken)?;
        }
        Ok(())
    }

    fn take_in(&mut self, mut piece: &[u8]) -> Result<(), rustls::Error> {
        while !piece.is_empty() {
            // Reading from memory does not fail; it takes nothing where the end was said.
            match self.session.read_tls(&mut piece) {
                Ok(0) | Err(_) => break,
                Ok(_) => {}
            }
            let state = self.session.process_new_packets();
            let is_alert = state.is_err();
            self.collect(if is_alert {
                Holds::Alert(None)
            } else {
                Holds::Handshake
            });
            state?;
            self.decrypt();
        }
        Ok(())
    }

    /// What people said.
    pub fn read(&mut self, buffer: &mut [u8]) -> Read {
        let rest = self.plain.get(self.read..).unwrap_or_default();
        if rest.is_empty() {
            return if self.ended { Read::End } else { Read::Nothing };
        }
        let count = rest.len().min(buffer.len());
        let (Some(into), Some(from)) = (buffer.get_mut(..count), rest.get(..count)) else {
            return Read::Nothing;
        };
        into.copy_from_slice(from);
        self.read += count;
        if self.read == self.plain.len() {
            // Nobody who says nothing keeps a buffer.
            self.plain = Vec::new();
            self.read = 0;
        }
        Read::Bytes(count)
    }

    /// Whether there is something to read.
    pub fn is_readable(&self) -> bool {
        self.ended || self.read < self.plain.len()
    }

    /// Whether [`Layer::write`] takes something.
    pub fn is_writable(&self) -> bool {
        !self.is_handshaking() && self.pending().len() < OUT_BYTES
    }

    /// Takes what is to be sent, as much as there is room for.
    pub fn write(&mut self, plain: &[u8]) -> usize {
        if !self.is_writable() {
            return 0;
        }
        let room = OUT_BYTES - self.pending().len();
        let offered = plain.get(..plain.len().min(room)).unwrap_or_default();
        let taken = self.session.writer().write(offered).unwrap_or(0);
        self.collect(Holds::Talk(offered.get(..taken).unwrap_or_default()));
        taken
    }

    /// Records that wait to be sent.
    pub fn pending(&self) -> &[u8] {
        self.out.get(self.sent..).unwrap_or_default()
    }

    /// So many bytes of [`Layer::pending`] were sent.
    pub fn advance(&mut self, count: usize) {
        self.sent += count;
        if self.sent >= self.out.len() {
            self.out = Vec::new();
            self.sent = 0;
        } else if self.sent >= OUT_BYTES {
            // Whoever reads slowly may never have it all: what has left is not kept.
            self.out.drain(..self.sent);
            self.sent = 0;
        }
    }

    /// Says that nothing more comes.
    pub fn finish(&mut self) {
        self.session.send_close_notify();
        self.collect(Holds::Alert(Some(CLOSE_NOTIFY)));
    }

    /// Whether the two sides have not yet agreed on keys.
    pub fn is_handshaking(&self) -> bool {
        self.session.is_handshaking()
    }

    /// The certificate that the other side has shown that it has the key of, once the
    /// handshake is over.
    pub fn shown(&self) -> Option<Fingerprint> {
        let shown = self.session.peer_certificates()?.first()?;
        Some(Fingerprint::of(shown)).filter(|_| !self.is_handshaking())
    }

    /// Whether an authority vouches for the other side's name, once the handshake is over.
    pub fn vouched(&self) -> Vouched {
        self.vouched.clone()
    }

    fn decrypt(&mut self) {
        let mut piece = [0; 4096];
        loop {
            match self.session.reader().read(&mut piece) {
                Ok(0) => {
                    self.ended = true;
                    return;
                }
                Ok(count) => self
                    .plain
                    .extend_from_slice(piece.get(..count).unwrap_or_default()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return,
            }
        }
    }

    /// Has the records made that are to be sent: these `holds` what is encrypted of them.
    fn collect(&mut self, holds: Holds<'_>) {
        let before = self.out.len();
        while self.session.wants_write() {
            // Writing to memory does not fail.
            if self.session.write_tls(&mut self.out).unwrap_or(0) == 0 {
                break;
            }
        }
        if let Some(watch) = &mut self.watch {
            watch.note_made(self.out.get(before..).unwrap_or_default(), holds);
        }
    }

    /// What has come of a piece, for whoever looks.
    fn note_came(&mut self, before: &Before, head: Option<Head>, failed: Option<&rustls::Error>) {
        let Some(mut watch) = self.watch.take() else {
            return;
        };
        if let Some(head) = head {
            let content = self.content(before, &head, failed);
            watch.note_at(before.noted, Noted::Record(head.record(Way::In, content)));
        }
        if before.handshaking && !self.is_handshaking() {
            watch.note(Noted::Open(self.agreed()));
        }
        if let Some(why) = failed {
            watch.note(Noted::Failed(why.to_string()));
        }
        self.watch = Some(watch);
    }

    /// What a record held that has come, as far as it is known here.
    fn content(&self, before: &Before, head: &Head, failed: Option<&rustls::Error>) -> Content {
        let said = self.plain.get(before.plain..).unwrap_or_default();
        let ended = self.ended && !before.ended;
        match (head.kind, failed) {
            (Kind::Alert | Kind::ChangeCipherSpec | Kind::Handshake, _) => head.clear(),
            (Kind::ApplicationData, Some(rustls::Error::AlertReceived(why))) => {
                Content::Alert(Some((*why).into()))
            }
            (Kind::ApplicationData, Some(_)) => Content::Unknown,
            (Kind::ApplicationData, None) if !said.is_empty() => Content::Talk {
                bytes: said.len(),
                lines: lines(said),
            },
            (Kind::ApplicationData, None) if ended => Content::Alert(Some(CLOSE_NOTIFY)),
            // Keys that are changed, or a ticket, once both have agreed.
            (Kind::ApplicationData, None) => Content::Handshake,
        }
    }

    fn agreed(&self) -> Open {
        let suite = self.session.negotiated_cipher_suite();
        let suite = suite.map(|suite| format!("{:?}", suite.suite()));
        let group = self.session.negotiated_key_exchange_group();
        let group = group.map(|group| format!("{:?}", group.name()));
        Open {
            group: group.unwrap_or_default(),
            suite: suite.unwrap_or_default().replace("TLS13_", "TLS_"),
            certificate: self.own.or_else(|| self.shown()),
        }
    }
}

/// Above this much that waits to be sent nothing more is taken: the outbox before it is
/// where a slow reader's backlog is counted.
pub const OUT_BYTES: usize = 64 * 1024;

/// The alert by which either side says that nothing more comes.
const CLOSE_NOTIFY: u8 = 0;

#[cfg(test)]
mod tests;
