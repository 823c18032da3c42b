//! A disk that takes nothing (a limit of file sizes, in a program of its own, which this
//! one starts): what is told meanwhile is told as such, and written as soon as it can be.

#![allow(
    clippy::explicit_write,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test, though the harness does not know it"
)]

use std::io::Write;

#[cfg(target_os = "linux")]
#[path = "full/limited.rs"]
mod limited;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["--list", ..] => {}
        #[cfg(target_os = "linux")]
        ["child", file] => limited::child(file),
        #[cfg(target_os = "linux")]
        _ => limited::parent(),
        #[cfg(not(target_os = "linux"))]
        _ => writeln!(std::io::stdout(), "not tried here: the limit is Linux's").unwrap(),
    }
    let _ = std::io::stdout().flush();
}
