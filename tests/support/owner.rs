//! Peers that have a key: what they offer, what they sign, what they are let in with.
//!
//! The signing itself is the project's own; that it is what the contract says, other
//! implementations show (`tests/contract/trust.rs`).

use chat_proto::hex::Hex;
use chat_proto::hex::Nonce;
use chat_trust::key::Key;
use chat_trust::password::PasswordKey;
use chat_trust::statement::Bind;
use chat_trust::statement::Meeting;
use chat_trust::statement::Side;
use serde_json::Value;
use serde_json::json;

use crate::frame::Frame;
use crate::peer::Peer;
use crate::server::Server;
use crate::wire::Via;

/// The n-th key of these tests.
pub fn key(n: u8) -> Key {
    Key::from_seed(&Hex([n; 32]))
}

/// Asks for something with a key, and gives back the challenge.
#[track_caller]
pub fn offers(peer: &mut Peer, owner: u8, mut frame: Value) -> Frame {
    frame["key"] = json!(key(owner).public());
    frame["nonce"] = json!(NONCE);
    peer.send(&frame);
    peer.hears("a challenge", |f| f.kind() == "challenge")
}

/// What both sides have drawn, on a connection that is bound to this.
pub fn meeting(challenge: &Frame, bind: Bind) -> Meeting {
    Meeting {
        client: NONCE,
        server: Hex::parse(challenge.get("nonce").unwrap()).unwrap(),
        bind,
    }
}

/// The signature that a challenge asks for, on a connection that is bound to this.
pub fn signed(challenge: &Frame, owner: u8, bind: Bind) -> String {
    let (run, you) = (challenge.get("run"), challenge.get("you"));
    let at = meeting(challenge, bind);
    let sign = key(owner).sign(&at, run.unwrap(), you.unwrap());
    sign.to_string()
}

/// What a password becomes that this challenge asks for: some 80 ms of work.
pub fn derived(challenge: &Frame, password: &str) -> PasswordKey {
    let salt: Hex<16> = Hex::parse(challenge.get("salt").unwrap()).unwrap();
    let rounds = u32::try_from(challenge.number("rounds").unwrap()).unwrap();
    PasswordKey::derive(password, &salt.0, rounds)
}

/// The proof of a password that a challenge asks for, of somebody with this key or none.
pub fn proof(challenge: &Frame, key: &PasswordKey, (owner, bind): (Option<u8>, Bind)) -> String {
    let public = owner.map(|owner| self::key(owner).public());
    let at = meeting(challenge, bind);
    key.proof(Side::Client, &at, public.as_ref()).to_string()
}

/// Asks for something with a key, shows that it has it, and gives back the answer.
#[track_caller]
pub fn proves(peer: &mut Peer, owner: u8, frame: Value) -> Frame {
    let challenge = offers(peer, owner, frame);
    let sign = signed(&challenge, owner, Bind::Open);
    peer.send(&json!({"type": "prove", "sign": sign}));
    peer.hears("an answer", is_answer)
}

/// Whether this says what became of a `join`, a `nick` or a `prove`.
pub fn is_answer(frame: &Frame) -> bool {
    ["welcome", "error"].contains(&frame.kind())
}

/// Somebody with a key, in the lobby under this name.
#[track_caller]
pub fn joins(server: &Server, via: Via, owner: u8, name: &str) -> Peer {
    let mut peer = Peer::connect(server, via);
    let welcome = proves(&mut peer, owner, json!({"type": "join", "name": name}));
    assert_eq!(welcome.get("you"), Some(name), "{welcome:?}");
    assert!(welcome.flag("known"), "{welcome:?}");
    peer
}

/// What every peer of these tests has drawn: none of them has anything to hide.
pub const NONCE: Nonce = Hex([0x4b; 16]);
