//! Trust: whose name it is, and who may come in.
//!
//! A client has a key, equal to six words that a person can carry; the first key that
//! takes a name has it. The password of a class is shown to be known by both sides and
//! never sent. `docs/TRUST.md` says against whom that helps and against whom it does
//! not.
//!
//! Pure: no socket, no clock, no file, no chance. What was drawn and what time it is
//! come in as arguments. `chat-server` and `chat-tui` put sockets and files around it,
//! and a connection's encryption, where there is one, is told to it as a [`Bind`].
//!
//! [`Bind`]: statement::Bind

pub mod audit;
pub mod claims;
pub mod roles;
pub mod challenge;
pub mod key;
pub mod password;
pub mod statement;
pub mod mac;
pub mod words;
