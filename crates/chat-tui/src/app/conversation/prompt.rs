//! What stands before the input: who speaks, and to whom.

use crate::app::conversation::places::With;
use crate::wrap;

/// In a window of so many columns.
pub(in crate::app) fn of(you: &str, with: &With, columns: u16) -> String {
    let most = usize::from(columns / 3).min(16);
    let you = wrap::shortened(you, most);
    match with {
        With::Nobody | With::Room(_) => format!("{you}> "),
        With::Person(whom) => {
            let whom = wrap::shortened(&whom.shown, most);
            // What one writes needs the room more than one's own name does.
            let you = if columns < NARROW {
                ""
            } else {
                &format!("{you} ")
            };
            format!("{you}→ {whom}> ")
        }
    }
}

/// In narrower windows there is one name.
const NARROW: u16 = 50;
