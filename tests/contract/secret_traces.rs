//! `docs/TRACE.md`, Secrecy: what TLS does stands in the recordings of both programs, and
//! nothing that was said, nor any secret.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use chat_tests::server::Server;

use crate::house::CLIENT;
use crate::house::server_with;
use crate::secret_talk::client;
use crate::secret_talk::says;
use crate::secret_talk::words;

/// The lines of a recording; those of this flow alone, where one is given.
fn lines(recording: &Path, flow: Option<&Value>) -> Vec<Value> {
    let text = fs::read_to_string(recording).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
    let of_it = |line: &Value| flow.is_none_or(|flow| line["flow"] == *flow);
    lines.filter(of_it).collect()
}

fn events<'a>(lines: &'a [Value], kind: &str) -> Vec<&'a Value> {
    lines.iter().filter(|line| line["event"] == kind).collect()
}

/// What is told of each record that went this way, but for the way.
fn records(lines: &[Value], way: &str) -> Vec<[Value; 6]> {
    let records = events(lines, "tls_record").into_iter();
    let records = records.filter(|record| record["way"] == way);
    let told = ["type", "bytes", "message", "inside", "plaintext", "frames"];
    records
        .map(|record| told.map(|field| record[field].clone()))
        .collect()
}

struct Recorded {
    client: Vec<Value>,
    server: Vec<Value>,
}

/// A conversation of two lines, as both have recorded it: what is secret in it is in
/// neither file.
fn recorded(folder: &Path, weather: &str, udp: bool) -> Recorded {
    let [ours, theirs, word] = ["client", "server", "word"].map(|name| folder.join(name));
    fs::write(&word, "OPENSESAME\n").unwrap();
    let password = ["--password-file", word.to_str().unwrap()];
    let server = server_with(&[&password[..], &["--trace", theirs.to_str().unwrap()]].concat());
    let words = words(&server);
    let options = [
        "--words",
        &words,
        "--weather",
        weather,
        "--trace",
        ours.to_str().unwrap(),
    ];
    let mut command = client(address(&server, udp), folder, &options);
    command.args(password).args(udp.then_some("--udp"));
    let exit = says(command, "MOONLIGHT\nSTARLIGHT\n");
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    server.stop();
    for recording in [&ours, &theirs] {
        let text = fs::read_to_string(recording).unwrap();
        for secret in ["LIGHT", "SESAME"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
    let client = lines(&ours, None);
    let local = &events(&client, "flow")[0]["local"];
    let all = lines(&theirs, None);
    let named = events(&all, "flow")
        .into_iter()
        .find(|flow| flow["peer"] == *local);
    let server = lines(&theirs, Some(&named.unwrap()["flow"]));
    for (lines, at) in [(&client, "client"), (&server, "server")] {
        let open = events(lines, "tls_open");
        assert_eq!(open.len(), 1, "{at}");
        assert_eq!(open[0]["certificate"], *words, "{at}");
    }
    Recorded { client, server }
}

fn address(server: &Server, udp: bool) -> std::net::SocketAddr {
    if udp {
        server.udp()[0]
    } else {
        server.tcp()[0]
    }
}

/// What one side has sent is what the other has heard, as far as it did.
#[track_caller]
fn agree(sent: &[[Value; 6]], heard: &[[Value; 6]], least: usize) {
    assert!(
        heard.len() >= least && sent.len() >= heard.len(),
        "{sent:?} {heard:?}"
    );
    assert_eq!(&sent[..heard.len()], heard);
}

/// Each has heard at least so many records of the other.
#[track_caller]
fn both_agree(told: &Recorded, (of_client, of_server): (usize, usize)) {
    let (client, server) = (&told.client, &told.server);
    agree(&records(client, "out"), &records(server, "in"), of_client);
    agree(&records(server, "out"), &records(client, "in"), of_server);
}

#[test]
fn both_sides_record_the_same_records_over_tcp() {
    let folder = TempDir::new().unwrap();
    let told = recorded(folder.path(), "slice 1..90, seed 3", false);
    both_agree(&told, (6, 5));
    // The layer's own: `read` and `write` stay the program's calls.
    let written: u64 = events(&told.client, "write")
        .iter()
        .map(|w| w["bytes"].as_u64().unwrap())
        .sum();
    let records = records(&told.client, "out");
    let made: u64 = records
        .iter()
        .map(|record| record[1].as_u64().unwrap())
        .sum();
    assert_eq!(written, made);
}

#[test]
fn both_sides_record_the_same_records_inside_a_link_that_loses() {
    let folder = TempDir::new().unwrap();
    let told = recorded(folder.path(), "drop 20%, seed 3", true);
    both_agree(&told, (5, 4));
    let carried = |line: &Value| line["what"]["tls"].is_u64();
    assert!(events(&told.client, "out").into_iter().any(carried));
}

#[test]
fn a_replay_shows_what_became_secret_and_both_recordings_agree() {
    for udp in [false, true] {
        let folder = TempDir::new().unwrap();
        recorded(folder.path(), "off", udp);
        let [ours, theirs] = ["client", "server"].map(|name| folder.path().join(name));
        let replay = |args: &[&str]| {
            let mut command = Command::new(CLIENT);
            command
                .arg("replay")
                .args(args)
                .arg(&ours)
                .env("LC_ALL", "C.UTF-8");
            let output = command.output().unwrap();
            assert!(output.status.success(), "{output:?}");
            String::from_utf8(output.stdout).unwrap()
        };
        let drawn = replay(&["--text"]);
        for words in [
            "ClientHello",
            "ServerHello + handshake",
            "secret from here: TLS_",
            " + 22",
        ] {
            assert!(drawn.contains(words), "{words}\n{drawn}");
        }
        replay(&["--check", theirs.to_str().unwrap()]);
    }
}

#[cfg(unix)]
#[test]
fn observers_see_it_live_and_no_text() {
    use std::io::BufRead;
    use std::io::BufReader;
    use std::os::unix::net::UnixStream;
    let folder = TempDir::new().unwrap();
    let place = folder.path().join("observe.sock");
    let server = server_with(&["--observe", place.to_str().unwrap()]);
    let words = words(&server);
    let live = BufReader::new(UnixStream::connect(&place).unwrap());
    let exit = says(
        client(server.tcp()[0], folder.path(), &["--words", &words]),
        "MOONLIGHT\n",
    );
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    server.stop();
    let lines: Vec<String> = live.lines().map(|line| line.unwrap()).collect();
    let told = |words: &str| lines.iter().any(|line| line.contains(words));
    assert!(
        told("\"tls_open\"") && told("\"plaintext\":") && told("\"close_notify\""),
        "{lines:?}"
    );
    assert!(!told("LIGHT"), "{lines:?}");
}
