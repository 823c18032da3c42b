//! What an action means while something lies over the conversation and is being
//! looked through: for all that do so, which have arms of their own for the rest.

use crate::app::event::Action;
use crate::app::event::Choose;
use crate::app::event::Effect;
use crate::app::event::Scroll;
use crate::app::state::App;

/// What is left to be done.
pub(in crate::app) enum Meant {
    /// One further up.
    Up,
    /// One further down.
    Down,
    /// A page, or where else one can scroll to.
    Scroll(Scroll),
    /// Enter.
    Take,
    /// Back to the conversation.
    Leave,
    /// To the keys and commands.
    Help,
    /// What opens one of them, perhaps this one.
    Open(Opener),
    /// Nothing more.
    Nothing,
}

/// Which of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Opener {
    Search,
    Recall,
    Choice(Choose),
}

/// Does what is the same everywhere.
pub(in crate::app) fn meant(app: &mut App, action: Action) -> Meant {
    match action {
        Action::Up => return Meant::Up,
        Action::Down => return Meant::Down,
        Action::Scroll(scroll) => return Meant::Scroll(scroll),
        Action::Send => return Meant::Take,
        Action::Escape | Action::Interrupt => return Meant::Leave,
        Action::Help => return Meant::Help,
        Action::Search => return Meant::Open(Opener::Search),
        Action::Recall => return Meant::Open(Opener::Recall),
        Action::Choose(of) => return Meant::Open(Opener::Choice(of)),
        Action::Redraw => app.effects.push(Effect::Redraw),
        Action::Suspend => app.effects.push(Effect::Suspend),
        Action::Insert(_)
        | Action::Newline
        | Action::Editor
        | Action::Mend
        | Action::Complete
        | Action::CompleteBack
        | Action::Edit(_)
        | Action::Go(_)
        | Action::CopyView
        | Action::Toggle(_)
        | Action::Wire(_)
        | Action::EndOfInput => {}
    }
    Meant::Nothing
}
