//! Standard input, a line at a time, read by a thread of its own: nothing else
//! waits for a person who does not type.
//!
//! The system's part is the [`Turn`]: when a terminal is ours to read.

#[cfg(unix)]
mod unix;
#[cfg(not(unix))]
mod other;

use std::thread;

use chat_proto::codec::lines::Line;
use chat_proto::codec::lines::LineSplitter;
use tokio::sync::mpsc;

#[cfg(not(unix))]
use other::Turn;
#[cfg(unix)]
use unix::Turn;

/// What is typed, from now on. It ends with the input.
pub fn lines() -> mpsc::Receiver<String> {
    let (sender, lines) = mpsc::channel(WAITING);
    let read_all = move || read_all(&sender);
    // Where there is no thread, it is as if the input had ended.
    let _ = thread::Builder::new()
        .name("orders".to_owned())
        .spawn(read_all);
    lines
}

fn read_all(sender: &mpsc::Sender<String>) {
    let turn = Turn::begin();
    let mut splitter = LineSplitter::default();
    let mut buffer = [0; READ];
    loop {
        let mut lines = Vec::new();
        let mut keep = |line: Line<'_>| lines.push(text_of(line));
        // What cannot be read has ended.
        let count = turn.read(&mut buffer).unwrap_or(0);
        splitter.feed(buffer.get(..count).unwrap_or_default(), &mut keep);
        if count == 0 {
            splitter.flush(&mut keep);
        }
        let heard = |line| sender.blocking_send(line).is_ok();
        if !lines.into_iter().all(heard) || count == 0 {
            return;
        }
    }
}

fn text_of(line: Line<'_>) -> String {
    match line {
        Line::Whole(bytes) => String::from_utf8_lossy(bytes).trim().to_owned(),
        // Refused as a word that is no order.
        Line::TooLong(_) => "?".to_owned(),
    }
}

/// Lines that wait to be obeyed; beyond them nothing is read.
const WAITING: usize = 16;

const READ: usize = 4096;
