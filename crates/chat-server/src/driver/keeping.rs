//! Hear, decide, keep, deliver: the part of the driver that has what is said kept before
//! it is told. The hub runs ahead and never waits for a disk.

use chat_archive::News;
use chat_proto::now::Now;
use chat_proto::text::clean;
use tokio::time::timeout;
use tracing::error;
use tracing::info;
use tracing::warn;

use crate::clock;
use crate::driver::parts::BEFORE_OTHERS;
use crate::driver::parts::Driver;
use crate::keeper::Keeper;
use crate::log;
use crate::traffic::Answer;
use crate::traffic::Input;
use crate::traffic::Output;

impl Driver {
    /// What has to be in a file before what follows is told, and what the operator reads.
    pub(super) async fn write_down(&mut self, output: &Output) {
        match (output, &mut self.claims, &mut self.audit) {
            (Output::Record(line), Some(claims), _) => claims.keep(line.clone()).await,
            (Output::Audit(line), _, Some(audit)) => audit.keep(line.clone()).await,
            (Output::Desk(words), _, _) => log::tell(&clean(words)),
            _ => {}
        }
    }

    /// What is to be kept goes to the archive, and from here on everything waits for it;
    /// all else is carried out, or waits too.
    pub(super) fn take(&mut self, now: Now, output: Output) {
        match (output, &mut self.keeper) {
            (Output::Keep(row), Some(keeper)) => {
                if let Some(turn) = keeper.add(row) {
                    self.hold(now, turn);
                }
            }
            (Output::Redact(room, seq), Some(keeper)) => {
                if let Some(turn) = keeper.redact(room, seq) {
                    self.hold(now, turn);
                }
            }
            (Output::Replicate(word), _) => {
                if let Some(membership) = &mut self.membership {
                    membership.carry(word);
                }
            }
            (output, _) => self.dispatch.carry(now.mono, output),
        }
    }

    /// From here on everything waits for the archive. What several servers share is in their
    /// log already, and the archive a copy of that: nothing waits.
    fn hold(&mut self, now: Now, turn: u64) {
        if self.membership.is_none() {
            self.dispatch.hold(now.mono, turn);
        }
    }

    /// The turn is over: what was said in it is handed to the archive.
    pub(super) fn hand_over(&mut self, now: Now) {
        if let Some(keeper) = &mut self.keeper {
            keeper.hand_over(now.mono);
        }
    }

    /// What the archive has told meanwhile.
    pub(super) async fn hear_archive(&mut self, now: Now, first: Option<News>) {
        let mut next = first;
        while let Some(news) = next.or_else(|| self.keeper.as_mut()?.more_news()) {
            self.on_news(now, news);
            next = None;
        }
        let is_late = |keeper: &Keeper| keeper.gives_up_at().is_some_and(|at| at <= now.mono);
        if self.keeper.as_ref().is_some_and(is_late) {
            self.give_up(now, "it does not answer");
        }
        self.release(now).await;
    }

    fn on_news(&mut self, now: Now, news: News) {
        let Some(keeper) = &mut self.keeper else {
            return;
        };
        let input = match news {
            News::Kept { turn } => {
                keeper.on_kept(now.mono, turn);
                return self.dispatch.held.kept(turn);
            }
            News::Page { ticket, rows, more } | News::Found { ticket, rows, more } => {
                Input::Answered(ticket, Answer::Messages { rows, more })
            }
            News::Failed { ticket, why } => {
                warn!(%why, "the archive cannot answer");
                Input::Answered(ticket, Answer::Failed)
            }
            News::Warning { why } => {
                warn!(%why, "the archive");
                return;
            }
            News::Trimmed { count } => {
                info!(
                    count,
                    "messages that are not to be kept any longer are gone"
                );
                return;
            }
            News::Trouble { why } => return self.give_up(now, &why),
            News::Restored { log } => {
                keeper.resume();
                info!("what is said is kept again");
                Input::Kept(log)
            }
            News::Forgotten { what } => Input::Forgotten(what),
        };
        self.hub.handle(now, input);
    }

