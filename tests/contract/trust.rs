//! Section 7: names that belong to keys, and a password that is proved and not sent.

use chat_tests::client::Client;
use chat_tests::clock::PATIENCE;
use chat_tests::on_one_of;
use chat_tests::owner::joins;
use chat_tests::owner::offers;
use chat_tests::owner::proves;
use chat_tests::owner::signed;
use chat_tests::peer::Heard;
use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::wire::Via;
use chat_trust::statement::Bind;
use serde_json::json;
use tempfile::TempDir;

use crate::house::SERVER;
use crate::house::server;

on_one_of!(
    ALL:
    the_first_key_has_the_name_whoever_else_asks_for_it_and_however,
    the_same_key_takes_over_its_own_connection_without_a_sound,
    an_answer_that_is_wrong_late_or_unasked_is_bad_and_the_connection_lives,
);

/// A server that asks for `sesame`.
fn guarded() -> Server {
    let start = Start::new(SERVER).everywhere();
    start.env("CHAT_PASSWORD", "sesame").ready()
}

fn the_first_key_has_the_name_whoever_else_asks_for_it_and_however(via: Via) {
    let server = server();
    let mut ana = joins(&server, Via::Tcp, 1, "ana");
    for away in [false, true] {
        if away {
            ana.send(&json!({"type": "bye"}));
            ana.hears_bye(Via::Tcp);
        }
        for name in ["ana", "Ana", "аna", "ａｎａ", "ana\u{200d}"] {
            let mut thief = Peer::connect(&server, via);
            let owned = [
                thief.is_refused(&json!({"type": "join", "name": name}), "name_taken"),
                thief.is_refused(&json!({"name": name, "text": "hi"}), "name_taken"),
            ];
            assert!(
                owned.iter().all(|refusal| refusal.flag("owned")),
                "{owned:?}"
            );
            thief.enter("zed", "lobby");
            let nick = json!({"type": "nick", "name": name});
            assert!(thief.is_refused(&nick, "name_taken").flag("owned"));
            thief.send(&json!({"type": "bye"}));
            thief.hears_bye(via);
        }
        let mut other = Peer::connect(&server, via);
        let refusal = proves(&mut other, 2, json!({"type": "join", "name": "ana"}));
        assert!(refusal.flag("owned"), "{refusal:?}");
    }
    joins(&server, via, 1, "ana");
}

fn the_same_key_takes_over_its_own_connection_without_a_sound(via: Via) {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut first = joins(&server, via, 1, "ana");
    witness.hears("ana's coming", |f| f.tells("join", "ana"));
    let mut second = joins(&server, Via::Tcp, 1, "ana");
    let bye = first.hears("a bye", |f| f.kind() == "bye");
    assert_eq!(bye.value("return"), Some(&json!(false)), "{bye:?}");
    second.says("it is me");
    let seen = witness.hears_all("it", |f| f.says("it is me"));
    assert_eq!(seen.len(), 1, "nothing else was told: {seen:?}");
    // Under another name both stay, and are told of each other.
    let mut third = Peer::connect(&server, via);
    let welcome = proves(&mut third, 1, json!({"type": "join", "name": "ana-too"}));
    assert_eq!(welcome.people("also"), ["ana"]);
    second.says("still here");
    let who = json!({"type": "who", "room": "lobby"});
    witness.send(&who);
    let who = witness.hears("who", |f| f.kind() == "who");
    assert_eq!(who.people("known"), ["ana", "ana-too"], "{who:?}");
}

fn an_answer_that_is_wrong_late_or_unasked_is_bad_and_the_connection_lives(via: Via) {
    let server = server();
    let mut ana = Peer::connect(&server, via);
    let join = || json!({"type": "join", "name": "ana"});
    ana.is_refused(
        &json!({"type": "prove", "sign": "00".repeat(64)}),
        "bad_frame",
    );
    let older = signed(&offers(&mut ana, 1, join()), 1, Bind::Open);
    let newest = offers(&mut ana, 1, join());
    ana.is_refused(&json!({"type": "prove", "sign": older}), "bad_frame");
    // It is used up, though it would have been right.
    let right = json!({"type": "prove", "sign": signed(&newest, 1, Bind::Open)});
    ana.is_refused(&right, "bad_frame");
    let others = offers(&mut ana, 1, join());
    ana.is_refused(
        &json!({"type": "prove", "sign": signed(&others, 2, Bind::Open)}),
        "bad_frame",
    );
    let welcome = proves(&mut ana, 1, join());
    assert_eq!(welcome.kind(), "welcome");
    // All of that conversation again, by somebody who has listened.
    let mut thief = Peer::connect(&server, via);
    offers(&mut thief, 1, join());
    thief.is_refused(&right, "bad_frame");
    ana.says("undisturbed");
}

