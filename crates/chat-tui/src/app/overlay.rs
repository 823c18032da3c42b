//! What the keys do while something lies over the conversation: a list to choose
//! from, a search, an earlier input, or the history alone for the mouse.

pub mod on_choice;
pub mod on_found;
pub mod on_search;
pub mod on_recall;
pub mod on_copy;
pub mod on_need;
pub mod meaning;
pub mod query;
