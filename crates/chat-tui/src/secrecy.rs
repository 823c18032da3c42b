//! Secret connections, seen from here: the handshake, and whether the server is the one
//! that is meant, before anything is said to it.
//!
//! Without the feature `secrecy` there are none, and who asks for one is told so.

#[cfg(feature = "secrecy")]
mod authorities;
mod pinfile;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;

use chat_net::connection::Connection;
use chat_net::sealed_link::SealedLink;
#[cfg(feature = "secrecy")]
use chat_proto::hex::Hex;
#[cfg(feature = "secrecy")]
use chat_secrecy::accept::Vouched;
#[cfg(feature = "secrecy")]
use chat_secrecy::ask::Ask;
#[cfg(feature = "secrecy")]
use chat_secrecy::layer::Layer;
use chat_trust::words::SixWords;
#[cfg(feature = "secrecy")]
use tokio::io::Interest;
use tokio::task::JoinHandle;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::pins::Pins;
use crate::pins::Print;
use crate::pins::Verdict;

/// What was asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct AskedSecrecy {
    /// The words that a person was told.
    pub words: Option<SixWords>,
    /// Whether a new server has to prove that it knows the password before anything is
    /// said to it: that is as good as its words.
    pub by_password: bool,
    /// Whether the servers are remembered.
    pub keep: bool,
}

/// Why nothing is said to a server.
#[derive(Debug)]
pub(crate) enum Refused {
    /// It does not speak TLS, or somebody has changed what it said.
    NoSecrecy(io::Error),
    /// It is not known to be the one that is meant.
    Stranger(Print, Stranger),
}

/// Which stranger a server is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stranger {
    /// Nobody knows it here.
    New,
    /// Another one than was there before.
    Changed,
    /// Another one than the words say.
    OtherWords,
}

/// The server that both sides of a handshake have agreed to be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Met {
    /// Its certificate.
    pub print: Print,
    /// Whether an authority of this system vouches for its name.
    pub vouched: bool,
}

/// Whoever can vouch for the other side of a handshake, once it is over.
#[derive(Debug, Default)]
pub(crate) struct Witness {
    #[cfg(feature = "secrecy")]
    vouched: Vouched,
}

impl Witness {
    /// The other side, with this certificate.
    pub(crate) fn met(&self, print: Print) -> Met {
        #[cfg(feature = "secrecy")]
        let vouched = self.vouched.is_so();
        #[cfg(not(feature = "secrecy"))]
        let vouched = false;
        Met { print, vouched }
    }
}

/// What a secret connection needs. Clones are the same one.
#[derive(Clone, Debug)]
pub(crate) struct Secrecy {
    inside: Arc<Inside>,
}

