//! The one loop: what came through the door goes into the hub, what the hub
//! wants is kept and goes into the outboxes, the writers are told. Decides nothing.

mod keeping;
mod sharing;
mod parts;
mod checkpoints;
mod watching;

use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use chat_net::tap::Tap;
use chat_proto::now::Now;
use tokio::sync::mpsc;
use tokio::sync::oneshot;
use tokio::time::timeout_at;
use tracing::info;

pub use self::parts::Driver;

use self::checkpoints::Checkpoints;
use self::parts::BEFORE_OTHERS;
use self::watching::Watching;
use crate::auditfile::AuditFile;
use crate::claimsfile::ClaimsFile;
use crate::clock;
use crate::dispatch::Dispatch;
use crate::door::Arrival;
use crate::hub::Hub;
use crate::keeper::Keeper;
use crate::membership::Membership;
use crate::outbox::Limits;
use crate::traffic::Input;
use crate::traffic::Lag;
use crate::traffic::Parting;
use crate::vital::Vital;
use crate::vital::caught;
use crate::writers::Writers;

impl Driver {
    /// Ready to run. `figures` is whether a line of figures is logged each minute.
    pub fn new(
        hub: Hub,
        door: mpsc::Receiver<Arrival>,
        writers: Writers,
        limits: Limits,
        figures: bool,
    ) -> Self {
        let dispatch = Dispatch::new(Arc::clone(&limits.waiting));
        Self {
            hub,
            door,
            dispatch,
            writers,
            limits,
            rested_at: 0,
            figures_at: figures.then(|| clock::now().mono + EACH_MINUTE),
            people: Arc::default(),
            keeper: None,
            behind: false,
            claims: None,
            audit: None,
            membership: None,
            checkpoints: Checkpoints::default(),
            vital: None,
            watching: Watching::default(),
        }
    }

    /// The same, and whoever watches the wire is told of it.
    pub fn watched(mut self, tap: Tap) -> Self {
        self.watching = Watching::new(tap);
        self
    }

    /// How many people there are, from now on.
    pub fn people(&self) -> Arc<AtomicUsize> {
        Arc::clone(&self.people)
    }

    /// The same, and what is said is kept before it is told.
    pub fn keeping(mut self, keeper: Option<Keeper>) -> Self {
        self.keeper = keeper;
        self
    }

    /// The same, and whose a name is, is kept.
    pub fn keeping_claims(mut self, claims: Option<ClaimsFile>) -> Self {
        self.claims = claims;
        self
    }

    /// The same, and it is written down who orders what.
    pub fn audited(mut self, audit: Option<AuditFile>) -> Self {
        self.audit = audit;
        self
    }

    /// The same, and what it does is put into the log of several servers first.
    pub fn sharing(mut self, membership: Option<Membership>, vital: &Vital) -> Self {
        self.membership = membership;
        self.vital = Some(vital.clone());
        self
    }

    /// Runs until it is told to stop; then everybody is told, and what waits has
    /// left as far as the sockets take it. Where it fails, everybody is told too,
    /// and then it goes on to panic.
    pub async fn run(mut self, mut stop: oneshot::Receiver<()>) {
        if let Err(why) = caught(self.take_turns(&mut stop)).await {
            // The hub may fail again: then they hear the end of their connections.
            let _ = caught(self.part(Hub::fail)).await;
            resume_unwind(Box::new(why));
        }
        let last = self.last_checkpoint();
        self.part(Hub::close).await;
        self.leave_cluster().await;
        self.close_archive().await;
        self.checkpoints.finish(last).await;
    }

    async fn take_turns(&mut self, mut stop: &mut oneshot::Receiver<()>) {
        let mut arrivals = Vec::with_capacity(TURN);
        loop {
            let gives_up = self.keeper.as_ref().and_then(Keeper::gives_up_at);
            let told = self.watching.poll_timeout();
            let wake = [self.hub.poll_timeout(), self.figures_at, gives_up, told]
                .into_iter()
                .flatten()
                .min();
            let hears = !self.is_overfull();
            let next = hear(&mut self.door, &mut arrivals, hears);
            let (mut news, mut shared) = (None, None);
            let unkept = self.keeper.as_ref().map_or(0, Keeper::unkept);
            tokio::select! {
                _ = &mut stop => return,
                told = keeping::news(&mut self.keeper) => news = Some(told),
                told = sharing::news(&mut self.membership, unkept) => shared = Some(told),
                () = self.watching.joined() => {}
                () = until(wake, next) => {}
            }
            if news.is_some() {
                self.hear_archive(clock::now(), news).await;
            }
            if shared.is_some() {
                self.hear_cluster(clock::now(), shared).await;
            }
            self.turn(&mut arrivals).await;
            // Writers and readers of the same thread are due before the next turn.
            tokio::task::yield_now().await;
        }
    }

    /// Has the hub tell everybody that it ends, and sends what waits.
    async fn part(&mut self, tell: fn(&mut Hub, Now)) {
        // Who stands in the door already is let in, so as to be told too, also who is just
        // on the threshold. Bounded by the door: nothing more comes in.
        self.door.close();
        let mut arrivals = Vec::new();
        while let Some(arrival) = self.door.recv().await {
            arrivals.push(arrival);
        }
        self.turn(&mut arrivals).await;
        let now = clock::now();
        tell(&mut self.hub, now);
        self.carry_all(now).await;
        self.hand_over(now);
        self.tell_cluster(now).await;
        self.keep_the_last().await;
        self.writers.list(&mut self.dispatch.listed);
        self.writers.finish().await;
    }

