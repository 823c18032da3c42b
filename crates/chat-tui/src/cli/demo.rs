//! The option of a demo: with whom one talks where nobody else is there.

use clap::Args;

use crate::cli::identity::IdentityArgs;
use crate::failure::Failure;
use crate::keyfile::KeyWish;

/// The option, as it is written.
#[derive(Debug, Args)]
pub(in crate::cli) struct DemoArgs {
    /// Talk with N people who follow a script, 2 to 8, on a server inside this program: without
    /// a network, and nothing is kept [default: 3]
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "3",
        value_parser = clap::value_parser!(u8).range(2..=8),
        conflicts_with_all = ["address", "unix", "host", "port", "json", "plain", "find",
            "check_lab", "observe", "tls", "password_file", "clear_password", "key_file",
            "print_config", "write_config"])]
    demo: Option<u8>,
}

impl DemoArgs {
    /// How many people follow a script, where that is asked for.
    pub(in crate::cli) fn people(&self) -> Option<usize> {
        self.demo.map(usize::from)
    }

    /// The key: none in a demo, where nobody is there to whom it says anything.
    pub(in crate::cli) fn key(&self, identity: &IdentityArgs) -> KeyWish {
        match self.demo {
            Some(_) => KeyWish::none(),
            None => identity.key(),
        }
    }

    /// What nobody asks for in a demo.
    pub(in crate::cli) fn without<T>(
        &self,
        otherwise: impl FnOnce() -> Result<Option<T>, Failure>,
    ) -> Result<Option<T>, Failure> {
        match self.demo {
            Some(_) => Ok(None),
            None => otherwise(),
        }
    }
}
