//! What has to be looked at when its time comes, and what is told together.

use std::time::Instant;

use chat_proto::room::RoomName;

use crate::traffic::PeerId;

/// What has to be looked at when its time comes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// Whether a UDP peer has been silent for too long.
    Lease(PeerId),
    /// Whether somebody who came back has not come back to all of its rooms.
    Kept(PeerId),
    /// Whether refusals of a flood are still untold.
    Refusals(PeerId),
    /// Whether comings and goings of a room are still untold.
    Crowd(RoomName),
    /// Whether wrong passwords are.
    Guesses,
    /// Whether the archive has answered this question.
    Answer(u64),
    /// Whether this mute is over.
    Mute(u64),
    /// Whether it is still untold how many have voted in a room.
    Votes(RoomName),
}

/// What is told together, so as not to be told too often.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gathered {
    /// When some of it was told last.
    pub told_at: Option<Instant>,
    /// How much was not told since.
    pub untold: u64,
}
