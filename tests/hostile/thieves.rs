//! Whoever wants a name that is somebody else's: by every word that takes one, in every
//! spelling that looks like it, while its owner is there, is gone, or is just coming back.

use chat_proto::hex::Hex;
use chat_tests::frame::Frame;
use chat_tests::owner;
use chat_tests::owner::NONCE;
use chat_tests::owner::joins;
use chat_tests::owner::meeting;
use chat_tests::owner::offers;
use chat_tests::owner::proves;
use chat_tests::owner::signed;
use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::server::Server;
use chat_tests::wire::Via;
use chat_trust::statement::Bind;
use serde_json::Value;
use serde_json::json;

use crate::house::server_with;

mod an_owned_name_is_nobody_elses {
    chat_tests::on_ways!(stays_its_owners: on_tcp Tcp, on_udp Udp, over_a_link Link);
}

/// `ana`, in other letters: of another case, of another alphabet, of another width, with
/// something that is not seen.
const SPELLINGS: [&str; 5] = ["ana", "Ana", "аna", "ａｎａ", "ana\u{200d}"];

/// What has become of its owner.
#[derive(Clone, Copy, Debug)]
enum Owner {
    Here,
    Lost,
    Gone,
}

fn server() -> Server {
    server_with(&["--rate-limit", "off"])
}

fn stays_its_owners(via: Via) {
    let server = server();
    for owner in [Owner::Here, Owner::Lost, Owner::Gone] {
        let mut ana = joins(&server, via, 1, "ana");
        match owner {
            Owner::Here => wants_it(&server, via),
            Owner::Lost => {
                // What the system tells of it, the server hears now or never.
                ana.wire.reset();
                wants_it(&server, via);
            }
            Owner::Gone => {
                ana.send(&json!({"type": "bye"}));
                ana.hears_bye(via);
                wants_it(&server, via);
            }
        }
        let mut back = joins(&server, via, 1, "ana");
        assert_eq!(back.says("mine").name(), "ana", "{owner:?}");
        back.send(&json!({"type": "bye"}));
        back.hears_bye(via);
    }
}

/// By each word that takes a name.
#[track_caller]
fn wants_it(server: &Server, via: Via) {
    for name in SPELLINGS {
        let mut thief = Peer::connect(server, via);
        for frame in [
            json!({"type": "join", "name": name}),
            json!({"name": name, "text": "hi"}),
        ] {
            let refusal = thief.is_refused(&frame, "name_taken");
            assert!(refusal.flag("owned"), "{name}: {refusal:?}");
        }
        let refusal = wants_with_a_key(&mut thief, json!({"type": "join", "name": name}));
        assert!(
            refusal.refuses("name_taken") && refusal.flag("owned"),
            "{refusal:?}"
        );
        thief.enter("zed", "lobby");
        let nick = json!({"type": "nick", "name": name});
        assert!(
            thief.is_refused(&nick, "name_taken").flag("owned"),
            "{name}"
        );
        let refusal = wants_with_a_key(&mut thief, nick);
        assert!(
            refusal.refuses("name_taken") && refusal.flag("owned"),
            "{refusal:?}"
        );
        thief.send(&json!({"type": "bye"}));
        thief.hears_bye(via);
        if via != Via::Link {
            let (mut typist, guest) = Typist::arrive(server, via);
            typist.types(&format!("/nick {name}"));
            let told = typist.hears("a refusal", |line| line.starts_with("! "));
            assert!(told.contains("belongs to somebody else"), "{told}");
            typist.types("still a guest");
            typist.hears("itself", |line| {
                line.ends_with(&format!("{guest}: still a guest"))
            });
            typist.types("/quit");
        }
    }
}

/// With a key, which is another one: it may show that it has it, and is refused all the same.
#[track_caller]
fn wants_with_a_key(thief: &mut Peer, mut frame: Value) -> Frame {
    frame["key"] = json!(owner::key(2).public());
    frame["nonce"] = json!(NONCE);
    thief.send(&frame);
    let answer = thief.hears("an answer", |f| ["challenge", "error"].contains(&f.kind()));
    if answer.kind() == "error" {
        return answer;
    }
    let sign = signed(&answer, 2, Bind::Open);
    thief.send(&json!({"type": "prove", "sign": sign}));
    thief.hears("an answer", owner::is_answer)
}

/// Whoever has no right signature, or one of something else, is no reason to part from
/// anybody.
#[test]
fn a_takeover_that_is_not_signed_for_this_name_here_and_now_disturbs_nobody() {
    let server = server();
    let mut ana = joins(&server, Via::Tcp, 1, "ana");
    let mut thief = Peer::connect(&server, Via::Tcp);
    let join = || json!({"type": "join", "name": "ana"});
    let older = offers(&mut thief, 1, join());
    for forged in 0..5 {
        let asked = offers(&mut thief, 1, join());
        let at = meeting(&asked, Bind::Open);
        let run = asked.get("run").unwrap();
        let sign = match forged {
            0 => signed(&asked, 2, Bind::Open),
            1 => signed(&older, 1, Bind::Open),
            2 => signed(&asked, 1, Bind::Certificate(Hex([1; 32]))),
            3 => owner::key(1).sign(&at, run, "bob").to_string(),
            _ => owner::key(1).sign(&at, "another run", "ana").to_string(),
        };
        let prove = json!({"type": "prove", "sign": sign, "id": forged});
        let refusal = thief.is_refused(&prove, "bad_frame");
        assert_eq!(refusal.number("id"), Some(forged), "{refusal:?}");
    }
    let told = ana.fence();
    assert!(told.is_empty(), "{told:?}");
    assert_eq!(ana.says("undisturbed").name(), "ana");
    // With the right one it is a takeover.
    let welcome = proves(&mut thief, 1, join());
    assert_eq!(welcome.kind(), "welcome", "{welcome:?}");
    ana.hears("a bye", |f| f.kind() == "bye");
}
