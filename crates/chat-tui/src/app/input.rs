//! What is being written: the text under the cursor, what it asks for, and how it
//! is divided. Values; what the keys make of them is decided in `writing`.

pub mod completion;
pub mod held;
pub mod listing;
pub mod fetched;
pub mod command;
pub mod lookup;
pub mod referring;
pub mod signs;
pub mod emoji;
pub mod sharing;
pub mod setting;
pub mod composer;
pub mod split;
