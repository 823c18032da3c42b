//! The one loop: what came through the door goes into the hub, what the hub
//! wants goes into the outboxes, the writers are told. Decides nothing.

use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use tokio::sync::mpsc;
use tokio::sync::oneshot;
use tokio::time::timeout_at;
use tracing::info;

use crate::clock;
use crate::dispatch::Dispatch;
use crate::door::Arrival;
use crate::hub::Hub;
use crate::outbox::Limits;
use crate::traffic::Input;
use crate::traffic::Lag;
use crate::traffic::Parting;
use crate::writers::Writers;

/// The loop and what it joins.
#[derive(Debug)]
pub struct Driver {
    hub: Hub,
    door: mpsc::Receiver<Arrival>,
    dispatch: Dispatch,
    writers: Writers,
    limits: Limits,
    figures_at: Option<Instant>,
}

impl Driver {
    /// Ready to run. `figures` is whether a line of figures is logged each minute.
    pub fn new(
        hub: Hub,
        door: mpsc::Receiver<Arrival>,
        writers: Writers,
        limits: Limits,
        figures: bool,
    ) -> Self {
        Self {
            hub,
            door,
            dispatch: Dispatch::default(),
            writers,
            limits,
            figures_at: figures.then(|| clock::now().mono + EACH_MINUTE),
        }
    }

    /// Runs until it is told to stop; then everybody is told, and what waits has
    /// left as far as the sockets take it.
    pub async fn run(mut self, mut stop: oneshot::Receiver<()>) {
        let mut arrivals = Vec::with_capacity(TURN);
        loop {
            let wake = [self.hub.poll_timeout(), self.figures_at]
                .into_iter()
                .flatten()
                .min();
            let next = self.door.recv_many(&mut arrivals, TURN);
            tokio::select! {
                _ = &mut stop => break,
                () = until(wake, next) => {}
            }
            self.turn(&mut arrivals);
            // Writers and readers of the same thread are due before the next turn.
            tokio::task::yield_now().await;
        }
        let now = clock::now();
        self.hub.close(now);
        self.carry_all(now.mono);
        self.writers.list(&mut self.dispatch.listed);
        self.writers.finish().await;
    }

    fn turn(&mut self, arrivals: &mut Vec<Arrival>) {
        let now = clock::now();
        for arrival in arrivals.drain(..) {
            match arrival {
                Arrival::Peer(outbox, origin) => {
                    let peer = outbox.peer;
                    self.dispatch.add(outbox);
                    self.hub.handle(now, Input::Arrived { peer, origin });
                }
                Arrival::Input(input) => self.hub.handle(now, input),
            }
            self.carry(now.mono);
        }
        if self.hub.poll_timeout().is_some_and(|at| at <= now.mono) {
            self.hub.handle_timeout(now);
        }
        self.carry_all(now.mono);
        self.spare_memory(now.mono);
        self.writers.list(&mut self.dispatch.listed);
        self.log_figures(now.mono);
    }

    fn carry(&mut self, now: Instant) {
        while let Some(output) = self.hub.poll_output() {
            self.dispatch.carry(now, output);
        }
    }

    /// Whoever is found too slow leaves its rooms, which tells others, who may
    /// be found too slow: a loop, since every round closes somebody.
    fn carry_all(&mut self, now: Instant) {
        loop {
            self.carry(now);
            self.dispatch.deliver(now);
            if self.dispatch.verdicts.is_empty() {
                return;
            }
            for verdict in std::mem::take(&mut self.dispatch.verdicts) {
                self.hub.handle(clock::now(), verdict);
                self.carry(now);
            }
        }
    }

    /// All outboxes together are bounded: above that the fullest is closed.
    fn spare_memory(&mut self, now: Instant) {
        while self.limits.waiting.load(Ordering::Relaxed) > self.limits.queues.total {
            let Some(fullest) = self.dispatch.fullest() else {
                return;
            };
            let queued = fullest.waiting();
            let why = Parting::TooSlow(Lag::Fullest { queued });
            self.hub
                .handle(clock::now(), Input::Gone(fullest.peer, why));
            self.carry_all(now);
        }
    }

    fn log_figures(&mut self, now: Instant) {
        if self.figures_at.is_some_and(|at| at <= now) {
            self.figures_at = Some(now + EACH_MINUTE);
            let census = self.hub.census();
            info!(
                peers = census.peers,
                rooms = census.rooms,
                heard = census.counts.heard,
                said = census.counts.said,
                refused = census.counts.refused,
                waiting_bytes = self.limits.waiting.load(Ordering::Relaxed),
                "figures"
            );
        }
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
