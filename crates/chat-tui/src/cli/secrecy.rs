//! The options of secret connections.

use chat_trust::words::SixWords;
use clap::Args;

use crate::cli::identity::IdentityArgs;
use crate::cli::layers::Sources;
use crate::config::Mode;
use crate::failure::Failure;
use crate::secrecy::AskedSecrecy;
use crate::secrecy::IS_BUILT;
use crate::secrecy::Secrecy;

/// The options, as they are written.
#[derive(Debug, Args)]
pub(crate) struct SecrecyArgs {
    /// Talk secretly (TLS) or not at all, over TCP, UDP or a socket file
    #[arg(long, conflicts_with = "host")]
    pub tls: bool,
    /// With --tls: the six words that the server's screen shows
    #[arg(long, value_name = "WORDS", requires = "tls")]
    words: Option<String>,
}

impl SecrecyArgs {
    /// What they mean, where they mean anything. Servers are remembered where the key is; a
    /// pipe with a password says nothing before a new one has proved that it knows it.
    pub(in crate::cli) fn read(
        &self,
        identity: &IdentityArgs,
        (mode, has_password): (Mode, bool),
        sources: &Sources,
    ) -> Result<Option<Secrecy>, Failure> {
        let speech = sources.speech();
        if !self.tls {
            return Ok(None);
        }
        if !IS_BUILT {
            return Err(sources.fault("tls", speech.secret.not_built().to_owned()));
        }
        let words = self.words.as_deref().map(SixWords::parse).transpose();
        let words = words.map_err(|fault| sources.fault("words", speech.words_fault(&fault)))?;
        let proves = matches!(mode, Mode::Pipe { .. }) && !identity.clear_password;
        let asked = AskedSecrecy {
            words,
            by_password: has_password && proves,
            keep: identity.key().keep,
        };
        Ok(Some(Secrecy::new(&asked)?))
    }
}
