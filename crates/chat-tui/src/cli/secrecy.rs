//! The options of secret connections.

use chat_trust::words::SixWords;
use clap::Args;

use crate::cli::layers::Sources;
use crate::failure::Failure;
use crate::secrecy::AskedSecrecy;
use crate::secrecy::IS_BUILT;
use crate::secrecy::Secrecy;

/// The options, as they are written.
#[derive(Debug, Args)]
pub(crate) struct SecrecyArgs {
    /// Talk secretly (TLS) or not at all, over TCP or a socket file
    #[arg(long, conflicts_with_all = ["udp", "host"])]
    pub tls: bool,
    /// With --tls: the six words that the server's screen shows
    #[arg(long, value_name = "WORDS", requires = "tls")]
    words: Option<String>,
}

impl SecrecyArgs {
    /// What they mean, where they mean anything: with whether servers are remembered, and
    /// whether a new one has to prove that it knows the password before anything is said.
    pub(in crate::cli) fn read(
        &self,
        (keep, by_password): (bool, bool),
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
        let asked = AskedSecrecy {
            words,
            by_password,
            keep,
        };
        Ok(Some(Secrecy::new(&asked)?))
    }
}
