//! A certificate, offered to whoever asks for a secret connection, as often as its address
//! may ask.

use std::io;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::RwLock;
use std::time::Duration;

use chat_archive::Settings;
use chat_net::connection::Connection;
use chat_net::sealed_link::SealedLink;
use chat_proto::hex::Hex;
use chat_secrecy::certificate::Offer;
use chat_secrecy::layer::Layer;
use tracing::info;
use tracing::warn;

use crate::clock;
use crate::config::Certificate;
use crate::config::Config;
use crate::failure::Failure;
use crate::links::answers::Answers;
use crate::secrecy::identity;
use crate::secrecy::words;
use crate::traffic::Origin;

/// What is offered.
#[derive(Debug)]
pub struct Secrecy {
    offer: RwLock<Option<Offer>>,
    #[cfg_attr(not(unix), allow(dead_code, reason = "no signal asks for it there"))]
    certificate: Certificate,
    /// Whether the certificate made here is another one at the next start.
    passing: bool,
    handshake: Duration,
    handshakes: Mutex<Answers>,
    limit_loopback: bool,
}

impl Secrecy {
    /// What the operator wants to be offered; fails where that cannot be.
    pub fn prepare(config: &Config, archive: Option<&Settings>) -> Result<Self, Failure> {
        let certificate = config.secrecy.certificate.clone();
        let offer = identity::offer(&certificate, archive)?;
        Ok(Self {
            offer: RwLock::new(offer),
            passing: archive.is_none() && matches!(certificate, Certificate::Own),
            certificate,
            handshake: config.secrecy.handshake,
            handshakes: Mutex::new(Answers::handshakes(clock::now().mono)),
            limit_loopback: config.rules.limit_loopback,
        })
    }

    /// How long a handshake may take.
    pub fn handshake(&self) -> Duration {
        self.handshake
    }

    /// What the certificate is recognised by; none where none is offered.
    pub fn digest(&self) -> Option<Hex<32>> {
        Some(Hex(*self.current()?.fingerprint().bytes()))
    }

    /// What that begins with, for whoever looks for servers.
    pub fn begins(&self) -> Option<Hex<8>> {
        let digest = self.digest()?;
        digest.0.first_chunk().copied().map(Hex)
    }

    /// The line that tells it to people.
    pub fn told(&self) -> Option<String> {
        self.digest()
            .map(|digest| words::line(&digest, self.passing))
    }

    /// Makes a connection secret that begins with these bytes, as far as they go, and says
    /// by which certificate. It stays as it is where none is offered.
    pub fn secure(
        &self,
        stream: &Connection,
        origin: &Origin,
        came: &[u8],
    ) -> io::Result<Option<Hex<32>>> {
        let Some((layer, with)) = self.begin(origin)? else {
            return Ok(None);
        };
        stream.put_between(layer, came)?;
        Ok(Some(with))
    }

    /// The same for a link that asks for it.
    pub fn seal(&self, origin: &Origin) -> io::Result<Option<(SealedLink, Hex<32>)>> {
        let begun = self.begin(origin)?;
        Ok(begun.map(|(layer, with)| (SealedLink::new(Box::new(layer)), with)))
    }

    /// Reads the operator's files again. Who is connected keeps what it has.
    #[cfg_attr(not(unix), allow(dead_code, reason = "no signal asks for it there"))]
    pub fn reload(&self) {
        match identity::offer(&self.certificate, None) {
            Ok(offer) => {
                *self.offer.write().unwrap_or_else(PoisonError::into_inner) = offer;
                info!("{}", self.told().unwrap_or_default());
            }
            Err(error) => warn!("{error}; what was read before goes on"),
        }
    }

    /// Whether there is anything that could be read again.
    #[cfg_attr(not(unix), allow(dead_code, reason = "no signal asks for it there"))]
    pub fn can_reload(&self) -> bool {
        matches!(self.certificate, Certificate::Files { .. })
    }

    /// One more handshake, where one is offered.
    fn begin(&self, origin: &Origin) -> io::Result<Option<(Layer, Hex<32>)>> {
        let Some(offer) = self.current() else {
            return Ok(None);
        };
        if !self.may(origin) {
            return Err(io::Error::other("its address begins too many handshakes"));
        }
        let layer = Layer::server(&offer).map_err(io::Error::other)?;
        Ok(Some((layer, Hex(*offer.fingerprint().bytes()))))
    }

    fn current(&self) -> Option<Offer> {
        let offer = self.offer.read().unwrap_or_else(PoisonError::into_inner);
        offer.clone()
    }

    /// Whether one more handshake is begun with whoever is there.
    fn may(&self, origin: &Origin) -> bool {
        let Some(address) = origin.address else {
            return true;
        };
        if origin.host().is_here() && !self.limit_loopback {
            return true;
        }
        let mut handshakes = self
            .handshakes
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        handshakes.may(clock::now().mono, address.ip())
    }
}
