//! A server that lies: it takes one client in and then sends whatever it was
//! given, clean or not.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::thread;

use chat_tests::clock::PATIENCE;
use serde_json::Value;
use serde_json::json;

/// A frame with what every frame has, unless it is said otherwise.
pub(crate) fn frame(fields: &Value) -> Vec<u8> {
    let mut frame = json!({
        "name": "server",
        "timestamp": "2026-11-20T14:03:07.123Z",
        "text": "a frame",
    });
    let (Value::Object(all), Value::Object(more)) = (&mut frame, fields) else {
        panic!("a frame is an object");
    };
    all.extend(more.clone());
    format!("{frame}\n").into_bytes()
}

/// Answers each join with these bytes. Where it is comes back.
pub(crate) fn welcomes_with(bytes: Vec<u8>) -> String {
    serves(move |mut stream| {
        let heard = BufReader::new(stream.try_clone().unwrap()).lines();
        for line in heard.map_while(Result::ok) {
            if line.contains("\"join\"") {
                let _ = stream.write_all(&bytes);
            }
        }
    })
}

/// The answer to a join of ana's.
pub(crate) fn welcome() -> Vec<u8> {
    let fields = json!({"type": "welcome", "you": "ana", "room": "lobby", "text": "you are in"});
    frame(&fields)
}

/// Speaks first, as many servers of other kinds do.
pub(crate) fn greets_with(bytes: &'static [u8]) -> String {
    serves(move |mut stream| {
        let _ = stream.write_all(bytes);
        let heard = BufReader::new(stream).lines();
        heard.map_while(Result::ok).for_each(drop);
    })
}

/// Serves one client, and listens no longer than until it has come.
fn serves(serve: impl FnOnce(TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(PATIENCE * 2)).unwrap();
        drop(listener);
        serve(stream);
    });
    address
}
