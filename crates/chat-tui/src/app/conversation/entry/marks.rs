//! What is marked of an entry, in the bits of a byte: there are a hundred thousand entries.

/// It was written here.
pub(super) const HERE: u8 = 1;
/// All of it is shown.
pub(super) const WHOLE: u8 = 2;
/// It answers a message.
pub(super) const ANSWERS: u8 = 4;
/// It says a message better.
pub(super) const EDITS: u8 = 8;
/// It is a sign about a message.
pub(super) const REACTS: u8 = 16;
/// Something came to it later.
pub(super) const LATER: u8 = 32;
/// A teacher has said it.
pub(super) const LEADS: u8 = 64;
/// In which way it refers to one.
pub(super) const REFERS: u8 = ANSWERS | EDITS | REACTS;
