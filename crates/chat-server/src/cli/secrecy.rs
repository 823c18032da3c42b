//! The options of secret connections.

use std::path::PathBuf;

use clap::Args;

use crate::config::Certificate;
use crate::config::Secrecy;

/// Who asks for TLS gets it, on the same port.
#[derive(Debug, Args)]
pub struct SecrecyArgs {
    /// Show this certificate to whoever asks for TLS, instead of one made at the first start:
    /// two PEM files, read again on SIGHUP
    #[arg(long, num_args = 2, value_names = ["CERT", "KEY"], conflicts_with = "no_tls")]
    tls: Option<Vec<PathBuf>>,
    /// Serve nobody without TLS
    #[arg(long, conflicts_with = "no_tls")]
    pub tls_only: bool,
    /// Offer no TLS
    #[arg(long)]
    no_tls: bool,
}

impl SecrecyArgs {
    /// What they mean.
    pub fn read(&self) -> Secrecy {
        let certificate = match self.tls.as_deref() {
            _ if self.no_tls => Certificate::None,
            Some([certificate, key]) => Certificate::Files {
                certificate: certificate.clone(),
                key: key.clone(),
            },
            Some(_) | None => Certificate::Own,
        };
        Secrecy {
            certificate,
            ..Secrecy::default()
        }
    }
}
