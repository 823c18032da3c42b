//! Several servers, one conversation: one ordered log in NATS's `JetStream` that every server
//! applies.
//!
//! [`Cluster`] is a server's end: it proposes deeds, and hears through [`News`] what the
//! log has, in the same order as every other server. What a deed says is not known here:
//! it is a JSON object. Nothing here decides either; *which* entries count is a pure
//! function of the log ([`Lives`]).
//!
//! All but `cluster`, `status`, `caller`, `visit`, `task`, `socket`, `credentials`, `chance` and `clock` is pure: bytes, commands and
//! moments go in; bytes and news come out. The list below is in reading order, and a module
//! names only modules that stand below it.

mod cluster;
mod reader;
mod status;
mod caller;
mod visit;
mod task;
mod socket;
#[cfg(feature = "tls")]
mod secrecy;
#[cfg(not(feature = "tls"))]
mod plain;
mod member;
mod command;
mod counts;
mod engine;
mod follow;
mod link;
mod writer;
mod watch;
mod presence;
mod lives;
mod entry;
mod asks;
mod calls;
mod consumer;
mod stream;
mod subjects;
mod parser;
mod operation;
mod credentials;
mod chance;
mod identity;
mod news;
mod settings;
mod fault;
mod address;
mod clock;
mod moment;

pub use address::Address;
pub use address::ClusterName;
pub use address::Login;
pub use address::Misspelt;
pub use address::ServerName;
pub use caller::Caller;
pub use cluster::Cluster;
pub use fault::Fault;
pub use lives::Lives;
pub use news::Counted;
pub use news::Engine;
pub use news::Follower;
pub use news::News;
pub use news::Reply;
pub use news::ServerSeen;
pub use news::Status;
pub use news::Sum;
pub use news::What;
pub use reader::Read;
pub use reader::Reader;
pub use settings::MAX_BYTES;
pub use settings::Settings;
pub use status::status;