#[test]
fn a_name_that_a_welcome_has_confirmed_survives_every_end_of_the_server() {
    let home = TempDir::new().unwrap();
    let file = home.path().join("archive");
    for n in 0..ENDS {
        let mut server = Start::new(SERVER).everywhere().keeping(&file).ready();
        let mut thief = Peer::connect(&server, Via::Tcp);
        for earlier in 0..n {
            let join = json!({"type": "join", "name": format!("ana{earlier}")});
            assert!(
                thief.is_refused(&join, "name_taken").flag("owned"),
                "{earlier}"
            );
        }
        joins(&server, Via::Tcp, n, &format!("ana{n}"));
        server.program.kill();
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let names = home.path().join("archive.names");
        let mode = std::fs::metadata(names).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

/// Another implementation: Python's standard library, as `docs/PROTOCOL.md` has it.
const PYTHON: &str = r#"
import hashlib, hmac, json, secrets, socket, sys
password = sys.argv[2]
chat = socket.create_connection(("127.0.0.1", int(sys.argv[1]))).makefile("rw", encoding="utf-8")
def send(**frame):
    chat.write(json.dumps(frame) + "\n"); chat.flush()
nonce = secrets.token_hex(16)
send(type="join", name="pia", nonce=nonce)
challenge = json.loads(chat.readline())
K = hashlib.pbkdf2_hmac("sha256", password.encode(), bytes.fromhex(challenge["salt"]), challenge["rounds"])
def proof(side):
    lines = ["chat password 1", side, nonce, challenge["nonce"], "-", "open"]
    return hmac.new(K, "\n".join(lines).encode(), "sha256").hexdigest()
send(type="prove", password=proof("client"))
answer = json.loads(chat.readline())
print(answer["type"], answer.get("code", ""), answer.get("proof") == proof("server"))
"#;

#[test]
#[expect(clippy::print_stderr, reason = "says why it checks nothing")]
fn a_python_client_proves_the_password_and_has_it_proved() {
    if std::process::Command::new("python3")
        .arg("--version")
        .output()
        .is_err()
    {
        return eprintln!("not checked: there is no python3 here");
    }
    let server = guarded();
    let port = server.tcp()[0].port().to_string();
    for (word, told) in [
        ("sesame", "welcome  True"),
        ("guess", "error wrong_password False"),
    ] {
        let mut python = Client::start("python3", &["-c", PYTHON, &port, word]);
        python.end_input();
        let exit = python.program.exit_within(PATIENCE);
        let shown: Vec<&str> = exit.output.iter().map(|line| line.trim_end()).collect();
        assert_eq!(shown, [told], "{exit:?}");
    }
}

#[test]
fn a_clear_password_is_taken_and_said_to_be_readable() {
    let server = guarded();
    let mut ana = Peer::connect(&server, Via::Tcp);
    ana.send(&json!({"type": "join", "name": "ana", "password": "sesame"}));
    let welcome = ana.hears("a welcome", |f| f.kind() == "welcome");
    assert!(
        welcome
            .text()
            .ends_with("anybody on the way can have read the password")
    );
    let mut nc = server.wire(Via::Tcp);
    nc.send(b"/password sesame\n");
    let chat_tests::wire::Got::Line(line) = nc.line_within(PATIENCE) else {
        panic!("nc was told nothing");
    };
    assert_eq!(
        line.trim_end(),
        "* anybody on the way can have read the password"
    );
    ana.hears("the guest", |f| f.tells("join", "guest-1"));
}

#[test]
fn names_that_look_like_a_rank_get_no_mark_of_ours() {
    let server = server();
    let mut ana = joins(&server, Via::Tcp, 1, "ana");
    let tricks = [
        "[server]",
        "✓ana",
        "teacher",
        "ana(teacher)",
        "ana~",
        "@ana",
    ];
    for name in tricks {
        let mut peer = Peer::connect(&server, Via::Tcp);
        peer.send(&json!({"type": "join", "name": name}));
        let Heard::Frame(answer) = peer.next_within(PATIENCE) else {
            panic!("{name} got no answer");
        };
        assert!(!answer.flag("known"), "{answer:?}");
    }
    let mut server_name = Peer::connect(&server, Via::Tcp);
    server_name.is_refused(&json!({"type": "join", "name": "server"}), "bad_name");
    ana.send(&json!({"type": "who"}));
    let who = ana.hears("who", |f| f.kind() == "who");
    assert_eq!(who.people("known"), ["ana"], "{who:?}");
}

/// How often the server is killed.
const ENDS: u8 = 24;
