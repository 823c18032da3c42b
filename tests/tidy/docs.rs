//! The documents say what the programs do, and their examples run.
//!
//! For whoever writes them:
//!
//! - `docs/PROTOCOL.md` names every `type` of frame and every error code, as
//!   `` `join` `` or `"join"`.
//! - `docs/SERVER.md` and `docs/CLIENT.md` name every option of `--help`: `--port`.
//! - `README.md` and `LEIAME.md` have the same headings and commands, and at most
//!   900 words each.
//! - The fenced blocks of `docs/PROTOCOL.md` that open with ```` ```json ````
//!   hold one frame a line, and nothing else but blank lines:
//!   - `> {"type":"who"}` comes from a peer and can be read;
//!   - `> {"type":"fly"} // bad_frame` is refused with that code: while it is
//!     read, or, for what only the server can know (`name_taken`, …), later;
//!   - `< {"name":"server", …}` comes from the server: it has a `name`, a
//!     `timestamp` and a `text`, and a `type` that our client knows.
//! - `ARCHITECTURE.md` has a heading that names each crate (`chat-proto`), and
//!   below it every module of the crate's `lib.rs`: `` `codec` ``, `codec.rs` or
//!   `codec/`.
//! - Links inside the project lead to files that exist, and to headings that they have.
//! - `docs/SUMMARY.md`, the contents of the book, lists every document once.

mod anchors;
mod book;
mod examples;
mod links;
mod twins;
mod words;
