//! What comes from the sides of a screen.

use chat_proto::trace::talk::Waker;

use crate::app::beside::ServerId;
use crate::app::event::Edited;
use crate::keyboard::Typed;
use crate::signal::Job;
use crate::socket::Arrival;

/// What comes from its own sides.
pub(in crate::screen) enum Came {
    /// Keys; nothing when the terminal is gone.
    Keys(Option<Vec<Typed>>),
    /// What was written in an editor.
    Edited(Edited),
    /// The window has another size.
    Resized,
    /// A word of the shell.
    Job(Job),
    /// Something on the wire, and somebody looks.
    Noted,
    /// Something came from a further server.
    Elsewhere(ServerId, Arrival),
}

impl Came {
    /// What woke the program by it; nothing where it is the window itself that looks.
    pub(in crate::screen) fn waker(&self) -> Option<Waker> {
        match self {
            Self::Keys(_) => Some(Waker::Keyboard),
            Self::Edited(_) | Self::Resized | Self::Job(_) => Some(Waker::Signal),
            Self::Noted => None,
            Self::Elsewhere(..) => Some(Waker::Socket),
        }
    }
}
