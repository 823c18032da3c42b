//! Any datagrams from any addresses against the links of a server: no answer is
//! longer than its question, none is given to an answer, nobody gets a link who
//! has not shown its address, and nobody speaks for another. The script stands
//! beside the links' tests, where proptest runs it too.

#![no_main]

use std::time::Instant;

use chat_server::links;
use libfuzzer_sys::fuzz_target;

#[path = "../../crates/chat-server/src/links/tests/script.rs"]
mod script;

fuzz_target!(|bytes: &[u8]| script::run(Instant::now(), bytes));