    async fn turn(&mut self, arrivals: &mut Vec<Arrival>) {
        let now = clock::now();
        self.hear_archive(now, None).await;
        for arrival in arrivals.drain(..) {
            match arrival {
                Arrival::Peer(outbox, origin) => {
                    let peer = outbox.peer;
                    self.dispatch.add(outbox);
                    self.hub.handle(now, Input::Arrived { peer, origin });
                }
                Arrival::Input(input) => self.tell_hub(now, input),
                Arrival::First(input, turn) => {
                    self.tell_hub(now, input);
                    drop(turn);
                }
                #[cfg(test)]
                Arrival::Fault(fault) => fault(),
            }
            self.carry(now).await;
            self.watch_backlog(now);
        }
        if self.hub.poll_timeout().is_some_and(|at| at <= now.mono) {
            self.hub.handle_timeout(now);
        }
        self.carry_all(now).await;
        self.people.store(self.hub.people(), Ordering::Relaxed);
        self.hand_over(now);
        self.tell_cluster(now).await;
        self.write_checkpoint();
        self.writers.list(&mut self.dispatch.listed);
        let (hub, dispatch) = (&self.hub, &self.dispatch);
        self.watching.turned(now.mono, hub, dispatch);
        self.log_figures(now.mono);
    }

    fn tell_hub(&mut self, now: Now, input: Input) {
        self.watching.heard(now.mono, &input);
        self.hub.handle(now, input);
    }

    /// Carries out what the hub wants, while it makes it: what nobody has sent yet is
    /// bounded at every moment.
    async fn carry(&mut self, now: Now) {
        while let Some(output) = self.hub.poll_output() {
            self.write_down(&output).await;
            self.watching.decided(now.mono, &output);
            self.take(now, output);
            self.judge(now);
            if self.dispatch.deliveries - self.rested_at >= BEFORE_OTHERS {
                self.dispatch.deliver(now.mono);
                self.let_others().await;
            }
        }
    }

    /// The writers are told, and whoever else runs on this thread has its turn.
    async fn let_others(&mut self) {
        self.rested_at = self.dispatch.deliveries;
        self.writers.list(&mut self.dispatch.listed);
        tokio::task::yield_now().await;
    }

    /// Whoever is found too slow leaves its rooms, which tells others, who may
    /// be found too slow: a loop, since every round closes somebody.
    async fn carry_all(&mut self, now: Now) {
        loop {
            self.carry(now).await;
            self.dispatch.deliver(now.mono);
            let failed = self.ask_archive(now);
            if !self.judge(now) && !failed {
                return;
            }
        }
    }

    /// Tells the hub who has to go; whether there was anybody.
    fn judge(&mut self, now: Now) -> bool {
        let mut verdicts = std::mem::take(&mut self.dispatch.verdicts);
        self.spare_memory(now, &mut verdicts);
        let any = !verdicts.is_empty();
        for verdict in verdicts {
            self.tell_hub(now, verdict);
        }
        any
    }

    /// All outboxes together are bounded: above that those with the most are closed
    /// until there is space for a while, and where one was closed already, what it
    /// would still be sent is dropped.
    fn spare_memory(&self, now: Now, verdicts: &mut Vec<Input>) {
        let total = self.limits.queues.total;
        let waiting = || self.limits.waiting.load(Ordering::Relaxed);
        if waiting() <= total {
            return;
        }
        for outbox in self.dispatch.greatest() {
            if waiting() <= total - total / 8 {
                return;
            }
            if outbox.is_closed() {
                outbox.abandon();
                continue;
            }
            let queued = outbox.waiting();
            outbox.drop_backlog(now.mono);
            let why = Parting::TooSlow(Lag::Fullest { queued });
            verdicts.push(Input::Gone(outbox.peer, why));
        }
    }

    fn log_figures(&mut self, now: Instant) {
        if self.figures_at.is_some_and(|at| at <= now) {
            self.figures_at = Some(now + EACH_MINUTE);
            let census = self.hub.census();
            info!(
                peers = census.peers,
                rooms = census.rooms,
                remembered_bytes = census.remembered,
                heard = census.counts.heard,
                said = census.counts.said,
                refused = census.counts.refused,
                waiting_bytes = self.limits.waiting.load(Ordering::Relaxed),
                "figures"
            );
        }
    }
}

/// Waits for what comes through the door; for ever where nobody is heard for now.
async fn hear(door: &mut mpsc::Receiver<Arrival>, arrivals: &mut Vec<Arrival>, hears: bool) {
    if hears {
        door.recv_many(arrivals, TURN).await;
    } else {
        std::future::pending::<()>().await;
    }
}

/// Waits for the future, but no longer than until this moment.
async fn until<F: Future>(wake: Option<Instant>, future: F) {
    match wake {
        None => drop(future.await),
        Some(at) => drop(timeout_at(at.into(), future).await),
    }
}

/// Batches handled before the writers are told: many make full writes, few
/// keep one turn short.
const TURN: usize = 64;

const EACH_MINUTE: Duration = Duration::from_secs(60);

#[cfg(test)]
mod costs;
#[cfg(test)]
mod tests;
