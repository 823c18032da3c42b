//! The window on the wire: the model of a recording, and everything drawn from it.
//!
//! A program writes down what it does on the network, one line an event (`--trace`);
//! here the lines become a [`record::Recording`], several of them one
//! [`rows::Ladder`] (or of what is happening now, [`live::Live`]), and the ladder a page of text, a picture, a capture. Pure: no
//! socket, no clock, no terminal. `chat-tui` reads the files and shows what comes out.

pub mod report;
pub mod export;
pub mod check;
pub mod quiz;
pub mod text;
pub mod page;
pub mod how;
pub mod waits;
pub mod ruler;
pub mod queues;
pub mod people;
pub mod woke;
pub mod system;
pub mod detail;
pub mod explain;
pub mod words;
pub mod lanes;
pub mod fold;
pub mod filter;
pub mod merge;
pub mod live;
pub mod together;
pub mod rows;
pub mod marks;
pub mod mask;
pub mod record;
pub mod payload;
