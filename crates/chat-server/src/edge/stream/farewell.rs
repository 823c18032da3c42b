//! The end of a connection: what was still to be sent, and what nobody will read.

use std::io;

use chat_net::connection::Connection;
use tokio::io::Interest;

use crate::clock;
use crate::outbox::Flushed;
use crate::outbox::Outbox;
use crate::outbox::State;

/// Sends what waits, as fast as the socket takes it.
pub async fn send_rest(stream: &Connection, outbox: &Outbox) {
    loop {
        let flushed = match outbox.state() {
            State::Ended | State::Broken => return,
            State::Closing | State::Flowing => {
                outbox.attention().await;
                continue;
            }
            State::ClosingBlocked | State::Blocked => stream
                .ready(Interest::WRITABLE)
                .await
                .map(|_| outbox.flush(clock::now().mono)),
        };
        if !matches!(flushed, Ok(Flushed::Blocked | Flushed::Empty)) {
            return;
        }
    }
}

/// Reads what still comes, so that the last words are not lost to a reset.
pub async fn ignore_rest(stream: &Connection) {
    let mut ignored = 0;
    while ignored < LINGER_BYTES && stream.ready(Interest::READABLE).await.is_ok() {
        let read = stream.try_read(&mut [0; PIECE]);
        match read {
            Ok(0) => return,
            Ok(read) => ignored += read,
            Err(error) if is_passing(&error) => {}
            Err(_) => return,
        }
    }
}

/// Whether it may go on as if nothing had been.
pub fn is_passing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted
    )
}

/// How much the other side may still say.
const LINGER_BYTES: usize = 1024 * 1024;

/// What is read of it at a time.
const PIECE: usize = 4096;
