//! The words of the chat: what a frame, a name, a room and a text are, and how
//! they are written on the wire.
//!
//! Pure: no socket, no clock, no task, no file. Bytes and times come in as
//! arguments; values and bytes go out. `chat-server` and `chat-tui` put sockets
//! around it, and the tests and fuzzers call it directly. The datagrams' own
//! conversation is `chat-link`, the simulated bad network `chat-weather`; what
//! all of them write into a trace is in [`trace`].
//!
//! Look first at [`frame::PeerFrame`] and [`frame::ServerFrame`] (what can be
//! said), then at [`codec`] (how it is written). The list below is in reading
//! order, and a module names only modules that stand below it.

pub mod codec;
pub mod plain;
pub mod discovery;
pub mod frame;
pub mod refusal;
pub mod paste;
pub mod name;
pub mod room;
pub mod wanted;
pub mod search;
pub mod text;
pub mod rate;
pub mod outlook;
pub mod trace;
pub mod chance;
pub mod now;
pub mod stamp;
pub mod hex;
pub mod limits;
