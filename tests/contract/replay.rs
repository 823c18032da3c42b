//! Contract, section 10: `chat-tui replay` reads recordings without a network.

use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

#[cfg(unix)]
use chat_tests::client::Client;
use serde_json::Value;
use tempfile::TempDir;

use crate::house::CLIENT;
#[cfg(unix)]
use crate::house::server_with;

/// What `ana` and the server wrote down: over UDP a loss, a copy and a duplicate; over
/// TCP two writes, which were read in one.
const ANA: &str = r#"{"ms":0,"event":"begin","version":1,"program":"chat-tui 0.1.0","wall":1795910667282000,"name":"ana","seed":7,"contents":"yes"}
{"ms":0.1,"flow":1,"event":"flow","transport":"udp","local":"127.0.0.1:45113","peer":"127.0.0.1:15324"}
{"ms":1,"flow":1,"event":"weather","way":"out","x":"00000001","bytes":58,"datagram":1,"fate":"dropped","drew":110871,"n":8,"type":"msg"}
{"ms":43,"flow":1,"event":"out","x":"00000002","bytes":58,"data":"{\"n\":8,\"try\":2,\"type\":\"msg\",\"text\":\"segredo\",\"id\":\"a-8\"}"}
{"ms":44.5,"flow":1,"event":"in","x":"00000003","bytes":61,"what":{"type":"ack","ack":8,"for":[8,2],"tries":[2]}}
{"ms":50.1,"flow":2,"event":"flow","transport":"tcp","local":"127.0.0.1:45114","peer":"127.0.0.1:15324"}
{"ms":50.1,"flow":2,"event":"opened","took_ms":0.1}
{"ms":51,"flow":2,"event":"write","offered":20,"x":"000000a1","bytes":20,"ends":[20]}
{"ms":52,"flow":2,"event":"write","offered":90000,"x":"000000a2","bytes":70000,"ends":[30,90000]}
{"ms":53,"flow":2,"event":"read","x":"000000b1","bytes":11,"ends":[11],"data":"hello ana!\n"}
{"ms":60,"flow":2,"event":"closed","why":"reset"}
"#;
const SERVER: &str = r#"{"ms":0,"event":"begin","version":1,"program":"chat-server 0.1.0","wall":1795910660000000}
{"ms":0,"flow":7,"event":"flow","transport":"udp","local":"127.0.0.1:15324","peer":"127.0.0.1:45113"}
{"ms":0,"flow":8,"event":"flow","transport":"tcp","local":"127.0.0.1:15324","peer":"127.0.0.1:45114"}
{"ms":7325.2,"flow":7,"event":"in","x":"00000002","bytes":58,"what":{"n":8,"try":2,"type":"msg"}}
{"ms":7326.2,"flow":7,"event":"out","x":"00000003","bytes":61,"what":{"type":"ack","ack":8,"for":[8,2],"tries":[2]}}
{"ms":7334.2,"flow":8,"event":"read","x":"000000c1","bytes":32768,"ends":[20,50]}
{"ms":7334.5,"flow":8,"event":"write","offered":11,"x":"000000b1","bytes":11,"ends":[11]}
"#;

struct Files {
    folder: TempDir,
}

