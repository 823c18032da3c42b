//! Any bytes as a typed line: nothing panics, a text that is said is clean,
//! whatever is understood means the same in JSON, and a refusal is one clean
//! line.

#![no_main]

use chat_proto::codec::json;
use chat_proto::frame::ServerFrame;
use chat_proto::frame::peer::PeerFrame;
use chat_proto::frame::server::Body;
use chat_proto::limits::TEXT_BYTES;
use chat_proto::plain::hear;
use chat_proto::plain::tell;
use chat_proto::stamp::Stamp;
use chat_proto::text::clean;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| match hear::line(bytes) {
    None => {}
    Some(Ok(frame)) => {
        if let PeerFrame::Say(say) = &frame {
            assert!(!say.text.as_str().trim().is_empty());
            assert!(say.text.as_str().len() <= TEXT_BYTES);
            assert_eq!(clean(say.text.as_str()), say.text.as_str());
        }
        let mut line = Vec::new();
        json::write_peer(&frame, &mut line);
        // Somebody who is spoken to is quoted, which may cut a long name.
        let quoted = matches!(&frame, PeerFrame::Say(say) if say.to.is_some());
        if !line.is_empty() && !quoted {
            assert_eq!(json::read_peer(&line), Some(Ok(frame)));
        }
    }
    Some(Err(spurned)) => {
        let (refusal, id) = (spurned.refusal, spurned.id);
        let body = Body::Refused { refusal, id };
        let at = Stamp::from_unix_ms(0);
        let mut line = String::new();
        tell::frame(&ServerFrame { at, body }, 0, &mut line);
        assert_eq!(line.find('\n'), Some(line.len() - 1), "{line:?}");
        assert_eq!(clean(&line), line);
        assert!(tell::in_ascii(&line).is_ascii());
    }
});
