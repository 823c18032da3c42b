//! Any bytes as a JSON frame, from a peer and from a server: nothing panics,
//! what can be read can be written and read again, and what a person would see
//! is one clean line.

#![no_main]

use chat_proto::codec::json;
use chat_proto::frame::ServerFrame;
use chat_proto::frame::incoming::Kind;
use chat_proto::frame::peer::PeerFrame;
use chat_proto::frame::server::Body;
use chat_proto::plain::tell;
use chat_proto::stamp::Stamp;
use chat_proto::text::clean;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match json::read_peer(bytes) {
        None => {}
        Some(Ok(frame)) => reads_back(&frame),
        Some(Err(spurned)) => {
            let (code, id) = (spurned.refusal.code(), spurned.id);
            let refusal = spurned.refusal;
            let body = Body::Refused {
                refusal,
                id: id.clone(),
            };
            let at = Stamp::from_unix_ms(0);
            let mut line = Vec::new();
            json::write_server(&ServerFrame { at, body }, &mut line);
            let read = json::read_server(&line).expect("our own frame");
            let Kind::Refused {
                code: read_code,
                id: read_id,
                ..
            } = read.kind
            else {
                panic!("a refusal was read as {:?}", read.kind);
            };
            assert_eq!((read_code, read_id), (Some(code), id));
        }
    }
    if let Ok(incoming) = json::read_server(bytes) {
        let mut line = String::new();
        tell::incoming(&incoming, 0, &mut line);
        let mut rest = line.lines().skip(1);
        let is_code = matches!(incoming.kind, Kind::Pasted { .. });
        assert!(line.is_empty() || line.ends_with('\n'), "{line:?}");
        assert!(
            rest.all(|line| is_code && line.starts_with("| ")),
            "{line:?}"
        );
        assert_eq!(clean(&line), line);
    }
});

/// What has a spelling: a wish that cannot be a name has none.
fn reads_back(frame: &PeerFrame) {
    let (mut line, mut again) = (Vec::new(), Vec::new());
    json::write_peer(frame, &mut line);
    if line.is_empty() {
        return;
    }
    assert_eq!(line.iter().position(|b| *b == b'\n'), Some(line.len() - 1));
    let read = json::read_peer(&line)
        .expect("not blank")
        .expect("our own frame");
    json::write_peer(&read, &mut again);
    assert_eq!(line, again);
}
