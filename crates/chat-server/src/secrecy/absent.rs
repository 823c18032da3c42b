//! Where the program was built without secrecy: nothing is offered, and who wants it at the
//! start is told so.

use std::io;
use std::time::Duration;

use chat_archive::Settings;
use chat_net::connection::Connection;
use chat_net::sealed_link::SealedLink;
use chat_proto::hex::Hex;

use crate::config::Certificate;
use crate::config::Config;
use crate::failure::Failure;
use crate::traffic::Origin;

/// Nothing.
#[derive(Debug)]
pub struct Secrecy;

impl Secrecy {
    /// Fails where something else was wanted.
    pub fn prepare(config: &Config, _archive: Option<&Settings>) -> Result<Self, Failure> {
        let files = matches!(config.secrecy.certificate, Certificate::Files { .. });
        if files || config.rules.secret_only {
            return Err(Failure::Secrecy(NOT_BUILT.to_owned()));
        }
        Ok(Self)
    }

    /// No handshake begins.
    pub fn handshake(&self) -> Duration {
        Duration::ZERO
    }

    /// There is no certificate.
    pub fn begins(&self) -> Option<Hex<8>> {
        None
    }

    /// Nothing is told of it.
    pub fn told(&self) -> Option<String> {
        None
    }

    /// A connection stays as it is.
    pub fn secure(
        &self,
        _stream: &Connection,
        _origin: &Origin,
        _came: &[u8],
    ) -> io::Result<Option<Hex<32>>> {
        Ok(None)
    }

    /// Nor does a link.
    pub fn seal(&self, _origin: &Origin) -> io::Result<Option<(SealedLink, Hex<32>)>> {
        Ok(None)
    }

    /// There is nothing to read again.
    pub fn reload(&self) {}

    /// There is none.
    pub fn can_reload(&self) -> bool {
        false
    }
}

const NOT_BUILT: &str = "\
this chat-server was built without secrecy, which needs a C compiler: build it with \
`--features secrecy`, or leave --tls and --tls-only out";
