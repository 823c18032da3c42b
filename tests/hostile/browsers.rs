//! A page on the web that a student has open: its requests reach the server's port, and
//! nothing of them is said, done or remembered.
//!
//! The browser and `curl` are the real ones, where they are installed. What they send is
//! theirs: form, question beforehand, beacon, socket. That it reached the server is seen by
//! the answer, without which a request is told to have failed.

use std::fs;
use std::process::Command;

use chat_tests::clock::PATIENCE;
use chat_tests::peer::Peer;
use chat_tests::program::Exit;
use chat_tests::program::Program;
use chat_tests::server::Server;
use chat_tests::wire::Via;
use tempfile::TempDir;

use crate::house::server_with;

/// What would be said, and done, if a body were heard line by line.
const BODY: &str = concat!(
    "{\"name\":\"ana\",\"text\":\"from a page\"}\n",
    "{\"type\":\"order\",\"do\":\"quiet\"}\n/nick ana\nhello\n",
);

/// Runs it to its end.
fn runs(mut program: Command) -> Exit {
    Program::start(&mut program).exit_within(PATIENCE)
}

/// The first of these that is here; where none is, that is said.
#[expect(clippy::print_stderr, reason = "says why it checks nothing")]
fn found(programs: &[&'static str]) -> Option<&'static str> {
    let is_here = |program: &&&str| Command::new(**program).arg("--version").output().is_ok();
    let found = programs.iter().find(is_here).copied();
    if found.is_none() {
        eprintln!("not checked: there is none of {programs:?} here");
    }
    found
}

/// Nobody came, nothing was said, and whoever is there is heard.
#[track_caller]
fn nothing_happened(server: &Server, bob: &mut Peer) {
    let seen = bob.fence();
    assert!(seen.is_empty(), "{seen:?}");
    let mut late = Peer::join(server, Via::Udp, "late");
    assert_eq!(late.messages(), [""; 0], "nothing is remembered");
}

#[test]
fn whatever_curl_asks_for_is_refused_and_nobody_hears_it() {
    let Some(curl) = found(&["curl"]) else {
        return;
    };
    let server = server_with(&[]);
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let url = format!("http://{}/chat?name=ana", server.tcp()[0]);
    for ask in [
        &["--get", "--data-urlencode", "text=hello"][..],
        &["--request", "POST", "--data-binary", BODY],
        &[
            "--request",
            "OPTIONS",
            "--header",
            "Origin: https://a.example",
        ],
        &["--request", "PUT", "--data-binary", BODY],
        &["--form", "text=hello"],
        &["--http2-prior-knowledge"],
        &["--header", "Expect: 100-continue", "--data-binary", BODY],
    ] {
        let mut command = Command::new(curl);
        command.args(["--silent", "--max-time", "15", "--noproxy", "*"]);
        command.args(["--output", "-", "--write-out", "\n%{http_code}"]);
        let exit = runs({
            command.args(ask).arg(&url);
            command
        });
        // One who speaks HTTP/2 alone reads an answer in another language.
        if !ask[0].starts_with("--http2") {
            let told = exit.output.concat();
            assert!(told.ends_with("400"), "{ask:?}: {exit:?}");
            assert!(told.contains("chat server"), "{ask:?}: {exit:?}");
        }
    }
    nothing_happened(&server, &mut bob);
}

/// A page that tries all that a page may; at its end it says how each went.
fn page(port: u16) -> String {
    let body = serde_json::to_string(BODY).unwrap();
    format!(
        r#"<!doctype html><title>x</title><p id="told">begun</p>
<img src="http://127.0.0.1:{port}/x.png">
<iframe name="frame"></iframe>
<form id="form" target="frame" method="post" enctype="text/plain"
  action="http://127.0.0.1:{port}/"><textarea name='{{"name":"ana","text":"'>hi"}}</textarea></form>
<script>
const at = "http://127.0.0.1:{port}/", body = {body}, told = [];
const tries = async (what, ask) => {{
  try {{ await ask(); told.push(what + ":answered"); }} catch (e) {{ told.push(what + ":failed"); }}
}};
const opens = () => new Promise((good, bad) => {{
  const socket = new WebSocket("ws://127.0.0.1:{port}/");
  [socket.onopen, socket.onerror] = [good, bad];
}});
(async () => {{
  await tries("get", () => fetch(at, {{mode: "no-cors"}}));
  await tries("post", () => fetch(at, {{method: "POST", mode: "no-cors", body}}));
  await tries("options", () => fetch(at, {{method: "PUT", headers: {{"X-A": "b"}}, body}}));
  await tries("read", () => fetch(at));
  await tries("socket", opens);
  navigator.sendBeacon(at, body);
  document.getElementById("form").submit();
  document.getElementById("told").textContent = "told " + told.join(" ");
}})();
</script>"#
    )
}

#[test]
fn a_page_in_a_real_browser_says_nothing_in_the_room() {
    let Some(browser) = found(&["chromium", "chromium-browser", "google-chrome"]) else {
        return;
    };
    let (home, server) = (TempDir::new().unwrap(), server_with(&[]));
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let file = home.path().join("page.html");
    fs::write(&file, page(server.tcp()[0].port())).unwrap();
    // Its virtual time may be over before the script is: then it is asked again.
    let mut looks = (0..LOOKS).map(|look| {
        let mut command = Command::new(browser);
        command.args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
        ]);
        command.args(["--virtual-time-budget=10000", "--dump-dom"]);
        let profile = home.path().join(format!("profile{look}"));
        command.arg(format!("--user-data-dir={}", profile.display()));
        command.env("HOME", home.path());
        command.arg(format!("file://{}", file.display()));
        runs(command)
    });
    let ended = |exit: &Exit| exit.output.concat().contains("socket:");
    let exit = looks.find(ended).expect("one look is long enough");
    let told = exit.output.concat();
    // What the browser answers of: it has had a response. What it was told nothing of: it
    // may read none.
    for went in [
        "get:answered",
        "post:answered",
        "options:failed",
        "read:failed",
        "socket:failed",
    ] {
        assert!(told.contains(went), "{went}: {exit:?}");
    }
    nothing_happened(&server, &mut bob);
}

/// How often the page is looked at.
const LOOKS: usize = 8;
