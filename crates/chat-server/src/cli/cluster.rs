//! The options of a conversation that several servers share.

use std::path::PathBuf;

use chat_archive::Settings;
use chat_cluster::Address;
use chat_cluster::ClusterName;
use chat_cluster::ServerName;
use clap::Args;

use crate::cli::keeping::KeepingArgs;
use crate::config::Cluster;
use crate::edge::discovery::machine;
use crate::failure::Failure;

/// Several servers share rooms, names and one order, by a log in NATS.
#[derive(Clone, Debug, Args)]
pub struct ClusterArgs {
    /// Share one conversation with other servers, by the log that these nodes of NATS keep:
    /// `nats://HOST[:PORT],…`
    #[arg(long, value_name = "NATS", value_delimiter = ',', value_parser = Address::parse)]
    pub cluster: Vec<Address>,
    /// Which conversation of theirs it is
    #[arg(long, value_name = "NAME", default_value = "chat", value_parser = ClusterName::parse)]
    cluster_name: ClusterName,
    /// What this server is called there [default: the machine's name and the port]
    #[arg(long, value_name = "NAME", value_parser = ServerName::parse, requires = "cluster")]
    server_name: Option<ServerName>,
    /// Where people find this server, should theirs fail; may be repeated [default: the
    /// machine's own addresses]
    #[arg(long, value_name = "HOST:PORT", requires = "cluster")]
    cluster_address: Vec<String>,
    /// What is shown to NATS: a file with a JWT and the seed of a key
    #[arg(long, value_name = "FILE")]
    creds: Option<PathBuf>,
    /// Who vouches for NATS under TLS [default: the system's authorities]
    #[arg(long, value_name = "FILE")]
    cluster_ca: Option<PathBuf>,
}

impl ClusterArgs {
    /// What does not go together.
    pub fn conflict(&self, keeping: &KeepingArgs) -> Option<String> {
        let words = "--cluster keeps what is said, and --ephemeral does not: choose one";
        let is_both = !self.cluster.is_empty() && keeping.is_ephemeral();
        is_both.then(|| words.to_owned())
    }

    /// What they mean, for a server on this port; nothing where nothing is asked for.
    pub fn read(&self, port: u16) -> Option<Cluster> {
        let is_asked = !self.cluster.is_empty();
        let server = self.server_name.clone().or_else(|| usual(port));
        server.filter(|_| is_asked).map(|server| Cluster {
            engine: self.cluster.clone(),
            name: self.cluster_name.clone(),
            server,
            creds: self.creds.clone(),
            ca: self.cluster_ca.clone(),
            told: self.cluster_address.clone(),
        })
    }
}

/// Where what is said is kept. Of a conversation that is shared each server has a copy of its
/// own, which lies beside the archive of a server by itself.
pub fn archive(
    cluster: Option<&Cluster>,
    keeping: &KeepingArgs,
) -> Result<Option<Settings>, Failure> {
    let mut settings = keeping.settings()?;
    if let (Some(cluster), Some(settings)) = (cluster, &mut settings)
        && !keeping.is_named()
    {
        let file = format!("cluster-{}-{}.sqlite", cluster.name, cluster.server);
        settings.path.set_file_name(file);
    }
    Ok(settings)
}

/// As long as the machine's name has letters that may stand there.
fn usual(port: u16) -> Option<ServerName> {
    let machine = machine();
    let fits = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '-';
    let letters: String = machine.chars().filter(fits).take(20).collect();
    ServerName::parse(&format!("{letters}-{port}")).ok()
}
