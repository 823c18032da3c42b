//! The conversation that several servers share, as the operator asks for it.

use std::path::PathBuf;

use chat_cluster::Address;
use chat_cluster::ClusterName;
use chat_cluster::ServerName;
use chat_cluster::Settings;

/// Where its log is, and as whom this server takes part.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// The engine's nodes.
    pub engine: Vec<Address>,
    /// The conversation.
    pub name: ClusterName,
    /// What this server is called there.
    pub server: ServerName,
    /// What it shows to the engine.
    pub creds: Option<PathBuf>,
    /// Who vouches for the engine.
    pub ca: Option<PathBuf>,
    /// Where people of other servers find this one, should theirs fail; where nothing is
    /// named, at the machine's own addresses.
    pub told: Vec<String>,
}

impl Cluster {
    /// As the log is joined.
    pub fn settings(&self) -> Settings {
        Settings {
            engine: self.engine.clone(),
            name: self.name.clone(),
            server: self.server.clone(),
            creds: self.creds.clone(),
            ca: self.ca.clone(),
            max_bytes: chat_cluster::MAX_BYTES,
        }
    }
}
