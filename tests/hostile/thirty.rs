//! A class of thirty behind one address: what happens to one of them happens to nobody else,
//! and what happens to all of them keeps nobody out.

use chat_tests::owner;
use chat_tests::owner::joins;
use chat_tests::owner::proves;
use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::wire::Via;
use serde_json::json;
use tempfile::TempDir;

use crate::house::SERVER;
use crate::house::words_of;

/// Everybody but the teacher.
const PUPILS: u8 = 29;

/// The server, who leads there, everybody else, and where the audit is.
struct Class {
    server: Server,
    teacher: Peer,
    pupils: Vec<Pupil>,
    _folder: TempDir,
}

/// By what the n-th of them is known when it comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    /// By its key.
    Key,
    /// By its name: it came from the same address.
    Name,
    /// By the token of its session, as the client does it. Over a link, which nobody
    /// hears break.
    Token,
}

fn known(n: u8) -> Known {
    [Known::Key, Known::Name, Known::Token][usize::from(n % 3)]
}

fn way(n: u8) -> Via {
    match known(n) {
        Known::Key | Known::Name => Via::Tcp,
        Known::Token => Via::Link,
    }
}

/// Somebody of the class comes, or comes back with the token that it was given.
fn comes(server: &Server, n: u8, token: Option<&str>) -> Pupil {
    let name = format!("pupil{n}");
    let mut peer = Peer::connect(server, way(n));
    let mut join = json!({"type": "join", "name": name});
    if let Some(token) = token {
        join["session"] = json!(token);
    }
    let welcome = if known(n) == Known::Key {
        proves(&mut peer, 100 + n, join)
    } else {
        peer.send(&join);
        peer.hears("an answer", owner::is_answer)
    };
    assert_eq!(welcome.get("you"), Some(&*name), "{welcome:?}");
    let token = welcome.get("session").filter(|_| known(n) == Known::Token);
    Pupil {
        token: token.map(str::to_owned),
        peer,
    }
}

/// One of the class.
struct Pupil {
    peer: Peer,
    token: Option<String>,
}

impl Class {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let audit = folder.path().join("audit.ndjson");
        let start = Start::new(SERVER).everywhere();
        let server = start.args(&["--audit", audit.to_str().unwrap()]).ready();
        let mut teacher = joins(&server, Via::Tcp, 1, "ana");
        let words = words_of(&server, 1);
        teacher.send(&json!({"type": "order", "do": "claim", "words": words}));
        teacher.hears("the claim", |f| f.get("event") == Some("claim"));
        Self {
            pupils: (0..PUPILS).map(|n| comes(&server, n, None)).collect(),
            teacher,
            server,
            _folder: folder,
        }
    }

    /// The teacher orders something, and hears that it is done.
    #[track_caller]
    fn orders(&mut self, mut order: serde_json::Value) {
        (order["type"], order["id"]) = (json!("order"), json!("o"));
        self.teacher.send(&order);
        let answer = self.teacher.hears("it", |f| f.get("id") == Some("o"));
        assert_eq!(answer.kind(), "notice", "{order}: {answer:?}");
    }

    /// Everybody but one speaks, and the teacher hears all of them.
    #[track_caller]
    fn all_speak(&mut self, but: Option<usize>) {
        let others = self.pupils.iter_mut().enumerate();
        for (n, pupil) in others.filter(|(n, _)| Some(*n) != but) {
            let text = format!("pupil{n} is here");
            pupil.peer.says(&text);
            self.teacher
                .hears(&text, |f| f.says(&text) && f.name() == format!("pupil{n}"));
        }
    }
}

/// Whoever comes as somebody new finds the door locked.
#[track_caller]
fn nobody_new_comes(server: &Server) {
    let mut new = Peer::connect(server, Via::Tcp);
    new.is_refused(&json!({"type": "join", "name": "new"}), "not_allowed");
    let bye = new.hears("a bye", |f| f.kind() == "bye");
    assert_eq!(bye.value("return"), Some(&json!(false)), "{bye:?}");
    let mut keyed = Peer::connect(server, Via::Tcp);
    let join = json!({"type": "join", "name": "keyed"});
    assert!(proves(&mut keyed, 99, join).refuses("not_allowed"));
}

#[test]
fn behind_a_locked_door_a_whole_class_that_was_cut_off_comes_back_and_nobody_new() {
    let mut class = Class::new();
    class.orders(json!({"do": "lock"}));
    nobody_new_comes(&class.server);
    // The access point goes: nobody says goodbye.
    let tokens: Vec<_> = class
        .pupils
        .iter_mut()
        .map(|pupil| pupil.token.take())
        .collect();
    for pupil in class.pupils.drain(..) {
        pupil.peer.wire.reset();
    }
    let back = Peer::connect(&class.server, Via::Tcp);
    std::mem::replace(&mut class.teacher, back).wire.reset();
    // A name without a key is free when the server has heard of its end.
    for n in (0..PUPILS).filter(|n| known(*n) == Known::Name) {
        class
            .server
            .program
            .complains(&format!("left name=pupil{n} "), 1);
    }
    nobody_new_comes(&class.server);
    let returned = tokens.iter().zip(0..);
    let returned = returned.map(|(token, n)| comes(&class.server, n, token.as_deref()));
    class.pupils = returned.collect();
    let join = json!({"type": "join", "name": "ana"});
    let welcome = proves(&mut class.teacher, 1, join);
    assert_eq!(welcome.get("role"), Some("teacher"), "{welcome:?}");
    assert!(welcome.flag("locked"), "{welcome:?}");
    nobody_new_comes(&class.server);
    class.all_speak(None);
    class.orders(json!({"do": "lock", "on": false}));
    Peer::join(&class.server, Via::Tcp, "new");
}

#[test]
fn whoever_is_banned_is_banned_alone_of_all_behind_one_address() {
    let mut class = Class::new();
    // Both kinds: by the key, and by the name of who has none.
    for banned in [3, 4] {
        let name = format!("pupil{banned}");
        class.orders(json!({"do": "ban", "who": name}));
        let one = usize::from(banned);
        class.pupils[one].peer.hears("a bye", |f| f.kind() == "bye");
        class.all_speak(Some(one));
        let mut again = Peer::connect(&class.server, way(banned));
        let join = json!({"type": "join", "name": name});
        if known(banned) == Known::Key {
            assert!(proves(&mut again, 100 + banned, join).refuses("not_allowed"));
            let mut other = Peer::connect(&class.server, Via::Tcp);
            let join = json!({"type": "join", "name": "other"});
            assert!(proves(&mut other, 100 + banned, join).refuses("not_allowed"));
        } else {
            again.is_refused(&join, "not_allowed");
        }
        // Who is new there is let in: nobody looks at the address.
        let new = Peer::join(&class.server, Via::Tcp, &format!("new{banned}"));
        drop(new);
        class.orders(json!({"do": "ban", "who": name, "on": false}));
        class.pupils[one] = comes(&class.server, banned, None);
        class.all_speak(None);
    }
}
