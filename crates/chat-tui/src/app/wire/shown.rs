//! What can be shown of the wire, and what was noted on it. Plain values.

use chat_proto::trace::entry::Entry;
use chat_wire::together::Told;

/// How much of the screen the window has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// A part below what was said, while typing goes on.
    Pane,
    /// All of it.
    Whole,
}

/// What is shown of the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// Who sent what to whom.
    #[default]
    Ladder,
    /// A stream's bytes: frames, and under them reads and writes.
    Bytes,
    /// The retransmission timer of the chosen row's frame.
    Waits,
    /// What waits in this program, in its system, and on the other side.
    Queues,
    /// Who woke the program.
    Woke,
    /// What the system does by itself.
    System,
    /// Who is connected how, as a server tells it.
    People,
    /// What waits for a person.
    Held,
}

impl View {
    /// All of them, in the order of their keys.
    pub const ALL: [Self; 8] = [
        Self::Ladder,
        Self::Bytes,
        Self::Waits,
        Self::Queues,
        Self::Woke,
        Self::System,
        Self::People,
        Self::Held,
    ];

    /// Whether the system is asked while one looks at it.
    pub fn is_below(self) -> bool {
        match self {
            Self::Queues | Self::System => true,
            Self::Ladder | Self::Bytes | Self::Waits | Self::Woke | Self::People | Self::Held => {
                false
            }
        }
    }
}

/// Whether a server that is observed still shows itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Observed {
    /// It does.
    Live,
    /// It has ended.
    Ended,
}

/// What is to be told of the wire where there is no screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The newest rows that fit this filter.
    Rows(String),
    /// How a message got here.
    How(HowOf),
}

/// What was noted on the wire since the window was told last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Noted {
    /// Events that were forgotten meanwhile.
    pub missed: u64,
    /// The events, and who told them.
    pub entries: Vec<Told>,
}

impl Noted {
    /// These, of the program itself; so many before them are missing.
    pub fn own(missed: u64, entries: Vec<Entry>) -> Self {
        Self {
            missed,
            entries: entries.into_iter().map(Told::from).collect(),
        }
    }
}

/// Whose way is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HowOf {
    /// Our own message, so many from the last, which is 1; nothing: the one that is
    /// chosen, or else the last.
    Own(Option<usize>),
    /// The one of this number in the room.
    Number(u64),
}

impl HowOf {
    /// `2`, `#18`, or nothing.
    pub fn parse(which: &str) -> Option<Self> {
        if which.is_empty() {
            return Some(Self::Own(None));
        }
        if let Some(number) = which.strip_prefix('#') {
            return number.parse().ok().map(Self::Number);
        }
        let from_last = which.parse().ok().filter(|from_last| *from_last > 0);
        from_last.map(|from_last| Self::Own(Some(from_last)))
    }
}

/// Whether the system tells a program without rights of its own what TCP does below it.
#[cfg(target_os = "linux")]
pub const SYSTEM_TELLS: bool = true;
/// The same: here it does not.
#[cfg(not(target_os = "linux"))]
pub const SYSTEM_TELLS: bool = false;
