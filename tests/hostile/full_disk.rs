//! A disk that is full: the chat goes on, every room is told once, and once more when
//! there is room again.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use chat_tests::peer::Peer;
use chat_tests::server::Start;
use chat_tests::wire::Via;
use serde_json::json;
use tempfile::TempDir;

use crate::house::SERVER;

/// A disk of four megabytes.
struct SmallDisk(TempDir);

impl SmallDisk {
    /// Nothing where this user may not have one.
    #[expect(clippy::print_stderr, reason = "says why it checks nothing")]
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=4m", "tmpfs"]);
        let mounted = mount.arg(folder.path()).output();
        if mounted.is_ok_and(|done| done.status.success()) {
            return Some(Self(folder));
        }
        eprintln!("skipped: a small file system cannot be mounted here");
        None
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}

#[test]
fn while_the_disk_is_full_the_chat_goes_on_and_says_so_once() {
    let Some(disk) = SmallDisk::mount() else {
        return;
    };
    let file = disk.path().join("kept.sqlite");
    let server = Start::new(SERVER).everywhere().keeping(&file).ready();
    let mut ana = Peer::connect(&server, Via::Tcp);
    let log = ana.enter("ana", "lobby").get("log").unwrap().to_owned();
    ana.says("kept");
    let (filler, block) = (disk.path().join("filler"), vec![0; 4096]);
    let mut filling = File::create(&filler).unwrap();
    while filling.write_all(&block).is_ok() {}
    drop(filling);
    // What the file has in reserve is used up first.
    let text = "x".repeat(4000);
    let mut said = 1;
    let unkept = loop {
        ana.send(&json!({"text": text, "id": said}));
        said += 1;
        let heard = ana.hears_all("its receipt", |f| f.number("id") == Some(said - 1));
        let notice = heard.into_iter().find(|f| f.get("event") == Some("unkept"));
        if let Some(notice) = notice {
            break notice;
        }
        assert!(said < 2000, "it is never full");
    };
    assert_eq!(
        (unkept.kind(), unkept.get("room")),
        ("notice", Some("lobby"))
    );
    assert_eq!(
        ana.says("unkept").number("seq"),
        Some(said + 1),
        "it goes on"
    );
    std::fs::remove_file(&filler).unwrap();
    let more = ana.hears_all("kept again", |f| f.get("event") == Some("kept"));
    let notices = more.iter().filter(|f| f.kind() == "notice");
    assert_eq!(notices.count(), 1, "each once: {more:#?}");
    assert_eq!(ana.says("kept again").number("seq"), Some(said + 2));
    let mut bob = Peer::connect(&server, Via::Tcp);
    let welcome = bob.enter("bob", "lobby");
    let other = welcome.get("log").unwrap();
    assert_ne!(other, log, "what was told meanwhile may be missing one day");
    server.stop();
}
