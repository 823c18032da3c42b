//! What the driver joins. What it does with that is beside it.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Instant;

use tokio::sync::mpsc;

use crate::auditfile::AuditFile;
use crate::claimsfile::ClaimsFile;
use crate::dispatch::Dispatch;
use crate::door::Arrival;
use crate::driver::checkpoints::Checkpoints;
use crate::driver::watching::Watching;
use crate::hub::Hub;
use crate::keeper::Keeper;
use crate::membership::Membership;
use crate::outbox::Limits;
use crate::vital::Vital;
use crate::writers::Writers;

/// The loop and what it joins.
#[derive(Debug)]
pub struct Driver {
    pub(super) hub: Hub,
    pub(super) door: mpsc::Receiver<Arrival>,
    pub(super) dispatch: Dispatch,
    pub(super) writers: Writers,
    pub(super) limits: Limits,
    /// How many deliveries there had been when others last had their turn.
    pub(super) rested_at: u64,
    pub(super) figures_at: Option<Instant>,
    /// How many people there are, for whoever wants to know.
    pub(super) people: Arc<AtomicUsize>,
    /// Where what is said is kept before it is told.
    pub(super) keeper: Option<Keeper>,
    /// Whether the hub was told that too much waits to be kept.
    pub(super) behind: bool,
    /// Where it is kept whose a name is.
    pub(super) claims: Option<ClaimsFile>,
    /// Where it is written who orders what.
    pub(super) audit: Option<AuditFile>,
    /// Its part in the conversation that several servers share.
    pub(super) membership: Option<Membership>,
    /// What it has written down of that.
    pub(super) checkpoints: Checkpoints,
    /// Where it is told that this server cannot go on.
    pub(super) vital: Option<Vital>,
    /// What those are told who watch the wire.
    pub(super) watching: Watching,
}

/// Frames put into outboxes before the writers and readers of this thread get their
/// turn: a few milliseconds.
pub(super) const BEFORE_OTHERS: u64 = 16 * 1024;
