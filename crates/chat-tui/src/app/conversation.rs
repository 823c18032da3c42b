//! The conversations and what stands in them: rooms and persons, their histories,
//! one entry of a history, and what is found in its words.

pub mod quoting;
pub mod prompt;
pub mod places;
pub mod past;
pub mod unfolding;
pub mod tally;
pub mod timeline;
pub mod digest;
pub mod entry;
pub mod needle;
pub mod url;
pub mod mention;
