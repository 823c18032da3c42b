//! `docs/TRACE.md`: what a program read and wrote stands in its recording, also where
//! no impairment was asked for, and no secret does.

use std::path::Path;

use chat_tests::client::Client;
use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::wire::Via;
use serde_json::Value;
use serde_json::json;

use crate::house::CLIENT;
use crate::house::server;
use crate::house::server_with;

/// The events of this kind.
fn events(trace: &Path, kind: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(trace).unwrap();
    let all = text.lines().map(|line| serde_json::from_str(line).unwrap());
    all.filter(|entry: &Value| entry["event"] == kind).collect()
}

fn bytes(events: &[Value]) -> u64 {
    events.iter().map(|e| e["bytes"].as_u64().unwrap()).sum()
}

fn borders(events: &[Value]) -> usize {
    let ends = |event: &Value| event["ends"].as_array().unwrap().len();
    events.iter().map(ends).sum()
}

#[test]
fn the_traces_of_both_sides_agree_on_every_byte_and_border() {
    let folder = tempfile::tempdir().unwrap();
    let [ours, theirs] = ["client", "server"].map(|name| folder.path().join(name));
    let server = server_with(&["--trace", theirs.to_str().unwrap()]);
    let address = server.tcp()[0].to_string();
    let args = [
        &*address,
        "--name",
        "ana",
        "--trace",
        ours.to_str().unwrap(),
    ];
    let exit = Client::start(CLIENT, &args).finish("one\ntwo\n");
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    server.stop();
    for (writer, reader) in [(&ours, &theirs), (&theirs, &ours)] {
        let (writes, reads) = (events(writer, "write"), events(reader, "read"));
        assert!(!writes.is_empty() && bytes(&writes) > 100, "{writes:?}");
        assert_eq!(bytes(&writes), bytes(&reads), "{writes:?} {reads:?}");
        assert_eq!(borders(&writes), borders(&reads), "{writes:?} {reads:?}");
    }
    // A join, two messages, and a goodbye at least: each a line.
    let writes = events(&ours, "write");
    assert!(borders(&writes) >= 4, "{writes:?}");
    // What one call carried has one name on both sides, where it was read alone.
    let (first, heard) = (&writes[0], &events(&theirs, "read")[0]);
    assert!(first["bytes"] != heard["bytes"] || first["x"] == heard["x"]);
    for trace in [&ours, &theirs] {
        let (begin, flow) = (&events(trace, "begin")[0], &events(trace, "flow")[0]);
        assert_eq!((&begin["version"], &begin["ms"]), (&json!(1), &json!(0.0)));
        assert!(begin["wall"].as_u64().unwrap() > 1_700_000_000_000_000);
        assert!(begin["program"].as_str().unwrap().starts_with("chat-"));
        assert_eq!(flow["transport"], "tcp");
        let lines = std::fs::read_to_string(trace).unwrap();
        let lines: Vec<_> = lines.lines().collect();
        assert!(lines[0].contains("\"begin\""), "{}", lines[0]);
        assert_eq!(events(trace, "opened").len(), 1);
        assert_eq!(events(trace, "closed").len(), 1);
    }
    let said: String = writes.iter().filter_map(|w| w["data"].as_str()).collect();
    assert!(said.contains("\"two\"") && said.ends_with('\n'), "{said}");
}

#[test]
fn the_first_hello_leaves() {
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    let server = server();
    let address = server.udp()[0].to_string();
    let args = [
        "--udp",
        &*address,
        "--name",
        "ana",
        "--trace",
        trace.to_str().unwrap(),
    ];
    let exit = Client::start(CLIENT, &args).finish("olá\n");
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    let left = events(&trace, "out");
    assert_eq!(left[0]["what"]["type"], "hello", "{left:?}");
    let untaken = left.iter().filter(|out| !out["result"].is_null());
    assert_eq!(untaken.count(), 0, "{left:?}");
}

/// The fingerprints of the datagrams of these events.
fn names(trace: &Path, kind: &str) -> Vec<String> {
    let name = |event: &Value| event["x"].as_str().unwrap().to_owned();
    events(trace, kind).iter().map(name).collect()
}

#[test]
fn a_datagram_has_one_name_on_both_sides_and_what_the_weather_took_never_left() {
    let folder = tempfile::tempdir().unwrap();
    let [ours, theirs] = ["client", "server"].map(|name| folder.path().join(name));
    let server = server_with(&["--trace", theirs.to_str().unwrap()]);
    let address = server.udp()[0].to_string();
    let args = [
        "--udp",
        "--weather",
        "drop out:40%, seed 7",
        "--name",
        "ana",
        "--trace",
        ours.to_str().unwrap(),
        &*address,
    ];
    let exit = Client::start(CLIENT, &args).finish("one\ntwo\nthree\n");
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    server.stop();
    let came = names(&theirs, "in");
    let left = names(&ours, "out");
    assert!(left.len() > 5);
    for x in &left {
        assert!(came.contains(x), "{x} left and never came");
    }
    assert_eq!(came.len(), left.len(), "nothing else came");
    let weather = events(&ours, "weather");
    // A hello leaves again as it was; each transmission of a frame is another datagram.
    let dropped = weather.iter().filter(|e| e["fate"] == "dropped");
    let dropped: Vec<_> = dropped.filter(|e| e["n"].is_u64()).collect();
    assert!(!dropped.is_empty());
    for taken in dropped {
        let x = taken["x"].as_str().unwrap().to_owned();
        assert!(!left.contains(&x) && !came.contains(&x), "{taken}");
    }
    // What was decided stands before what became of it.
    let lines = std::fs::read_to_string(&ours).unwrap();
    for sent in events(&ours, "sent") {
        let x = format!("\"x\":{}", sent["x"]);
        let first = lines.lines().find(|line| line.contains(&x)).unwrap();
        assert!(first.contains("\"sent\""), "{first}");
    }
    let link = |trace: &Path| {
        let flows = events(trace, "flow");
        flows
            .iter()
            .rev()
            .find_map(|f| f["link"].as_str().map(str::to_owned))
    };
    assert!(link(&ours).is_some());
    assert_eq!(link(&ours), link(&theirs));
}

