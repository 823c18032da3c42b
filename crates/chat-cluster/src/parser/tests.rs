//! What a server says, in whatever pieces.

use proptest::prelude::*;

use super::*;

fn all(pieces: &[&[u8]]) -> Result<Vec<Operation>, Garbage> {
    let mut parser = Parser::default();
    let mut operations = Vec::new();
    for piece in pieces {
        parser.feed(piece);
        while let Some(operation) = parser.poll()? {
            operations.push(operation);
        }
    }
    Ok(operations)
}

fn check(bytes: &str, expected: &str) {
    let shown = match all(&[bytes.as_bytes()]) {
        Ok(operations) => {
            let shown: Vec<String> = operations.iter().map(shown).collect();
            shown.join(" | ")
        }
        Err(why) => why.to_string(),
    };
    assert_eq!(shown, expected, "{bytes:?}");
}

fn shown(operation: &Operation) -> String {
    match operation {
        Operation::Message(message) => format!(
            "{} {} {:?} {:?} {:?}",
            message.subject,
            message.sid,
            message.reply.as_deref().unwrap_or("-"),
            message.status(),
            message.payload,
        ),
        Operation::Info(json) => format!("info {json:?}"),
        Operation::Err(why) => format!("err {why}"),
        Operation::Ping => "ping".to_owned(),
        Operation::Pong => "pong".to_owned(),
        Operation::Ok => "ok".to_owned(),
    }
}

#[test]
fn what_a_server_says_is_read() {
    check("PING\r\nPONG\r\n+OK\r\nping\n", "ping | pong | ok | ping");
    check("INFO {\"a\":1}\r\n", "info b\" {\\\"a\\\":1}\"");
    check(
        "-ERR 'Authorization Violation'\r\n",
        "err Authorization Violation",
    );
    check("MSG a.b 7 5\r\nhello\r\n", "a.b 7 \"-\" None b\"hello\"");
    check("MSG a.b 7 in.1 0\r\n\r\n", "a.b 7 \"in.1\" None b\"\"");
    check("MSG\ta.b  7\t2\r\n\r\n\r\n", "a.b 7 \"-\" None b\"\\r\\n\"");
    let idle = "HMSG a 7 r 16 18\r\nNATS/1.0 100\r\n\r\nhi\r\n";
    check(idle, "a 7 \"r\" Some(100) b\"hi\"");
    let none = "HMSG a 7 16 16\r\nNATS/1.0 503\r\n\r\n\r\n";
    check(none, "a 7 \"-\" Some(503) b\"\"");
}

#[test]
fn what_cannot_be_read_is_an_error() {
    check(
        "HTTP/1.1 200 OK\r\n",
        "an operation that is none of NATS: `HTTP/1.1`",
    );
    check("\r\n", "an operation that is none of NATS: ``");
    for bad in [
        "MSG a 7\r\n",
        "MSG a x 1\r\n",
        "MSG a 7 r r 1\r\n",
        "MSG a 7 -1\r\n",
    ] {
        check(bad, "the arguments of MSG are wrong");
    }
    for bad in ["HMSG a 7 1\r\n", "HMSG a 7 9 1\r\n", "HMSG a 7 r r 1 1\r\n"] {
        check(bad, "the arguments of HMSG are wrong");
    }
    check(
        "MSG a 7 1\r\nhello\r\n",
        "a message that is longer than its line says",
    );
    let large = format!("MSG a 7 {}\r\n", PAYLOAD_BYTES + 1);
    check(&large, "a message of 8388609 bytes: at most 8388608");
    check(
        &"x".repeat(LINE_BYTES + 1),
        "a line of more than 16384 bytes",
    );
}

#[test]
fn a_field_of_the_headers_is_found_whatever_its_case() {
    let headers = "NATS/1.0 100 Idle Heartbeat\r\nNats-Last-Consumer: 7\r\n\r\n";
    let bytes = format!("HMSG a 7 {0} {0}\r\n{headers}\r\n", headers.len());
    let operations = all(&[bytes.as_bytes()]).unwrap();
    let Some(Operation::Message(message)) = operations.first() else {
        panic!("{operations:?}");
    };
    assert_eq!(message.header("nats-last-consumer"), Some("7"));
    assert_eq!(message.header("NATS/1.0 100 Idle Heartbeat"), None);
}

/// Something a server might say.
fn operation() -> impl Strategy<Value = Vec<u8>> {
    let word = "[a-zA-Z0-9.$_]{1,20}";
    let payload = prop::collection::vec(any::<u8>(), 0..200);
    let message = (word, any::<u64>(), prop::option::of(word), payload);
    prop_oneof![
        Just(b"PING\r\n".to_vec()),
        Just(b"PONG\n".to_vec()),
        Just(b"+OK\r\n".to_vec()),
        "[ -~]{0,50}".prop_map(|text| format!("INFO {text}\r\n").into_bytes()),
        "[ -~]{0,50}".prop_map(|text| format!("-ERR '{text}'\r\n").into_bytes()),
        message.prop_map(|(subject, sid, reply, payload)| {
            let reply = reply.map(|reply| format!(" {reply}")).unwrap_or_default();
            let line = format!("MSG {subject} {sid}{reply} {}\r\n", payload.len());
            [line.as_bytes(), &payload, b"\r\n"].concat()
        }),
    ]
}

fn pieces(mut bytes: &[u8], cuts: Vec<usize>) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    for cut in cuts {
        let (piece, rest) = bytes.split_at(cut.min(bytes.len()));
        pieces.push(piece);
        bytes = rest;
    }
    pieces.push(bytes);
    pieces
}

proptest! {
    #[test]
    fn however_it_is_cut_the_same_is_read(
        operations in prop::collection::vec(operation(), 1..20),
        cuts in prop::collection::vec(1_usize..300, 0..40),
    ) {
        let bytes = operations.concat();
        let whole = all(&[&bytes]);
        prop_assert_eq!(whole.as_ref().map(Vec::len), Ok(operations.len()));
        prop_assert_eq!(&all(&pieces(&bytes, cuts)), &whole);
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        prop_assert_eq!(&all(&single), &whole);
    }

    #[test]
    fn no_bytes_are_a_reason_to_panic(
        begin in prop_oneof!["(MSG|HMSG|INFO|-ERR|PING) ?", Just(String::new())],
        bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b' '), Just(b'\n'), b'0'..=b'9'], 0..300),
    ) {
        let bytes = [begin.into_bytes(), bytes].concat();
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        prop_assert_eq!(all(&[&bytes]).is_err(), all(&single).is_err());
    }
}
