//! What only several servers that share one conversation say: which they are, and who is
//! where.

use serde::Serialize;
use serde::Serializer;

use crate::codec::json::server::people::People;
use crate::frame::cluster;
use crate::name::Name;

/// Every such field; one that is absent is left out.
#[derive(Default, Serialize)]
pub struct Cluster<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    server: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    others: &'a [String],
    #[serde(skip_serializing_if = "Servers::is_empty")]
    servers: Servers<'a>,
}

impl<'a> Cluster<'a> {
    /// Where the reader has come to, and where else to go.
    pub fn of(cluster: &'a cluster::Cluster) -> Self {
        Self {
            server: cluster.server.as_deref(),
            others: &cluster.others,
            ..Self::default()
        }
    }

    /// On which other server those on a list are.
    pub fn elsewhere(servers: &'a [(String, Vec<Name>)]) -> Self {
        Self {
            servers: Servers(servers),
            ..Self::default()
        }
    }
}

/// An object: the names of each server.
#[derive(Default)]
struct Servers<'a>(&'a [(String, Vec<Name>)]);

impl Servers<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Servers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(servers) = self;
        serializer.collect_map(
            servers
                .iter()
                .map(|(name, people)| (name, People::Many(people))),
        )
    }
}
