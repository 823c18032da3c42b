//! The lessons: every program of the course, each on one page of `examples/`.
//!
//! There is nothing to call here. `docs/LESSONS.md` (`docs/LICOES.md` in
//! Portuguese) walks through the programs in the order of the course, and
//! `cargo run --example NAME` runs one. They use tokio and the standard library,
//! and nothing of ours; only the last two, the client and the server of
//! `json_chat`, say the same thing with `chat-proto`, and are in a package of
//! their own (`json`) so that nobody has to compile it for the others. What they
//! promise is tested by running them as real processes, in `tests/lessons`.
