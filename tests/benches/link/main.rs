//! What the link is worth, measured against what it has to be: the real server,
//! peers that speak the link, and loss on a real network between them.
//!
//! `cargo bench -p chat-tests --bench link`, as root for the rows with loss; after
//! `--` the rows that are wanted: `cost talk hops thousand jitter`. Prints figures
//! and judges nothing: the machine's other programs are in them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a bench on this machine's own networks prints what it finds"
)]

#[cfg(target_os = "linux")]
mod rows;
#[cfg(target_os = "linux")]
mod crowd;
#[cfg(target_os = "linux")]
mod journey;
#[cfg(target_os = "linux")]
mod road;
#[cfg(target_os = "linux")]
mod talker;

fn main() {
    #[cfg(target_os = "linux")]
    {
        let asked: Vec<String> = std::env::args()
            .skip(1)
            .filter(|word| !word.starts_with('-'))
            .collect();
        println!("| what | measured | must be |\n|---|---|---|");
        if rows::wanted(&asked, "cost") {
            rows::cost();
        }
        if let Err(error) = rows::road(asked) {
            println!("\nrows with loss skipped, no networks of our own: {error}; run it as root");
        }
    }
    #[cfg(not(target_os = "linux"))]
    println!("skipped: network namespaces and /proc are Linux's");
}

/// The real server.
#[cfg(target_os = "linux")]
const SERVER: &str = env!("CARGO_BIN_EXE_server-under-test");
