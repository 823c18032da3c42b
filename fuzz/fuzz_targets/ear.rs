//! Any bytes in any pieces, with silences and an end: nothing panics, a tongue
//! once known stays (but for letters beyond ASCII), and without silences the cutting makes no difference.

#![no_main]

use chat_proto::codec::Ear;
use chat_proto::codec::Tongue;
use chat_proto::codec::ear;
use chat_proto::frame::peer::Heard;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|pieces: Vec<(Vec<u8>, bool)>| {
    let whole: Vec<_> = pieces.iter().flat_map(|(bytes, _)| bytes.clone()).collect();
    let cut = hear(pieces.iter().map(|(bytes, _)| (&**bytes, false)));
    assert_eq!(cut, hear([(&*whole, false)]));
    hear(pieces.iter().map(|(bytes, quiet)| (&**bytes, *quiet)));
    let mut tongue = None;
    for (bytes, _) in &pieces {
        let before = tongue;
        ear::datagram(&mut tongue, bytes);
        assert!(stays(before, tongue));
    }
});

fn stays(before: Option<Tongue>, after: Option<Tongue>) -> bool {
    let more = before == Some(Tongue::Ascii) && after == Some(Tongue::Plain);
    before.is_none() || after == before || more
}

/// Each piece is followed by a silence or not.
fn hear<'a>(pieces: impl IntoIterator<Item = (&'a [u8], bool)>) -> Vec<Heard> {
    let mut heard = Vec::new();
    let mut ear = Ear::default();
    for (bytes, quiet) in pieces {
        let before = ear.tongue();
        ear.feed(bytes, |frame| heard.push(frame));
        if quiet {
            ear.quiet(|frame| heard.push(frame));
            assert!(!ear.awaits_quiet());
        }
        assert!(stays(before, ear.tongue()));
        assert!(ear.foreign().is_none() || heard.is_empty());
    }
    ear.end(|frame| heard.push(frame));
    heard
}
