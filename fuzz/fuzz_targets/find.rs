//! Any question after servers and any answer: no answer is longer than its question, it
//! reads back as it was meant, and a title is one short clean line.

#![no_main]

use chat_proto::codec::json;
use chat_proto::discovery::Here;
use chat_proto::discovery::TITLE_BYTES;
use chat_proto::discovery::Title;
use chat_proto::limits::ID_BYTES;
use chat_proto::stamp::Stamp;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<u8>, String, u16, bool)| {
    let (bytes, title, port, asks_password) = input;
    if let Some(here) = json::read_here(&bytes) {
        is_clean(&here.title);
    }
    let title = Title::of(&title);
    is_clean(&title);
    let Some(find) = json::read_find(&bytes) else {
        return;
    };
    assert!(find.nonce.len() <= ID_BYTES);
    let here = Here {
        nonce: find.nonce,
        title,
        people: usize::from(port),
        tcp: Some(port),
        udp: None,
        tls: None,
        asks_password,
        run: None,
    };
    if let Some(answer) = json::write_here(&here, Stamp::from_unix_ms(0), bytes.len()) {
        assert!(answer.len() <= bytes.len());
        assert_eq!(json::read_here(&answer), Some(here));
    }
});

fn is_clean(title: &Title) {
    assert!(title.as_str().len() <= TITLE_BYTES);
    assert!(!title.as_str().chars().any(char::is_control));
}
