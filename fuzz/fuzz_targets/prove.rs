//! Any line as a peer's answer to a challenge: what can be read reads back, a challenge is
//! good once and only for its time, and nothing but the right answer is right.

#![no_main]

use std::sync::LazyLock;
use std::time::Duration;
use std::time::Instant;

use chat_proto::codec::json;
use chat_proto::frame::PeerFrame;
use chat_proto::hex::Hex;
use chat_proto::name::Name;
use chat_trust::challenge::Challenge;
use chat_trust::challenge::Open;
use chat_trust::key::Key;
use chat_trust::password::PasswordKey;
use chat_trust::statement::Bind;
use chat_trust::statement::Meeting;
use chat_trust::statement::Side;
use libfuzzer_sys::fuzz_target;

static PASSWORD: LazyLock<PasswordKey> =
    LazyLock::new(|| PasswordKey::derive("acrobat-lemon-tulip-digital", b"salt", 1));

fuzz_target!(|input: (Vec<u8>, [u8; 16], u16)| {
    let (line, drawn, late) = input;
    let Some(Ok(PeerFrame::Prove(prove))) = json::read_peer(&line) else {
        return;
    };
    let mut written = Vec::new();
    json::write_peer(&PeerFrame::Prove(prove.clone()), &mut written);
    let again = json::read_peer(&written);
    assert_eq!(again, Some(Ok(PeerFrame::Prove(prove.clone()))));

    let (key, begun) = (Key::from_seed(&Hex([7; 32])), Instant::now());
    let meeting = Meeting {
        client: Hex(drawn),
        server: Hex([3; 16]),
        bind: Bind::Open,
    };
    let mut open = Open::default();
    open.ask(Challenge {
        meeting,
        key: Some(key.public()),
        name: Name::parse("ana").ok(),
        password: true,
        asked: begun,
        held: (),
    });
    let after = Duration::from_secs(u64::from(late));
    let taken = open.take(begun + after);
    assert_eq!(taken.is_ok(), after <= Duration::from_secs(30));
    assert!(open.take(begun).is_err(), "a challenge is good once");
    let Ok(challenge) = taken else {
        return;
    };
    let right = key.sign(&meeting, "0a", "ana");
    let is_right = prove.sign == Some(right);
    assert_eq!(
        challenge.proves_name("0a", prove.sign.as_ref()).is_ok(),
        is_right
    );
    let right = PASSWORD.proof(Side::Client, &meeting, Some(&key.public()));
    if let Some(given) = &prove.password {
        assert_eq!(
            challenge.proves_password(&PASSWORD, given),
            given.0 == right.0
        );
    }
});
