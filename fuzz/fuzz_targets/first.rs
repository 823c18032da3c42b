//! The first bytes of a connection, in any pieces: which language it is does not depend on
//! how they were cut; a browser and a program with TLS are never heard, and who begins with
//! `{` is never taken for either.

#![no_main]

use chat_proto::codec::Ear;
use chat_proto::codec::Tongue;
use chat_proto::codec::foreign;
use chat_proto::codec::foreign::Foreign;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, Vec<Vec<u8>>)| {
    let (begins, mut pieces) = input;
    // As strangers begin: mere chance takes long to find a request.
    let begin: &[u8] = match begins % 5 {
        0 => b"GET / HTTP/1.1\r\n",
        1 => b"\x16\x03\x01",
        2 => b"{",
        3 => b"\n \r\n",
        _ => b"",
    };
    pieces.insert(0, begin.to_vec());
    let whole = pieces.concat();
    let cut = first(pieces.iter().map(Vec::as_slice));
    assert_eq!(cut, first([whole.as_slice()]));
    let (language, tongue, heard) = cut;
    match begins % 5 {
        0 => assert_eq!((language, heard), (Some(Foreign::Http), 0)),
        1 => assert_eq!((language, heard), (Some(Foreign::Tls), 0)),
        2 => assert!(language.is_none() && tongue.is_none_or(|t| t == Tongue::Json)),
        _ => assert!(language.is_none() || heard == 0),
    }
    let words = foreign::http_response("this is a chat");
    assert!(words.starts_with("HTTP/1.1 400 ") && words.ends_with("\r\n\r\nthis is a chat\n"));
});

fn first<'a>(
    pieces: impl IntoIterator<Item = &'a [u8]>,
) -> (Option<Foreign>, Option<Tongue>, usize) {
    let (mut ear, mut heard) = (Ear::default(), 0);
    for piece in pieces {
        ear.feed(piece, |_| heard += 1);
        if ear.foreign().is_some() {
            break;
        }
    }
    (ear.foreign(), ear.tongue(), heard)
}