    /// What waits is told without being kept, and everybody is told that it is so.
    fn give_up(&mut self, now: Now, why: &str) {
        let given_up = self.keeper.as_mut().and_then(Keeper::give_up);
        let Some((turn, log)) = given_up else {
            return;
        };
        error!(%why, "what is said cannot be kept: the chat goes on without");
        self.behind = false;
        self.dispatch.held.kept(turn);
        self.hub.handle(now, Input::Unkept(log));
    }

    /// Whatever need not wait any longer goes into the outboxes, with a pause for the
    /// writers now and then: none of them is to be given more at once than its peer
    /// could have read meanwhile.
    pub(super) async fn release(&mut self, now: Now) {
        let mut before_others = RELEASED;
        let mut left = self.dispatch.held.said();
        while self.dispatch.release(now.mono) {
            self.judge(now);
            let is = self.dispatch.held.said();
            before_others = before_others.saturating_sub(left.saturating_sub(is));
            left = is;
            let delivered = self.dispatch.deliveries - self.rested_at;
            if before_others == 0 || delivered >= BEFORE_OTHERS {
                before_others = RELEASED;
                self.let_others().await;
            }
        }
        self.ask_archive(now);
        self.watch_backlog(now);
    }

    /// The questions whose time has come. One that cannot be asked is answered at once:
    /// whether there was any such.
    pub(super) fn ask_archive(&mut self, now: Now) -> bool {
        let mut failed = false;
        for (ticket, question) in std::mem::take(&mut self.dispatch.asks) {
            let asked = self.keeper.as_ref().map(|k| k.ask(ticket, question));
            if !matches!(asked, Some(Ok(()))) {
                failed = true;
                self.hub
                    .handle(now, Input::Answered(ticket, Answer::Failed));
            }
        }
        failed
    }

    /// Tells the hub when too much waits to be kept, and when that is over.
    pub(super) fn watch_backlog(&mut self, now: Now) {
        let most = BEHIND.min(self.limits.queues.hard / 2);
        let behind = self.dispatch.held.said() > if self.behind { most / 2 } else { most };
        if std::mem::replace(&mut self.behind, behind) != behind {
            self.hub.handle(now, Input::Behind(behind));
        }
    }

    /// Whether so much waits that no more is heard for now: pings and lists of people
    /// are answered behind what is to be kept.
    pub(super) fn is_overfull(&self) -> bool {
        self.dispatch.held.bytes() > OVERFULL
    }

    /// The last that was said is kept, if the disk does its part soon; then it is told.
    pub(super) async fn keep_the_last(&mut self) {
        let last = self.keeper.as_ref().map(|keeper| keeper.last_wait);
        let deadline = clock::now().mono + last.unwrap_or_default();
        while self.dispatch.held.is_unkept()
            && let Some(keeper) = &mut self.keeper
        {
            let left = deadline.saturating_duration_since(clock::now().mono);
            let news = timeout(left, keeper.news()).await.ok();
            let now = clock::now();
            if news.is_none() {
                self.give_up(now, "it does not answer, and the server stops");
            }
            self.hear_archive(now, news).await;
            self.carry_all(now).await;
        }
        let now = clock::now();
        self.release(now).await;
    }

    /// Nothing more is said: the archive writes what it has.
    pub(super) async fn close_archive(&mut self) {
        if let Some(keeper) = self.keeper.take() {
            let closing = tokio::task::spawn_blocking(move || keeper.close());
            // It ends by itself, or with the program.
            let _ = closing.await;
        }
    }
}

/// The next news of an archive; for ever where there is none.
pub(super) async fn news(keeper: &mut Option<Keeper>) -> News {
    match keeper {
        Some(keeper) => keeper.news().await,
        None => std::future::pending().await,
    }
}

/// Bytes of messages that wait to be kept before no more are taken: a second of a busy
/// class, and never more than half of what may wait for one peer, since all of it goes
/// there at once.
const BEHIND: usize = 1024 * 1024;

/// Bytes of all that waits before nobody is heard any more.
const OVERFULL: usize = 16 * 1024 * 1024;

/// Bytes of messages that are put into outboxes before the writers have their turn.
const RELEASED: usize = 64 * 1024;

#[cfg(test)]
mod tests;
