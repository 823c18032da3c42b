//! What a server joins with.

use std::path::PathBuf;

use crate::address::Address;
use crate::address::ClusterName;
use crate::address::ServerName;

/// What a server joins with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The nodes of NATS, tried one after the other.
    pub engine: Vec<Address>,
    /// The conversation.
    pub name: ClusterName,
    /// This server.
    pub server: ServerName,
    /// A file with a JWT and an NKEY seed, as `nsc` makes it.
    pub creds: Option<PathBuf>,
    /// Who may vouch for the engine under TLS: the system's authorities where none is named.
    pub ca: Option<PathBuf>,
    /// How large the log may grow, where it is made anew. [`MAX_BYTES`] is a good value.
    pub max_bytes: u64,
}

/// At 225 bytes a message: some 38 million of them.
pub const MAX_BYTES: u64 = 8 * 1024 * 1024 * 1024;
