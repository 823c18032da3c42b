//! The options of who one is: the key by which a name is one's own, and the password.

use std::path::PathBuf;

use clap::Args;

use crate::cli::screen::Switch;
use crate::keyfile::KeyWish;

/// The options, as they are written.
#[derive(Debug, Args)]
pub(crate) struct IdentityArgs {
    /// The file with your key, by which your name is yours; `off` for none [default: one of yours,
    /// made at the first start, or the environment's `CHAT_KEY`]
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// Whether your key outlives this run; not for accounts that many share
    #[arg(long, value_enum, default_value_t = Switch::On)]
    keep_key: Switch,
    /// Send the password as it is, to a server that cannot have it proved: anybody can read it
    #[arg(long)]
    pub clear_password: bool,
}

impl IdentityArgs {
    /// Which key, and whether any.
    pub(crate) fn key(&self) -> KeyWish {
        let given = self.key_file.clone();
        let path = given.or_else(|| std::env::var_os("CHAT_KEY").map(PathBuf::from));
        let wanted = path.as_deref() != Some("off".as_ref());
        KeyWish {
            path: path.filter(|path| wanted && !path.as_os_str().is_empty()),
            wanted,
            keep: self.keep_key == Switch::On,
        }
    }
}