#[derive(Debug)]
struct Inside {
    #[cfg(feature = "secrecy")]
    ask: Ask,
    words: Option<SixWords>,
    by_password: bool,
    /// Where the servers are remembered, if they are.
    file: Option<PathBuf>,
    pins: Mutex<Pins>,
    /// Those in the file; held by whoever writes it.
    written: Mutex<Pins>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Secrecy {
    /// As it was asked for.
    pub(crate) fn new(asked: &AskedSecrecy) -> io::Result<Self> {
        let file = asked.keep.then(pinfile::usual_place).flatten();
        let written = file.as_deref().map(pinfile::read).unwrap_or_default();
        Ok(Self {
            inside: Arc::new(Inside {
                #[cfg(feature = "secrecy")]
                ask: Ask::new()
                    .map_err(io::Error::other)?
                    .trusting(authorities::of_this_system()),
                words: asked.words,
                by_password: asked.by_password,
                pins: Mutex::new(written.clone()),
                written: Mutex::new(written),
                file,
            }),
        })
    }

    /// What both sides have agreed on, or why they have not: ends where the server of this
    /// place is not the one that is meant.
    pub(crate) async fn accept(&self, agreed: io::Result<Met>, place: &str) -> Result<(), Refused> {
        let Met { print, vouched } = agreed.map_err(Refused::NoSecrecy)?;
        let verdict = self.pins().judge(&print, place, self.inside.words);
        let why = match verdict {
            Verdict::Known => return Ok(()),
            Verdict::KnownElsewhere | Verdict::HasWords => {
                self.trust(print, place).await;
                return Ok(());
            }
            // Such certificates change every few weeks: they are not remembered.
            Verdict::New if vouched => return Ok(()),
            Verdict::New if self.inside.by_password => return Ok(()),
            Verdict::New => Stranger::New,
            Verdict::Changed => Stranger::Changed,
            Verdict::HasOtherWords => Stranger::OtherWords,
        };
        Err(Refused::Stranger(print, why))
    }

    /// From now on it is the server of this place.
    pub(crate) async fn trust(&self, print: Print, place: &str) {
        self.pin(print, place);
        self.kept().await;
    }

    /// The same at once; the file is written meanwhile, where there is one.
    pub(crate) fn pin(&self, print: Print, place: &str) {
        let mut pins = self.pins();
        if pins.judge(&print, place, None) == Verdict::Known {
            return;
        }
        pins.pin(print, place);
        drop(pins);
        drop(self.write());
    }

    /// Waits until all servers that are known are in the file. Where they cannot be, they
    /// are known until the program ends: a home on the network may not answer, and nobody
    /// waits for it longer than this.
    pub(crate) async fn kept(&self) {
        if let Some(written) = self.write() {
            let _ = timeout(DISK, written).await;
        }
    }

    /// Writes what is not in the file yet: the newest state, whoever of two comes first.
    fn write(&self) -> Option<JoinHandle<()>> {
        let inside = Arc::clone(&self.inside);
        let file = inside.file.clone()?;
        Some(spawn_blocking(move || {
            let mut written = lock(&inside.written);
            let pins = lock(&inside.pins).clone();
            if pins != *written && pinfile::write(&file, &pins).is_ok() {
                *written = pins;
            }
        }))
    }

    fn pins(&self) -> MutexGuard<'_, Pins> {
        lock(&self.inside.pins)
    }

    /// Makes a connection secret: nothing that anybody says is in the handshake. `host` is
    /// the name that was asked for.
    #[cfg(feature = "secrecy")]
    pub(crate) async fn agree(&self, connection: &Connection, host: &str) -> io::Result<Met> {
        let layer = Layer::client(&self.inside.ask, host).map_err(io::Error::other)?;
        let vouched = layer.vouched();
        connection.put_between(layer, b"")?;
        while connection
            .layer(|layer| layer.is_opening())
            .unwrap_or_default()
        {
            connection.ready(Interest::READABLE).await?;
            match connection.try_read(&mut []) {
                Err(error) if error.kind() != io::ErrorKind::WouldBlock => return Err(error),
                Ok(_) | Err(_) => {}
            }
        }
        let shown = connection.layer(|layer| layer.shown()).flatten();
        let met = shown.map(|print| Witness { vouched }.met(Hex(print)));
        met.ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// What a link carries from now on.
    #[cfg(feature = "secrecy")]
    pub(crate) fn seal(&self, host: &str) -> io::Result<(SealedLink, Witness)> {
        let layer = Layer::client(&self.inside.ask, host).map_err(io::Error::other)?;
        let vouched = layer.vouched();
        Ok((SealedLink::new(Box::new(layer)), Witness { vouched }))
    }

    #[cfg(not(feature = "secrecy"))]
    pub(crate) fn seal(&self, _: &str) -> io::Result<(SealedLink, Witness)> {
        Err(io::ErrorKind::Unsupported.into())
    }

    #[cfg(not(feature = "secrecy"))]
    pub(crate) async fn agree(&self, _: &Connection, _: &str) -> io::Result<Met> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// The SHA-256 of each certificate that is remembered.
pub(crate) fn remembered() -> Vec<[u8; 32]> {
    let pins = pinfile::usual_place().map(|file| pinfile::read(&file));
    pins.map_or_else(Vec::new, |pins| pins.prints())
}

/// Whether this program can do it.
pub(crate) const IS_BUILT: bool = cfg!(feature = "secrecy");

/// How long the file of the servers is waited for.
const DISK: Duration = Duration::from_secs(1);
