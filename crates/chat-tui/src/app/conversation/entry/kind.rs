//! What an entry of a history is.

use chat_proto::stamp::Day;

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Somebody said it.
    Said,
    /// We said it, and everybody has it.
    Own,
    /// We said it under this ticket, and nobody has confirmed it.
    Waiting(u64),
    /// We said it and it was refused.
    Refused,
    /// Somebody said it, and it was taken back.
    TakenBack,
    /// Somebody said a message better that is here: it is shown there.
    Edited,
    /// A sign of what somebody thinks of a message: it is counted there.
    Reacted,
    /// We said it under this ticket and have no confirmation: it may have arrived.
    Unconfirmed(u64),
    /// Somebody came, left, is called otherwise.
    Happened,
    /// This program says it.
    Hint,
    /// Something went wrong.
    Trouble,
    /// A rule: another day begins.
    Day(Day),
    /// A rule: so many are unread below it.
    Unread(usize),
    /// A rule: so many messages are not here yet.
    Gap(u64),
    /// A rule: what is below it was said before we came.
    Before,
    /// A rule: nothing older is kept.
    Start,
}

impl Kind {
    /// Whether somebody said it.
    pub fn is_said(self) -> bool {
        match self {
            Self::Said
            | Self::Own
            | Self::Waiting(_)
            | Self::Refused
            | Self::TakenBack
            | Self::Unconfirmed(_) => true,
            Self::Edited
            | Self::Reacted
            | Self::Happened
            | Self::Hint
            | Self::Trouble
            | Self::Day(_)
            | Self::Unread(_)
            | Self::Gap(_)
            | Self::Before
            | Self::Start => false,
        }
    }

    /// Whether it is shown with another entry, and has no rows of its own.
    pub fn is_elsewhere(self) -> bool {
        matches!(self, Self::Edited | Self::Reacted)
    }

    /// Whether we said it, and others perhaps did not get it.
    pub fn wants_mending(self) -> bool {
        matches!(self, Self::Refused | Self::Unconfirmed(_))
    }

    /// The day that it begins, if it is such a rule.
    pub fn day(self) -> Option<Day> {
        if let Self::Day(day) = self {
            return Some(day);
        }
        None
    }

    /// How many are unread below it, if it is such a rule.
    pub fn unread(self) -> Option<usize> {
        if let Self::Unread(count) = self {
            return Some(count);
        }
        None
    }

    /// Whether it is a line across, and no text.
    pub fn is_rule(self) -> bool {
        matches!(
            self,
            Self::Day(_) | Self::Unread(_) | Self::Gap(_) | Self::Before | Self::Start
        )
    }

    /// How many messages are not here, if it says so.
    pub fn gap(self) -> Option<u64> {
        if let Self::Gap(count) = self {
            return Some(count);
        }
        None
    }

    /// Whether it says that some are not here.
    pub fn is_gap(self) -> bool {
        self.gap().is_some()
    }
}
