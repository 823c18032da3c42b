//! What another language computes: Python's `hashlib` and `hmac`, and the figures that
//! it gave, for whoever has no Python.

use std::process::Command;

use chat_proto::hex::Hex;
use chat_trust::key::Key;
use chat_trust::password::PasswordKey;
use chat_trust::statement::Bind;
use chat_trust::statement::Meeting;
use chat_trust::statement::Side;
use chat_trust::words::SixWords;

const SALT: Hex<16> = Hex([0x73; 16]);

fn meeting() -> Meeting {
    Meeting {
        client: Hex([0x4b; 16]),
        server: Hex([0xb7; 16]),
        bind: Bind::Certificate(Hex([0xce; 32])),
    }
}

/// What we compute: the proofs of both sides, and the seed of six words.
fn ours() -> String {
    let password = PasswordKey::derive("pão de acrobat", &SALT.0, 600_000);
    let key = Hex([0x9c; 32]);
    let client = password.proof(Side::Client, &meeting(), Some(&key));
    let server = password.proof(Side::Server, &meeting(), None);
    let words = SixWords::of([101, 2, 240, 6, 108, 11, 20, 97]);
    format!("{client} {server} {}", Key::of(&words).seed())
}

/// The same, as a page of a course would write it.
const PYTHON: &str = r#"
import hashlib, hmac
K = hashlib.pbkdf2_hmac("sha256", "pão de acrobat".encode(), bytes.fromhex("73" * 16), 600000)
def proof(side, key):
    lines = ["chat password 1", side, "4b" * 16, "b7" * 16, key, "ce" * 32]
    return hmac.new(K, "\n".join(lines).encode(), "sha256").hexdigest()
words = b"digital apollo aroma rival artist rebel"
seed = hashlib.pbkdf2_hmac("sha256", words, b"chat key 1", 600000).hex()
print(proof("client", "9c" * 32), proof("server", "-"), seed)
"#;

#[test]
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn python_computes_the_same() {
    let python = Command::new("python3")
        .env("PYTHONUTF8", "1")
        .args(["-c", PYTHON])
        .output();
    let Ok(told) = python else {
        println!("skipped: no python3 on this machine");
        return;
    };
    let errors = String::from_utf8_lossy(&told.stderr);
    assert!(told.status.success(), "{errors}");
    assert_eq!(String::from_utf8_lossy(&told.stdout).trim(), ours());
}

#[test]
fn the_figures_are_those_that_were_written_down() {
    assert_eq!(ours(), WRITTEN);
}

#[test]
fn a_key_signs_as_rfc_8032_says() {
    // Test 1 of section 7.1: the public key of a seed.
    let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    let key = Key::from_seed(&Hex::parse(seed).unwrap());
    assert_eq!(key.public().to_string(), public);
}

const WRITTEN: &str = "\
84c110de0287572e76e17a285cea7a8ce3e9ba22aabdb4dd1ca087463ea42197 \
ce80951d68370c5e3e953e4c7bd4c0d241dadcf0e70ae3f2187fb11bae518681 \
e4ed186e08d8e40cb5211c8175b5053f1281bd841d96152d3b6724cf898dbd5b";
