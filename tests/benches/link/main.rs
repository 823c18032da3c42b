//! What the link is worth, measured: `cargo bench -p chat-tests --bench link`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a bench on this machine's own networks prints what it finds"
)]

mod crowd;
mod talker;

use std::time::Duration;

use crowd::Crowd;
use crowd::Kind;

fn main() {
    let secs = Duration::from_secs;
    for round in 1..=2 {
        for kind in [Kind::Linked, Kind::Naive] {
            let mut crowd = Crowd::gathers(kind, 100);
            let a = crowd.closed_loop(64, 20_000, secs(5));
            let paced = crowd.paced(1, Duration::from_millis(50), secs(5));
            println!(
                "{round} {kind:?} A: {:.2} us of {}; paced {:.2} us of {}",
                a.each(),
                a.deliveries,
                paced.each(),
                paced.deliveries
            );
        }
    }
    let mut crowd = Crowd::gathers(Kind::Linked, 30);
    let cost = crowd.paced(30, secs(1), secs(10));
    println!("30 peers at 1/s: {:.2} %", cost.share());
}

const SERVER: &str = env!("CARGO_BIN_EXE_server-under-test");
