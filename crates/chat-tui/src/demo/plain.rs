//! One of the demo's people as `nc` would be one: lines of text over TCP, and no protocol
//! that it knows of.

use std::future::pending;
use std::io;
use std::time::Instant;

use chat_net::link_clock::LinkClock;
use tokio::io::AsyncBufReadExt;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::io::BufReader;
use tokio::net::TcpStream;
use tokio::time::sleep_until;

use crate::clock::now;
use crate::demo::over::Over;
use crate::demo::script::Script;

/// Talks until the demo is over, or the connection.
pub(in crate::demo) async fn talk(
    port: u16,
    (name, mut script): (String, Script),
    (clock, mut over): (LinkClock, Over),
) -> io::Result<()> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.set_nodelay(true)?;
    let (reader, mut writer) = stream.split();
    let mut reader = BufReader::new(reader);
    let mut line = Vec::new();
    let mut changes = clock.changes();
    writer
        .write_all(format!("/nick {name}\n").as_bytes())
        .await?;
    loop {
        let due = clock.due(Some(script.poll_timeout()));
        let due = sleep_until_or_never(due);
        let room = LONGEST.saturating_sub(u64::try_from(line.len()).unwrap_or(LONGEST));
        let mut whole = (&mut reader).take(room);
        tokio::select! {
            // What has been read of a line stays in it.
            read = whole.read_until(b'\n', &mut line) => {
                if read? == 0 {
                    return Ok(());
                }
                if let Some((who, text)) = said(&String::from_utf8_lossy(&line)) {
                    script.heard(clock.now(now()).mono, who, text);
                }
                line.clear();
            }
            () = due => {
                if let Some(text) = script.due(clock.now(now()).mono) {
                    writer.write_all(format!("{text}\n").as_bytes()).await?;
                }
            }
            () = changes.next() => {}
            () = over.comes() => return writer.write_all(b"/quit\n").await,
        }
    }
}

async fn sleep_until_or_never(at: Option<Instant>) {
    match at {
        Some(at) => sleep_until(at.into()).await,
        None => pending().await,
    }
}

/// Who says what: `[14:03] ana: olá`. To one person alone it is something else.
fn said(line: &str) -> Option<(&str, &str)> {
    let (_, rest) = line.trim_end().strip_prefix('[')?.split_once("] ")?;
    rest.split_once(": ").filter(|(who, _)| !who.contains(' '))
}

/// Bytes of one line that are kept: longer ones are heard in pieces.
const LONGEST: u64 = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_said_to_all_is_heard() {
        assert_eq!(said("[14:03] ana: olá: tu?\n"), Some(("ana", "olá: tu?")));
        assert_eq!(said("[14:03] ana -> caio: psst\n"), None);
        assert_eq!(said("* ana joined\n"), None);
        assert_eq!(said("! no\n"), None);
    }
}
