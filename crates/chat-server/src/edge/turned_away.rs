//! Connections that nobody attends to, since there is no place or the server is closing:
//! told so in a line, at once, and closed. They cost nobody but themselves.

use std::io::IoSlice;
use std::sync::Arc;
use std::time::Duration;

use chat_net::connection::Connection;
use chat_proto::codec::Tongue;
use chat_proto::codec::json;
use chat_proto::frame::ServerFrame;
use chat_proto::frame::server::Body;
use chat_proto::plain::tell;
use chat_proto::refusal::Refusal;
use tokio::io::Interest;
use tokio::time::timeout;

use crate::clock;

/// Says why there is no place, and lets go.
pub async fn no_place(stream: Arc<Connection>, refusal: Refusal) {
    turn_away(stream, Body::Refused { refusal, id: None }).await;
}

/// Says goodbye to whoever was accepted, but came too late to be let in, and lets go.
pub async fn closing(stream: Arc<Connection>) {
    turn_away(stream, Body::Bye(CLOSING.to_owned())).await;
}

/// Says why, in JSON to whoever has begun to speak it.
async fn turn_away(stream: Arc<Connection>, why: Body) {
    let told = async {
        let tongue = begun(&stream).await.unwrap_or(Tongue::Plain);
        let line = line(tongue, why);
        if stream.try_write(&[IoSlice::new(&line)]).is_ok() {
            stream.drained().await;
        }
        stream.finish();
    };
    // Whoever takes no line gets none.
    let _ = timeout(TELLING, told).await;
}

/// The tongue of what has come by now, which is then forgotten: bytes that nobody has
/// read would turn the end into a reset, which may destroy the line on its way.
async fn begun(stream: &Connection) -> Option<Tongue> {
    let waited = timeout(GLANCE, stream.ready(Interest::READABLE)).await;
    waited.ok()?.ok()?;
    let mut bytes = [0; 4096];
    let count = stream.try_read(&mut bytes).ok()?;
    Tongue::of(bytes.get(..count)?)
}

fn line(tongue: Tongue, body: Body) -> Vec<u8> {
    let at = clock::now().wall;
    let frame = ServerFrame { at, body };
    let mut bytes = Vec::new();
    match tongue {
        Tongue::Json => json::write_server(&frame, &mut bytes),
        Tongue::Plain | Tongue::Ascii => {
            let mut line = String::new();
            tell::frame(&frame, clock::local_offset_minutes(), &mut line);
            bytes.extend_from_slice(tell::in_ascii(&line).as_bytes());
        }
    }
    bytes
}

/// Whether it was stopped or has failed, nobody knows here.
const CLOSING: &str = "the server is closing";

/// How long a first byte is waited for: what was sent with the connection is there.
const GLANCE: Duration = Duration::from_millis(50);

/// How long all of it may take.
const TELLING: Duration = Duration::from_millis(500);