impl Files {
    fn with(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    fn replay(&self, args: &[&str]) -> Output {
        let mut command = Command::new(CLIENT);
        command.arg("replay").args(args).current_dir(&self.folder);
        command.env("LC_ALL", "C").output().unwrap()
    }

    #[track_caller]
    fn check(&self, args: &[&str], status: i32) -> (String, String) {
        let output = self.replay(args);
        let words = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let (out, errors) = (words(&output.stdout), words(&output.stderr));
        assert_eq!(output.status.code(), Some(status), "{out}\n{errors}");
        (out, errors)
    }
}

#[test]
fn a_ladder_is_the_same_each_time_and_from_the_lines_that_were_written_again() {
    let files = Files::with(&[("ana", ANA), ("server", SERVER)]);
    for args in [&["ana"][..], &["server", "ana"], &["ana", "--mask"]] {
        let (ladder, errors) = files.check(&[args, &["--text"]].concat(), 0);
        assert_eq!(errors, "");
        assert!(ladder.contains("8 msg t2"), "{ladder}");
        let widest = ladder.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(100), "{ladder}");
        assert_eq!(files.check(&[args, &["--text"]].concat(), 0).0, ladder);
        files.check(&[args, &["--export", "again.ndjson"]].concat(), 0);
        assert_eq!(files.check(&["again.ndjson", "--text"], 0).0, ladder);
        files.check(&[args, &["--export", "again.txt"]].concat(), 0);
        assert_eq!(files.read("again.txt"), ladder);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = files
            .path("again.txt")
            .metadata()
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn what_cannot_be_read_is_skipped_and_counted() {
    let torn = format!("{ANA}half a li\n{{\"ms\":61,\"event\":\"teleported\"}}\n{{\"ms\":61,\"ev");
    let files = Files::with(&[
        ("ana", ANA),
        ("torn", &torn),
        ("none", "nothing\n"),
        ("empty", ""),
    ]);
    let (ladder, errors) = files.check(&["torn", "--text"], 0);
    assert!(
        errors.contains("2 lines") && errors.contains("1 event"),
        "{errors}"
    );
    assert_eq!(ladder, files.check(&["ana", "--text"], 0).0);
    for nothing in ["none", "empty"] {
        let (ladder, errors) = files.check(&[nothing, "--text"], 1);
        assert!(
            ladder.is_empty() && errors.contains("nothing in it"),
            "{errors}"
        );
    }
    assert!(files.check(&["absent", "--text"], 1).1.contains("absent"));
}

#[test]
fn an_ending_that_says_no_form_is_told_which_there_are() {
    let files = Files::with(&[("ana", ANA)]);
    let (_, errors) = files.check(&["ana", "--export", "ana.pdf"], 2);
    for ending in [".pcapng", ".ndjson", ".mmd", ".svg", ".txt"] {
        assert!(errors.contains(ending), "{errors}");
    }
    assert!(!files.path("ana.pdf").exists());
}

#[test]
fn a_mask_is_in_every_form() {
    let files = Files::with(&[("ana", ANA)]);
    let shown = files.check(&["ana", "--text"], 0).0;
    assert!(
        shown.contains("segredo") && shown.contains("ana"),
        "{shown}"
    );
    let masked = files.check(&["ana", "--text", "--mask"], 0).0;
    assert!(
        masked.contains("\"•••••••\"") && !masked.contains("ana"),
        "{masked}"
    );
    for name in ["x.pcapng", "x.ndjson", "x.mmd", "x.svg", "x.txt"] {
        files.check(&["ana", "--mask", "--export", name], 0);
        let bytes = std::fs::read(files.path(name)).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for secret in ["segredo", "\"ana\"", "ana :", "hello ana"] {
            assert!(!text.contains(secret), "{name}: {secret}");
        }
    }
}

#[test]
fn recordings_are_checked_against_each_other() {
    let files = Files::with(&[("ana", ANA), ("server", SERVER)]);
    let (words, _) = files.check(&["ana", "server", "--check"], 0);
    assert!(words.contains("agree"), "{words}");
    let lies = [
        (
            "\"in\",\"x\":\"00000002\"",
            "\"in\",\"x\":\"00000001\"",
            "taken by the weather",
        ),
        (
            "\"in\",\"x\":\"00000002\"",
            "\"in\",\"x\":\"00000009\"",
            "never left",
        ),
        ("\"bytes\":58", "\"bytes\":57", "58 bytes"),
        ("[20,50]", "[21,50]", "differs from byte 20"),
    ];
    for (truth, lie, words) in lies {
        let server = SERVER.replace(truth, lie);
        assert_ne!(server, SERVER);
        std::fs::write(files.path("lie"), server).unwrap();
        let (_, errors) = files.check(&["ana", "lie", "--check"], 1);
        assert!(errors.contains(words), "{errors}");
    }
    let (_, errors) = files.check(&["ana", "--check"], 2);
    assert!(errors.contains("no conversation"), "{errors}");
}

#[test]
fn a_worksheet_asks_and_answers() {
    let files = Files::with(&[("server", SERVER)]);
    let (sheet, _) = files.check(&["server", "--quiz", "3"], 0);
    assert!(
        sheet.contains("32768 bytes") && sheet.contains("Answers: 1b"),
        "{sheet}"
    );
}

#[cfg(unix)]
#[test]
fn a_real_conversation_of_two_real_programs_is_drawn() {
    let files = Files::with(&[]);
    let [ours, theirs] = ["ana", "server"].map(|name| files.path(name));
    let server = server_with(&["--trace", theirs.to_str().unwrap()]);
    let address = server.tcp()[0].to_string();
    let trace = ours.to_str().unwrap();
    let args = [&*address, "--name", "ana", "--trace", trace];
    let exit = Client::start(CLIENT, &args).finish("one\ntwo\n");
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    server.stop();
    let (ladder, errors) = files.check(&["ana", "--text"], 0);
    assert!(
        ladder.contains("write") && ladder.contains("read"),
        "{ladder}"
    );
    assert_eq!(errors, "");
}

fn tshark(files: &Files, args: &[&str]) -> Option<String> {
    let mut command = Command::new("tshark");
    command.args(args).current_dir(&files.folder);
    for protocol in ["ip", "udp", "tcp"] {
        command.args(["-o", &format!("{protocol}.check_checksum:TRUE")]);
    }
    let Ok(output) = command.env("LC_ALL", "C").output() else {
        assert!(std::env::var_os("CI").is_none(), ".ci/run installs tshark");
        let _ = writeln!(
            std::io::stderr(),
            "skipped: tshark, which is not ours, is not installed"
        );
        return None;
    };
    assert!(output.status.success(), "{output:?}");
    Some(String::from_utf8(output.stdout).unwrap())
}

/// Time, source, and length of content, of each packet of the interface `wire` that has
/// one.
fn packets(files: &Files, capture: &str) -> Option<Vec<(String, String, u64)>> {
    let fields = ["frame.time_epoch", "ip.src", "udp.length", "tcp.len"];
    let mut args = vec![
        "-r",
        capture,
        "-Y",
        "frame.interface_name==\"wire\"",
        "-T",
        "fields",
    ];
    args.extend(fields.iter().flat_map(|field| ["-e", field]));
    let lines = tshark(files, &args)?;
    let packet = |line: &str| {
        let mut fields = line.split('\t').map(str::to_owned);
        let (at, from) = (fields.next().unwrap(), fields.next().unwrap());
        let [udp, tcp] = [fields.next(), fields.next()].map(|f| f?.parse::<u64>().ok());
        (
            at,
            from,
            udp.map_or_else(|| tcp.unwrap_or(0), |length| length - 8),
        )
    };
    let all = lines.lines().map(packet);
    Some(all.filter(|(_, _, length)| *length > 0).collect())
}

/// The same of the recording itself.
fn recorded(text: &str) -> Vec<(String, String, u64)> {
    let lines = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut wall = 0;
    let mut all = Vec::new();
    for line in lines {
        wall = line["wall"].as_u64().unwrap_or(wall);
        let from = match line["event"].as_str().unwrap() {
            "out" | "write" => "127.1.0.1",
            "in" | "read" => "127.0.0.1",
            _ => continue,
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a minute"
        )]
        let us = wall + (line["ms"].as_f64().unwrap() * 1000.0).round() as u64;
        let at = format!("{}.{:06}000", us / 1_000_000, us % 1_000_000);
        let mut left = line["bytes"].as_u64().unwrap();
        while left > 0 {
            let part = left.min(65_000);
            all.push((at.clone(), from.to_owned(), part));
            left -= part;
        }
    }
    all
}

#[test]
fn a_capture_opens_in_tshark_without_an_error_a_warning_or_a_wrong_checksum() {
    let files = Files::with(&[("ana", ANA), ("server", SERVER)]);
    for args in [
        &["ana"][..],
        &["ana", "--mask"],
        &["server"],
        &["ana", "server"],
    ] {
        files.check(&[args, &["--export", "x.pcapng"]].concat(), 0);
        let Some(expert) = tshark(&files, &["-q", "-r", "x.pcapng", "-z", "expert"]) else {
            return;
        };
        assert!(
            !expert.contains("Errors") && !expert.contains("Warns"),
            "{expert}"
        );
        let bad = "ip.checksum.status==0 || udp.checksum.status==0 || tcp.checksum.status==0";
        assert_eq!(tshark(&files, &["-r", "x.pcapng", "-Y", bad]).unwrap(), "");
    }
    files.check(&["ana", "--export", "x.pcapng"], 0);
    assert_eq!(packets(&files, "x.pcapng").unwrap(), recorded(ANA));
    // Two ends with two addresses and their names, and what the weather took beside.
    let flow = tshark(
        &files,
        &["-q", "-N", "n", "-r", "x.pcapng", "-z", "flow,any,network"],
    );
    let flow = flow.unwrap();
    assert!(flow.contains("ana") && flow.contains("server"), "{flow}");
    let weather = ["-r", "x.pcapng", "-Y", "frame.interface_name==\"weather\""];
    let comments = tshark(
        &files,
        &[&weather[..], &["-T", "fields", "-e", "frame.comment"]].concat(),
    );
    assert!(comments.unwrap().contains("drew 0.11"));
    let both: &Path = &files.path("both");
    std::fs::write(both, format!("{ANA}{SERVER}")).unwrap();
    files.check(&["both", "--export", "x.pcapng"], 0);
    let stream = tshark(
        &files,
        &["-q", "-r", "x.pcapng", "-z", "follow,tcp,ascii,0"],
    );
    assert!(stream.unwrap().contains("127.1.0.1:45114"));
}
