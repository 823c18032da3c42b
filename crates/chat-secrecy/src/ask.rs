//! What a client asks with: the version, who may vouch for a server, where the keys of a
//! capture are written.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls::KeyLogFile;
use rustls::version::TLS13;

use crate::accept::Authorities;
use crate::accept::Vouched;
use crate::accept::WhoeverHasTheKey;
use crate::certificate::provider;
use crate::fault::Fault;

/// What a client asks with.
#[derive(Clone, Debug)]
pub struct Ask {
    config: ClientConfig,
    authorities: Option<Authorities>,
}

impl Ask {
    /// TLS 1.3 and nothing else. Where the environment names a `SSLKEYLOGFILE`, the keys
    /// are written there, so that a capture of one's own can be opened.
    pub fn new() -> Result<Self, Fault> {
        let mut config = ClientConfig::builder_with_provider(provider())
            .with_protocol_versions(&[&TLS13])
            .map_err(|why| Fault::because("TLS 1.3 is not there", why))?
            .dangerous()
            .with_custom_certificate_verifier(accepting(None, Vouched::default()))
            .with_no_client_auth();
        config.resumption = rustls::client::Resumption::disabled();
        config.key_log = Arc::new(KeyLogFile::new());
        Ok(Self {
            config,
            authorities: None,
        })
    }

    /// The same, and these may vouch for a server's name.
    #[must_use]
    pub fn trusting(mut self, authorities: Option<Authorities>) -> Self {
        self.authorities = authorities;
        self
    }

    /// For one handshake, and what comes of it.
    pub(crate) fn once(&self) -> (Arc<ClientConfig>, Vouched) {
        let vouched = Vouched::default();
        let mut config = self.config.clone();
        let accepting = accepting(self.authorities.clone(), vouched.clone());
        config.dangerous().set_certificate_verifier(accepting);
        (Arc::new(config), vouched)
    }
}

fn accepting(authorities: Option<Authorities>, vouched: Vouched) -> Arc<WhoeverHasTheKey> {
    Arc::new(WhoeverHasTheKey {
        provider: provider(),
        authorities,
        vouched,
    })
}
