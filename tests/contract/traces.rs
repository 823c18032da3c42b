//! `docs/LINK.md`, section 6: what a program read and wrote stands in its trace, also
//! where no impairment was asked for.

use std::path::Path;

use chat_tests::client::Client;
use serde_json::Value;

use crate::house::CLIENT;
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
