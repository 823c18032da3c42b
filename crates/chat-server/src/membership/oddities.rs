//! What is odd in the log, told as often as helps.

use chat_cluster::Counted;
use chat_proto::now::Now;
use tracing::warn;

use crate::replica;

/// What was told of already.
#[derive(Debug, Default)]
pub struct Oddities {
    /// The life of the last server of which it was told that its clock is ahead.
    ahead: u64,
    /// Entries of the log that no server understands.
    skipped: u64,
}

impl Oddities {
    /// An entry that comes from the future tells of a clock that is wrong: said once in each
    /// life. Behind it may be for want of the log alone.
    pub fn looks_at_clock(&mut self, now: Now, entry: &Counted) {
        let ahead = entry.at.saturating_sub(now.wall.unix_ms());
        if ahead > replica::SKEW_MS && self.ahead != entry.life {
            self.ahead = entry.life;
            let ahead = ahead / 1000;
            warn!(
                server = %entry.server,
                "its clock is {ahead} s ahead of this one's: the times beside what is said are \
                 wrong until both are set (timedatectl, NTP)"
            );
        }
    }

    /// An entry that no server understands.
    pub fn skips(&mut self, position: u64, why: &str) {
        self.skipped += 1;
        // The first, the second, the fourth: whoever fills the log fills no disk here.
        if self.skipped.is_power_of_two() {
            let so_far = self.skipped;
            warn!(position, so_far, %why, "an entry of the log that no server understands");
        }
    }
}
