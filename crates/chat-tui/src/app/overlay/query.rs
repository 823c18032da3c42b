//! The line in which one writes what is looked for: the same in every search.

use crate::app::event::Action;
use crate::app::event::Edit;

/// Whether a key edits what is looked for; then it is done.
pub(in crate::app) fn edit(query: &mut String, action: Action) -> bool {
    if let Action::Insert(c) = action
        && query.len() < MOST
    {
        query.push(c);
    } else if action == Action::Edit(Edit::Backspace) {
        query.pop();
    } else if action == Action::Edit(Edit::KillToStart) {
        query.clear();
    } else {
        return false;
    }
    true
}

/// Bytes of what is looked for.
const MOST: usize = 200;
