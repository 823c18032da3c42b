//! What a link begins with, and why it does not take a frame.

use crate::envelope::LinkId;
use crate::envelope::Side;
use crate::policy::Policy;

/// What a link begins with.
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    /// Which conversation.
    pub id: LinkId,
    /// Which end of it.
    pub side: Side,
    /// How it behaves.
    pub policy: Policy,
    /// Seeds the jitter of the retransmission timer.
    pub seed: u64,
    /// Whether events are kept for [`Link::poll_event`](crate::Link::poll_event).
    pub traced: bool,
}

/// A frame that cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsent {
    /// The send queue is full: try again later.
    Full,
    /// It is no JSON object, or longer than any frame may be: never.
    Unfit,
    /// The conversation is over.
    Over,
}