#[test]
fn no_password_stands_in_a_recording_right_or_wrong_typed_or_cut() {
    let folder = tempfile::tempdir().unwrap();
    let [ours, theirs, file] = ["client", "server", "word"].map(|n| folder.path().join(n));
    std::fs::write(&file, "OPENSESAME\n").unwrap();
    let word = ["--password-file", file.to_str().unwrap()];
    let theirs_path = theirs.to_str().unwrap();
    let server = server_with(&[word[0], word[1], "--trace", theirs_path]);
    for (address, udp) in [(server.tcp()[0], false), (server.udp()[0], true)] {
        let address = address.to_string();
        let mut args = vec![word[0], word[1], "--trace", ours.to_str().unwrap()];
        args.extend([
            "--weather",
            if udp {
                "drop 20%, seed 3"
            } else {
                "slice 1..9, seed 3"
            },
        ]);
        args.extend(udp.then_some("--udp"));
        args.push(&address);
        let exit = Client::start(CLIENT, &args).finish("hello\n");
        assert_eq!(exit.status.code(), Some(0), "{exit:?}");
        assert!(!std::fs::read_to_string(&ours).unwrap().contains("SESAME"));
    }
    let mut plain = Typist::connect(&server, Via::Tcp);
    plain.types("/password WRONGSESAME");
    plain.hears("a refusal", |line| line.starts_with('!'));
    server.stop();
    let text = std::fs::read_to_string(&theirs).unwrap();
    assert!(!text.contains("SESAME"));
    assert!(text.contains("/password ***********") && text.contains("**********"));
}

#[test]
fn a_recording_begins_and_ends_while_one_talks() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("wire.ndjson");
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let address = server.tcp()[0].to_string();
    let mut client = Client::start(CLIENT, &["--lines", "--name", "ana", &address]);
    client.types("/record off\n");
    client.shows(|line| line.contains("nothing is recorded"));
    client.types("before\n");
    witness.hears("before", |frame| frame.says("before"));
    client.types("/record /nonexistent/file\n");
    client.shows(|line| line.contains("cannot record"));
    client.types(&format!("/record {}\n", file.display()));
    client.shows(|line| line.contains("is recorded in"));
    // Of a line that may have begun before the recording nothing is shown.
    for line in ["first", "between"] {
        client.types(&format!("{line}\n"));
        witness.hears(line, |frame| frame.says(line));
    }
    client.types("/record off\n");
    client.shows(|line| line.contains("the recording is in"));
    client.types("after\n");
    witness.hears("after", |frame| frame.says("after"));
    client.finish("/quit\n");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("between"), "{text}");
    assert!(!text.contains("after"));
    assert_eq!(events(&file, "begin").len(), 1);
    assert_eq!(events(&file, "flow").len(), 1);
}

#[cfg(unix)]
#[test]
fn observers_see_the_same_live_without_texts() {
    use std::io::BufRead;
    use std::io::BufReader;
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::net::UnixStream;
    let folder = tempfile::tempdir().unwrap();
    for (contents, shown) in [(None, false), (Some("--observe-contents"), true)] {
        let place = folder.path().join("observe.sock");
        let mut args = vec!["--observe", place.to_str().unwrap()];
        args.extend(contents);
        let server = server_with(&args);
        let mode = std::fs::metadata(&place).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let lines = BufReader::new(UnixStream::connect(&place).unwrap());
        let mut lines = lines.lines().map(|line| line.unwrap());
        assert!(lines.next().unwrap().contains("\"begin\""));
        let mut ana = Peer::join(&server, Via::Tcp, "ana");
        ana.says("MOON");
        let said = |line: &String| line.contains("\"read\"") && line.contains("text");
        let line = lines.find(said).unwrap();
        assert_eq!(line.contains("MOON"), shown, "{line}");
        assert_eq!(line.contains("****"), !shown, "{line}");
        server.stop();
        assert!(!place.exists());
    }
}

#[cfg(unix)]
#[test]
fn a_trace_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let [ours, theirs] = ["client", "server"].map(|name| folder.path().join(name));
    let server = server_with(&["--trace", theirs.to_str().unwrap()]);
    let address = server.tcp()[0].to_string();
    let args = [&*address, "--trace", ours.to_str().unwrap()];
    Client::start(CLIENT, &args).finish("one\n");
    for trace in [ours, theirs] {
        let mode = std::fs::metadata(trace).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
