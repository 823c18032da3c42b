//! Without the feature `cluster` there is no log to come to.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use chat_archive::Opened;

use crate::config::Config;
use crate::config::Rules;
use crate::failure::Failure;
use crate::hub::Hub;
use crate::listening::Listening;
use crate::membership::Membership;

/// There is none.
#[derive(Debug)]
pub enum Joined {}

/// Nothing is asked for.
#[expect(clippy::unused_async, reason = "with the feature it waits")]
pub async fn join(_: &mut Config, _: &[Listening]) -> Result<Option<Joined>, Failure> {
    Ok(None)
}

impl Joined {
    /// The hub of a server that takes part.
    #[expect(clippy::unused_async, reason = "with the feature it waits")]
    pub async fn hub(self, _: Rules, _: &Opened) -> Result<(Hub, Self), Failure> {
        match self {}
    }

    /// This server's part in it.
    pub fn takes_part(self, _: Arc<AtomicU64>) -> Membership {
        match self {}
    }
}
