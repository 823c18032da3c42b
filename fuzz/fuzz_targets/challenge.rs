//! Any line as a server's challenge: what can be read is within its bounds, and what is
//! shown for it serves nobody else: it is bound to both nonces, to the connection, to the
//! name and to the side that shows it.

#![no_main]

use std::sync::LazyLock;

use chat_proto::codec::json;
use chat_proto::frame::incoming::Kind;
use chat_proto::frame::trust::Asked;
use chat_proto::hex::Hex;
use chat_trust::key::Key;
use chat_trust::key::is_signed;
use chat_trust::password::PasswordKey;
use chat_trust::statement::Bind;
use chat_trust::statement::Meeting;
use chat_trust::statement::Side;
use libfuzzer_sys::fuzz_target;

/// Worked over once for all: with few rounds, which is another's question.
static PASSWORD: LazyLock<PasswordKey> =
    LazyLock::new(|| PasswordKey::derive("acrobat-lemon-tulip-digital", b"salt", 1));

fuzz_target!(|input: (Vec<u8>, [u8; 16], [u8; 32], bool)| {
    let (line, drawn, seed, secret) = input;
    let Ok(frame) = json::read_server(&line) else {
        return;
    };
    let Kind::Challenge(asked) = frame.kind else {
        return;
    };
    assert!(asked.salt.len() <= 128 && asked.run.len() <= 256 && asked.you.len() <= 256);
    assert!(!asked.you.chars().any(char::is_control));
    let bind = if secret {
        Bind::Certificate(Hex(seed))
    } else {
        Bind::Open
    };
    let at = Meeting {
        client: Hex(drawn),
        server: asked.nonce,
        bind,
    };
    shown_to_nobody_else(&Key::from_seed(&Hex(seed)), &at, &asked);
});

fn shown_to_nobody_else(key: &Key, at: &Meeting, asked: &Asked) {
    let (run, you) = (asked.run.as_str(), asked.you.as_str());
    let (public, sign) = (key.public(), key.sign(at, run, you));
    assert!(is_signed(&public, &sign, at, (run, you)));
    let another = format!("{you}x");
    assert!(!is_signed(&public, &sign, at, (run, &another)));
    let proof = PASSWORD.proof(Side::Client, at, Some(&public));
    let given = Hex(proof.0);
    assert!(PASSWORD.is_proved(Side::Client, at, (Some(&public), &given)));
    assert!(!PASSWORD.is_proved(Side::Server, at, (Some(&public), &given)));
    assert!(!PASSWORD.is_proved(Side::Client, at, (None, &given)));
    for other in elsewhere(at) {
        assert!(!is_signed(&public, &sign, &other, (run, you)));
        assert!(!PASSWORD.is_proved(Side::Client, &other, (Some(&public), &given)));
    }
}

/// The same proof, passed on: to a later challenge, of another peer, on another connection.
fn elsewhere(at: &Meeting) -> [Meeting; 3] {
    let other = |nonce: &Hex<16>| {
        let mut bytes = nonce.0;
        bytes[0] ^= 1;
        Hex(bytes)
    };
    let bind = match at.bind {
        Bind::Open => Bind::Certificate(Hex([0; 32])),
        Bind::Certificate(_) => Bind::Open,
    };
    [
        Meeting {
            server: other(&at.server),
            ..*at
        },
        Meeting {
            client: other(&at.client),
            ..*at
        },
        Meeting { bind, ..*at },
    ]
}
