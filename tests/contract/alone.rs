//! The programs alone: a folder is all that they see, as in `packaging/Containerfile`. No shell is
//! there, no `/etc`, `/dev` or `/proc`, nobody's home; what they keep goes where they are told.

use std::fs;
use std::os::unix::fs::chown;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use chat_tests::client::Client;
use chat_tests::server::Start;
use tempfile::TempDir;

use crate::house::CLIENT;
use crate::house::SERVER;

/// Who the server is in the container.
const NOBODY: u32 = 1234;

/// Where it keeps what is said, there and here.
const KEEPS: &str = "var/lib/chat-server";

/// A folder that is all that the programs see.
struct Room {
    folder: TempDir,
    /// What one types to be in it.
    door: Vec<String>,
}

impl Room {
    /// The programs and the libraries that they load, if any.
    #[track_caller]
    fn with(server: &Path, client: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let put = |from: &Path, to: &str| {
            let to = folder.path().join(to);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(from, to).unwrap();
        };
        for (program, name) in [(server, "chat-server"), (client, "chat-tui")] {
            put(program, &format!("usr/bin/{name}"));
            for library in loaded(program) {
                put(&library, library.to_str().unwrap().trim_start_matches('/'));
            }
        }
        let keeps = folder.path().join(KEEPS);
        fs::create_dir_all(&keeps).unwrap();
        let root = chown(&keeps, Some(NOBODY), Some(NOBODY)).is_ok();
        let door = if root {
            vec![format!("--userspec={NOBODY}:{NOBODY}")]
        } else {
            ["--user", "--map-root-user", "chroot"]
                .map(str::to_owned)
                .into()
        };
        Self {
            folder,
            door: [
                vec![if root { "chroot" } else { "unshare" }.to_owned()],
                door,
            ]
            .concat(),
        }
    }

    /// What starts a program in here, and the arguments for that.
    fn entered<'a>(&'a self, program: &'a str) -> (&'a str, Vec<&'a str>) {
        let mut words: Vec<&str> = self.door[1..].iter().map(String::as_str).collect();
        let folder = self.folder.path().to_str().unwrap();
        words.extend([folder, program]);
        (&self.door[0], words)
    }

    /// Why nobody can be in here.
    fn shut(&self) -> Option<String> {
        let (door, words) = self.entered("/usr/bin/chat-server");
        let tried = Command::new(door).args(words).arg("--version").output();
        match tried {
            Ok(tried) if tried.status.success() => None,
            Ok(tried) => Some(String::from_utf8_lossy(&tried.stderr).trim().to_owned()),
            Err(error) => Some(format!("{door}: {error}")),
        }
    }

    fn client(&self, options: &[&str]) -> Client {
        let (door, mut words) = self.entered("/usr/bin/chat-tui");
        words.extend(options);
        Client::start(door, &words)
    }
}

/// The libraries that a program loads, the loader among them: none, where it is static.
fn loaded(program: &Path) -> Vec<PathBuf> {
    let told = Command::new("ldd").arg(program).output().unwrap();
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    let words = told.split_whitespace();
    words
        .filter(|word| word.starts_with('/'))
        .map(PathBuf::from)
        .collect()
}

/// A server and two people, in the room and nowhere else.
#[track_caller]
fn they_talk(room: &Room) {
    if let Some(why) = room.shut() {
        return skipped(&why);
    }
    let (door, mut words) = room.entered("/usr/bin/chat-server");
    words.extend(["--bind", "127.0.0.1", "--port", "0"]);
    let server = Start::new(door).args(&words).keeping_by_default();
    let server = server
        .env("XDG_STATE_HOME", "/var/lib")
        .env("HOME", "/var/lib/chat-server");
    let server = server.sockets(2).ready();
    let [tcp, udp] = [server.tcp()[0], server.udp()[0]].map(|address| address.to_string());
    let mut bob = room.client(&["--name", "bob", "--udp", &udp]);
    server.program.complains("is here name=bob", 1);
    let ana = room.client(&["--name", "ana", &tcp]);
    assert_eq!(ana.finish("alone in here\n").status.code(), Some(0));
    bob.shows(|line| line.contains("ana: alone in here"));
    let kept = room.folder.path().join(KEEPS).join("archive.sqlite");
    assert!(kept.is_file(), "{}", kept.display());
    server.stop();
}

#[test]
fn two_people_talk_where_nothing_is_but_the_programs_and_their_libraries() {
    they_talk(&Room::with(Path::new(SERVER), Path::new(CLIENT)));
}

#[test]
fn two_people_talk_where_nothing_is_but_the_static_programs() {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/dist");
    let made = fs::read_dir(dist).into_iter().flatten().flatten();
    let mut made = made.map(|entry| entry.path());
    let Some(archive) = made.find(|path| path.to_string_lossy().ends_with("-musl.tar.xz")) else {
        return skipped("packaging/dist --static has made nothing in target/dist");
    };
    let unpacked = tempfile::tempdir().unwrap();
    let mut tar = Command::new("tar");
    tar.arg("-xJf")
        .arg(archive)
        .arg("--strip-components=1")
        .arg("-C")
        .arg(unpacked.path());
    assert!(tar.status().unwrap().success());
    let programs = ["chat-server", "chat-tui"].map(|name| unpacked.path().join(name));
    for program in &programs {
        assert_eq!(loaded(program), Vec::<PathBuf>::new());
    }
    they_talk(&Room::with(&programs[0], &programs[1]));
}

#[expect(clippy::print_stderr, reason = "a skipped test says why")]
fn skipped(why: &str) {
    eprintln!("skipped: the programs alone: {why}");
}
