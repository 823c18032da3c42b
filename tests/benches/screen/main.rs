//! How the client behaves in the hand, measured from outside: a pseudo-terminal
//! of 120×40, a server of the bench's own that can say more than a real one, and
//! what the operating system counts. weechat and irssi beside it, where they are
//! installed.
//!
//! `cargo bench -p chat-tests --bench screen [-- WORD…]`. Words choose measures
//! (`start memory idle echo flood elsewhere bytes top`) and programs (`chat-tui
//! weechat irssi`).
//! Prints figures beside their targets and judges nothing by its exit status:
//! the machine's other programs are in them.

#![cfg_attr(
    unix,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        reason = "a bench on this machine's own loopback has nobody to answer to"
    )
)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a bench prints what it finds"
)]

#[cfg(unix)]
mod measures;
#[cfg(unix)]
mod rivals;
#[cfg(unix)]
mod guest;
#[cfg(unix)]
mod host;
#[cfg(unix)]
mod seat;
#[cfg(unix)]
mod figure;

#[cfg(unix)]
fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut guests = vec![guest::ours()];
    guests.extend(rivals::installed());
    if guests.iter().any(|guest| words.contains(&guest.name)) {
        guests.retain(|guest| words.contains(&guest.name));
    }
    let columns = guests.iter().map(|guest| {
        println!("measuring {} …", guest.name);
        measures::all(guest, &words)
    });
    let columns: Vec<_> = columns.collect();
    figure::print(
        &guests.iter().map(|guest| guest.name).collect::<Vec<_>>(),
        &columns,
    );
}

#[cfg(not(unix))]
fn main() {
    println!("not measured: there are no pseudo-terminals here");
}
