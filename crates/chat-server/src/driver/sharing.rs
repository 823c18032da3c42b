//! The part of the driver that carries what several servers share: what the log says goes
//! into the hub, what the hub puts there goes out at the end of each turn.

use chat_proto::now::Now;
use tokio::time::timeout_at;
use tracing::error;
use tracing::info;

use crate::clock;
use crate::driver::parts::Driver;
use crate::failure::Failure;
use crate::membership::CheckpointWrite;
use crate::membership::Membership;
use crate::membership::News;
use crate::traffic::Input;

impl Driver {
    /// The same when it has read the log to its end, and lives in it: nobody is let in before.
    /// And with what one becomes the teacher then, where nobody is.
    pub async fn caught_up(mut self) -> Result<(Self, Option<String>), Failure> {
        self.catch_up().await?;
        let words = self.hub.claim_words();
        Ok((self, words))
    }

    async fn catch_up(&mut self) -> Result<(), Failure> {
        let is_reading = |driver: &Self| {
            let membership = driver.membership.as_ref();
            membership.is_some_and(|membership| !membership.has_begun())
        };
        let mut entries = 0_u64;
        while is_reading(self) {
            let news = news(&mut self.membership, 0).await;
            self.hear_cluster(clock::now(), Some(news)).await;
            if let Some(why) = self.membership.as_mut().and_then(Membership::fault) {
                return Err(Failure::Cluster(why));
            }
            entries += 1;
            if entries.is_multiple_of(TOLD_EACH) {
                info!(entries, "reading the log of the conversation");
            }
            self.turn(&mut Vec::new()).await;
            self.wait_for_archive().await;
        }
        Ok(())
    }

    /// A disk may be slower than a log is read: what waits for it is bounded.
    async fn wait_for_archive(&mut self) {
        while let Some(keeper) = &mut self.keeper
            && keeper.unkept() > UNKEPT
        {
            // One that does not answer is given up here as later.
            let news = match keeper.gives_up_at() {
                Some(at) => timeout_at(at.into(), keeper.news()).await.ok(),
                None => Some(keeper.news().await),
            };
            self.hear_archive(clock::now(), news).await;
        }
    }

    /// What the log and the other servers have told meanwhile.
    pub(super) async fn hear_cluster(&mut self, now: Now, first: Option<News>) {
        let mut next = first;
        for _ in 0..AT_ONCE {
            let Some(membership) = &mut self.membership else {
                return;
            };
            let Some(news) = next.take().or_else(|| membership.more()) else {
                return;
            };
            if let Some(noted) = membership.write_down(&news, &self.hub)
                && let Some(keeper) = &self.keeper
            {
                self.checkpoints.add(keeper, noted);
            }
            if let Some(news) = membership.heard(now, news) {
                self.hub.handle(now, Input::Replica(news));
                self.carry(now).await;
            }
        }
    }

    /// What this turn has for the others goes to them.
    pub(super) async fn tell_cluster(&mut self, now: Now) {
        let Some(membership) = &mut self.membership else {
            return;
        };
        let changed = membership.hand_over(self.hub.people_here());
        if let Some(why) = membership.fault() {
            error!(%why, "no conversation with the other servers any more");
            if let Some(vital) = &self.vital {
                vital.fail(Failure::Cluster(why));
            }
        }
        if let Some(news) = changed {
            self.hub.handle(now, Input::Replica(news));
            self.carry(now).await;
        }
    }

    /// Has the checkpoint written that waits, if it may be.
    pub(super) fn write_checkpoint(&mut self) {
        if let Some(keeper) = &self.keeper {
            self.checkpoints.write(keeper);
        }
    }

    /// What the log has made of this server until it stops.
    pub(super) fn last_checkpoint(&self) -> Option<CheckpointWrite> {
        let membership = self.membership.as_ref();
        let membership = membership.filter(|membership| membership.has_begun());
        membership.and_then(|membership| membership.checkpoint(&self.hub))
    }

    /// The others are told that this server ends.
    pub(super) async fn leave_cluster(&mut self) {
        if let Some(membership) = self.membership.take() {
            membership.leave().await;
        }
    }
}

/// The next news of the others; for ever where there are none, or the disk is behind.
pub(super) async fn news(membership: &mut Option<Membership>, unkept: u64) -> News {
    match membership {
        Some(membership) if unkept <= UNKEPT => membership.next().await,
        Some(_) | None => std::future::pending().await,
    }
}

/// News that are heard in one turn: others have theirs too.
const AT_ONCE: usize = 64;

/// Turns that may wait for the disk before nothing more of the log is read: each has
/// [`AT_ONCE`] entries at most, of 60,000 bytes.
const UNKEPT: u64 = 16;

/// News after which it is told how far the reading is.
const TOLD_EACH: u64 = 100_000;
