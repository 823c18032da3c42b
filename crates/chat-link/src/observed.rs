//! What happens in the sending half and only a trace wants to know: it decides nothing.

use std::time::Duration;

use chat_proto::trace::link::BackoffReset;

/// Kept until it is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observed {
    /// The round trip that an acknowledgement has measured, and nobody has asked yet.
    pub measured: Option<Duration>,
    /// The backoff was undone, and nobody has asked yet.
    pub reset: Option<BackoffReset>,
    is_full: bool,
}

impl Observed {
    /// Whether the window is full, and was not when that was asked last.
    pub fn becomes_full(&mut self, is_full: bool) -> bool {
        let was_full = std::mem::replace(&mut self.is_full, is_full);
        is_full && !was_full
    }
}
