//! Any datagrams in any order against one end of a link: bounds, order, each
//! frame once, no waking up for nothing. The script stands beside the link's
//! tests, where proptest runs it too.

#![no_main]

use std::time::Instant;

use chat_link::Link;
use chat_link::Setup;
use chat_link::envelope;
use chat_link::policy;
use libfuzzer_sys::fuzz_target;

#[path = "../../crates/chat-link/src/tests/script.rs"]
mod script;

fuzz_target!(|bytes: &[u8]| script::run(Instant::now(), bytes));
