//! Whoever has listened: a proof that was right once serves nowhere and never again.
//!
//! All that somebody has sent is sent once more, word for word: on the same connection, on
//! another, on the other kind of connection. And a right proof that was made for another
//! server, or for an open connection, is shown inside TLS.

use chat_proto::hex::Hex;
use chat_secrecy::fingerprint::Fingerprint;
use chat_tests::frame::Frame;
use chat_tests::owner;
use chat_tests::owner::NONCE;
use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::tunnel;
use chat_tests::tunnel::Tunnel;
use chat_tests::wire::Via;
use chat_trust::password::PasswordKey;
use chat_trust::statement::Bind;
use serde_json::Value;
use serde_json::json;

use crate::house::SERVER;

/// A server that asks for a password, and two ways to it.
struct Guarded {
    server: Server,
    tunnel: Tunnel,
    print: Fingerprint,
}

/// Where somebody comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Open,
    Link,
    Secret,
}

impl Guarded {
    fn new() -> Self {
        let start = Start::new(SERVER).everywhere();
        let server = start.env("CHAT_PASSWORD", "sesame").ready();
        let at = server.tcp()[0];
        Self {
            tunnel: Tunnel::to(at),
            print: tunnel::shown(at).unwrap(),
            server,
        }
    }

    fn comes(&self, way: Way) -> Peer {
        match way {
            Way::Open => Peer::connect(&self.server, Via::Tcp),
            Way::Link => Peer::connect(&self.server, Via::Link),
            Way::Secret => Peer::on(self.tunnel.wire()),
        }
    }

    /// What a proof has to be bound to on this way.
    fn bind(&self, way: Way) -> Bind {
        match way {
            Way::Open | Way::Link => Bind::Open,
            Way::Secret => Bind::Certificate(Hex(*self.print.bytes())),
        }
    }
}

/// What somebody with a key, or without one, says to come in.
fn join(owner: Option<u8>) -> Value {
    let name = owner.map_or("bob", |_| "ana");
    let mut join = json!({"type": "join", "name": name, "nonce": NONCE});
    if let Some(owner) = owner {
        join["key"] = json!(owner::key(owner).public());
    }
    join
}

/// Asks to come in, and gives back what is to be shown.
#[track_caller]
fn asks(peer: &mut Peer, owner: Option<u8>) -> Frame {
    peer.send(&join(owner));
    peer.hears("a challenge", |f| f.kind() == "challenge")
}

/// The right answer of somebody who knows the password.
fn answer(asked: &Frame, key: &PasswordKey, who: (Option<u8>, Bind)) -> Value {
    let mut prove = json!({"type": "prove"});
    let asks = asked.people("for");
    if let Some(owner) = who.0 {
        prove["sign"] = json!(owner::signed(asked, owner, who.1));
    }
    if asks.iter().any(|what| what == "password") {
        prove["password"] = json!(owner::proof(asked, key, who));
    }
    prove
}

/// All that was sent by somebody who was let in, and what it was asked.
fn captured(guarded: &Guarded, way: Way, owner: Option<u8>) -> (Peer, [Value; 2], Frame) {
    let mut peer = guarded.comes(way);
    let asked = asks(&mut peer, owner);
    let key = owner::derived(&asked, "sesame");
    let prove = answer(&asked, &key, (owner, guarded.bind(way)));
    peer.send(&prove);
    let welcome = peer.hears("an answer", owner::is_answer);
    assert_eq!(welcome.kind(), "welcome", "{welcome:?}");
    (peer, [join(owner), prove], asked)
}

/// Sends all of it again, and gives back what it was asked then and how that was taken.
#[track_caller]
fn replays(peer: &mut Peer, [join, prove]: &[Value; 2]) -> (Frame, Frame) {
    peer.send(join);
    let asked = peer.hears("a challenge", |f| f.kind() == "challenge");
    peer.send(prove);
    (asked, peer.hears("an answer", owner::is_answer))
}

/// A name and its password: the signature is looked at first, and the connection lives.
#[test]
fn a_captured_proof_of_a_name_is_refused_wherever_it_is_sent_again() {
    for way in [Way::Open, Way::Link, Way::Secret] {
        let guarded = Guarded::new();
        let (mut ana, said, first) = captured(&guarded, way, Some(1));
        for other in [Way::Open, Way::Link, Way::Secret] {
            let mut thief = guarded.comes(other);
            let (asked, refused) = replays(&mut thief, &said);
            assert_ne!(asked.get("nonce"), first.get("nonce"), "drawn again");
            assert!(
                refused.refuses("bad_frame"),
                "{way:?} {other:?}: {refused:?}"
            );
            // It lives, and is nobody.
            thief.is_refused(&said[1], "bad_frame");
            thief.is_refused(&json!({"text": "hi", "id": 1}), "not_joined");
        }
        // On her own connection, where she is: it is used up there too.
        let (asked, refused) = replays(&mut ana, &said);
        assert_ne!(asked.get("nonce"), first.get("nonce"));
        assert!(refused.refuses("bad_frame"), "{way:?}: {refused:?}");
        assert!(ana.says("undisturbed").name() == "ana", "{way:?}");
    }
}

/// The password alone, which nobody's name is bound to: a wrong one closes.
#[test]
fn a_captured_proof_of_the_password_is_a_wrong_one_wherever_it_is_sent_again() {
    let guarded = Guarded::new();
    for way in [Way::Open, Way::Secret] {
        let (mut bob, said, first) = captured(&guarded, way, None);
        for other in [Way::Open, Way::Secret] {
            let mut thief = guarded.comes(other);
            let (asked, refused) = replays(&mut thief, &said);
            assert_ne!(asked.get("nonce"), first.get("nonce"), "drawn again");
            assert!(
                refused.refuses("wrong_password"),
                "{way:?} {other:?}: {refused:?}"
            );
            thief.hears_the_end();
        }
        bob.send(&json!({"type": "bye"}));
        bob.hears_the_end();
    }
}

/// Whoever relays a proof of this server's to another, or an open one into TLS.
#[test]
fn a_proof_that_was_made_for_another_server_or_no_certificate_is_refused() {
    let guarded = Guarded::new();
    let other = Bind::Certificate(Hex([7; 32]));
    let own = guarded.bind(Way::Secret);
    let mut key = None;
    for (way, bind, fits) in [
        (Way::Secret, Bind::Open, false),
        (Way::Secret, other, false),
        (Way::Open, own, false),
        (Way::Open, other, false),
        (Way::Secret, own, true),
        (Way::Open, Bind::Open, true),
    ] {
        for owner in [None, Some(2)] {
            let mut peer = guarded.comes(way);
            let asked = asks(&mut peer, owner);
            let derived = || owner::derived(&asked, "sesame");
            let key = key.get_or_insert_with(derived);
            peer.send(&answer(&asked, key, (owner, bind)));
            let heard = peer.hears("an answer", owner::is_answer);
            let code = owner.map_or("wrong_password", |_| "bad_frame");
            let right = if fits {
                heard.kind() == "welcome"
            } else {
                heard.refuses(code)
            };
            assert!(right, "{way:?}, bound to {bind:?}: {heard:?}");
        }
    }
}
