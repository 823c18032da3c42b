//! What a person has to know about a connection, beside what is said on it.

use std::time::Duration;

use crate::config::Endpoint;

/// What a person has to know about a conversation over UDP.
#[derive(Clone, Debug)]
pub(crate) enum Remark {
    /// Nothing was heard so far.
    Unanswered {
        /// Where.
        endpoint: Endpoint,
        /// For how long it is asked.
        patience: Duration,
    },
    /// There is no link.
    BestEffort(Endpoint),
    /// A recording has begun, has ended, or neither.
    Recording(Recorded),
}

impl Remark {
    /// Whether it says that something is done as it was asked for.
    pub(crate) fn is_good(&self) -> bool {
        match self {
            Self::Recording(Recorded::Begun(_) | Recorded::Ended(_, 0)) => true,
            Self::Unanswered { .. }
            | Self::BestEffort(_)
            | Self::Recording(
                Recorded::Ended(..) | Recorded::None | Recorded::IsThere(_) | Recorded::Failed(..),
            ) => false,
        }
    }
}

/// What became of a wish to record.
#[derive(Clone, Debug)]
pub(crate) enum Recorded {
    /// It has begun, in this file.
    Begun(String),
    /// It is over; so many events are missing.
    Ended(String, u64),
    /// There is none that could end.
    None,
    /// Something else is in that file, and stays.
    IsThere(String),
    /// It cannot begin, and why.
    Failed(String, String),
}
