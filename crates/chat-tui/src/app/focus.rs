//! What the keys act upon: the conversation, or what lies over it. The values;
//! what the keys do there is decided in `overlay`.

pub mod answer;
pub mod choice;
pub mod found;
pub mod jump;
pub mod picked;
pub mod question;
pub mod recall;

use crate::app::conversation::needle::Needle;
use crate::app::conversation::tally::Tally;
use crate::app::conversation::timeline::ScrollPosition;
use crate::app::keys::binding::Scope;
use crate::app::pattern::Fault;

use answer::Answer;
use choice::Choice;
use found::Found;
use picked::Picked;
use recall::Recall;

/// What the keys act upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Focus {
    /// The input and the history.
    Chat,
    /// The help page, over what its keys are about.
    Help {
        /// How far it is scrolled down.
        row: u16,
        /// What was there before and comes back.
        over: Box<Self>,
    },
    /// A word that is looked for in the history.
    Search(Search),
    /// A word that is looked for in what one wrote before.
    Recall(Recall),
    /// A list to choose from.
    Choice(Choice),
    /// What a search in everything that is kept has found.
    Found(Found),
    /// What was said and nothing else; where one was before.
    Copy(ScrollPosition),
    /// What was said, for a projector; where one was before.
    Present(ScrollPosition),
    /// A message that is chosen, for what one does with it.
    Message(Picked),
    /// What only the person knows, before the server lets us in.
    Answer(Answer),
    /// The window on the wire, over everything.
    Wire,
    /// The same, while a filter is written.
    WireFilter,
}

impl Focus {
    /// Which of the table's keys work.
    pub fn scope(&self) -> Scope {
        match self {
            Self::Chat => Scope::Chat,
            Self::Help { .. } => Scope::Help,
            Self::Search(_) => Scope::Search,
            Self::Recall(_) => Scope::Recall,
            Self::Choice(_) | Self::Found(_) => Scope::Choice,
            Self::Copy(_) | Self::Present(_) => Scope::Copy,
            Self::Message(_) => Scope::Message,
            Self::Answer(_) => Scope::Answer,
            Self::Wire | Self::WireFilter => Scope::Wire,
        }
    }

    /// Where one was before, in a view of what was said and nothing else.
    pub(in crate::app) fn from(&self) -> Option<ScrollPosition> {
        if let Self::Copy(from) | Self::Present(from) = self {
            return Some(*from);
        }
        None
    }

    /// The message that is chosen, where one is.
    pub fn picked(&self) -> Option<Picked> {
        if let Self::Message(picked) = self {
            return Some(*picked);
        }
        None
    }

    /// The search, where one looks for a word in the history.
    pub fn search(&self) -> Option<&Search> {
        if let Self::Search(search) = self {
            return Some(search);
        }
        None
    }

    /// The help page over it.
    pub(in crate::app) fn with_help(self) -> Self {
        Self::Help {
            row: 0,
            over: Box::new(self),
        }
    }
}

/// One looking for a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// The word, or the expression.
    pub query: String,
    /// The same as it is compared; or why it is no expression, or not yet.
    pub needle: Result<Needle, Fault>,
    /// The message that has it.
    pub found: Option<u64>,
    /// Which of how many it is.
    pub tally: Tally,
    /// Where one was before.
    pub from: ScrollPosition,
}
