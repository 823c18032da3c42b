//! Looking for what was said: expressions while one types, words in all conversations.

use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::terminal::Launch;
use chat_tests::wire::Via;
use serde_json::json;
use tempfile::TempDir;

use crate::house;
use crate::house::joined;

/// A language, and what the screen says in it.
struct Tongue {
    environment: &'static str,
    unclosed: &'static str,
    count: &'static str,
    search: &'static str,
    hits: &'static str,
}

const TONGUES: [Tongue; 2] = [
    Tongue {
        environment: "en_GB.UTF-8",
        unclosed: "not yet: ( has no )",
        count: "1 of 2",
        search: "/search cable in:all",
        hits: "1 of 3",
    },
    Tongue {
        environment: "pt_PT.UTF-8",
        unclosed: "ainda não: ( não tem )",
        count: "1 de 2",
        search: "/search cable em:todas",
        hits: "1 de 3",
    },
];

/// A server that keeps what is said, in a folder that goes with it.
fn keeping() -> (TempDir, Server) {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("kept");
    let server = house::started(Start::new(house::SERVER).everywhere().keeping(&file));
    (home, server)
}

fn ana(server: &Server, tongue: &Tongue) -> Launch {
    let launch = house::client(server, "ana").size(100, 24);
    let launch = launch.arg("--room").arg("lobby").arg("--room").arg("lab");
    launch.env("LC_ALL", tongue.environment)
}

#[test]
fn an_expression_leads_there_while_it_is_typed_and_says_what_is_wrong_with_it() {
    let (_home, server) = keeping();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    bob.says("a ligação, early");
    for n in 0..40 {
        bob.says(&format!("line {n}."));
    }
    bob.says("a liga, late");
    for tongue in &TONGUES {
        let ana = ana(&server, tongue).start();
        ana.shows("a liga, late");
        ana.key(CTRL_F);
        ana.types(r"/\bliga(");
        ana.shows(tongue.unclosed);
        ana.shows("a liga, late");
        ana.types(r"ção)?,/");
        ana.shows(tongue.count);
        ana.key(UP);
        ana.shows("a ligação, early");
        ana.key(ESCAPE);
        ana.shows("line 39.");
        ana.key(b"\x04");
    }
}

#[test]
fn a_search_in_all_conversations_leads_to_the_one_in_which_it_was_said() {
    let (_home, server) = keeping();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    bob.enter("bob", "lab");
    bob.send(&json!({"text": "a cable in the lobby", "room": "lobby"}));
    bob.send(&json!({"text": "no câble in the lab", "room": "lab"}));
    for tongue in &TONGUES {
        let ana = ana(&server, tongue).start();
        ana.shows("a cable in the lobby");
        bob.send(&json!({"text": "the cable for you", "to": "ana"}));
        ana.shows("bob");
        ana.says(tongue.search);
        ana.shows(tongue.hits);
        ana.shows_row("the newest", |row| {
            row.contains("bob bob: the cable for you")
        });
        ana.shows_row("the room of one", |row| row.contains("#lab bob: no câble"));
        ana.shows_row("that of the other", |row| {
            row.contains("#lobby bob: a cable in")
        });
        // What was said in the same millisecond stands in either order.
        let rows = ana.rows();
        let place = |words: &str| rows.iter().position(|row| row.contains(words)).unwrap();
        let first = place("> ");
        for _ in first..place("#lab bob") {
            ana.key(DOWN);
        }
        ana.shows_row("that it is on", |row| {
            row.starts_with("> ") && row.contains("#lab bob")
        });
        ana.key(b"\r");
        ana.shows_row("the title of the room", |row| row.starts_with(" #lab"));
        ana.says(tongue.search);
        ana.shows(tongue.hits);
        ana.key(b"\r");
        ana.shows_row("to whom one speaks", |row| row.starts_with("ana → bob"));
        ana.key(b"\x04");
    }
}

#[test]
fn without_a_screen_each_hit_is_a_line_with_its_conversation() {
    let (_home, server) = keeping();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    bob.enter("bob", "lab");
    bob.send(&json!({"text": "a cable in the lobby", "room": "lobby"}));
    bob.send(&json!({"text": "no câble in the lab", "room": "lab"}));
    let ana = ana(&server, &TONGUES[0]).arg("--lines").start();
    ana.shows("you are ana in lab");
    ana.says("/search cable in:all");
    ana.shows_row("a hit", |row| {
        row.ends_with(" #lobby bob: a cable in the lobby")
    });
    ana.shows_row("the other", |row| {
        row.ends_with(" #lab bob: no câble in the lab")
    });
    ana.says("/search nowhere in:all");
    ana.shows("nothing found for nowhere");
}

#[test]
fn what_is_set_is_saved_beside_the_comments_of_the_file() {
    let server = house::server();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    let before = "# mine\ntimes = 'off' # not now\n\n# the last\nsigns = true\n";
    std::fs::write(&file, before).unwrap();
    let launch = house::client(&server, "ana").size(100, 24);
    let mut ana = joined(launch.arg("--config").arg(file.to_str().unwrap()));
    ana.says("/set times seconds");
    ana.shows("times = seconds");
    ana.says("/set highlight prova, /exames?/");
    ana.shows("highlight = prova, /exames?/");
    ana.says("/save");
    ana.shows("written into");
    ana.says("/quit");
    assert!(ana.ends().success());
    let expected = "# mine\ntimes = \"seconds\" # not now\n\n# the last\nsigns = true\nhighlight = [\"prova\", \"/exames?/\"]\n";
    assert_eq!(std::fs::read_to_string(&file).unwrap(), expected);
    // What was written is what is read.
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let launch = house::client(&server, "ana").size(100, 24);
    let ana = joined(launch.arg("--config").arg(file.to_str().unwrap()));
    bob.says("dois Exames");
    ana.shows_row("that it is for her", |row| {
        row.contains("»bob  dois Exames")
    });
}

#[test]
fn a_projector_shows_what_is_said_and_escape_comes_back() {
    let server = house::server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let ana = house::joins(&server, "ana");
    bob.says("listen, then accept");
    ana.shows("listen, then accept");
    ana.types("a draft");
    ana.key(b"\x15");
    ana.says("/present");
    ana.shows("for the projector");
    ana.shows_that("no input", |screen| !screen.contents().contains("ana>"));
    bob.says("and close");
    ana.shows("and close");
    ana.key(ESCAPE);
    ana.shows_row("the input again", |row| row == "ana>");
    ana.shows("listen, then accept");
}

const CTRL_F: &[u8] = b"\x06";
const ESCAPE: &[u8] = b"\x1b";
const UP: &[u8] = b"\x1b[A";
const DOWN: &[u8] = b"\x1b[B";
