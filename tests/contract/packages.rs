//! What one downloads: packed from these programs, unpacked elsewhere, and used there.

use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpStream;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use chat_tests::client::Client;
use chat_tests::clock::PATIENCE;
use chat_tests::server::Start;

use crate::house::CLIENT;
use crate::house::SERVER;

const DIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../packaging/dist");

/// Runs a tool to its end; what it wrote.
#[track_caller]
fn run(command: &mut Command) -> String {
    let done = command.output().unwrap();
    let errors = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{command:?}: {errors}");
    String::from_utf8_lossy(&done.stdout).into_owned()
}

fn there_is(tool: &str) -> bool {
    let asked = Command::new(tool).arg("--version").output();
    asked.is_ok_and(|asked| asked.status.success())
}

#[expect(clippy::print_stderr, reason = "a skipped test says why")]
fn skipped(what: &str, tool: &str) {
    eprintln!("skipped: {what}: there is no {tool}");
}

/// The names in the sums, and the files beside them.
fn packed(out: &Path) -> Vec<PathBuf> {
    let sums = fs::read_to_string(out.join("SHA256SUMS")).unwrap();
    let names = sums
        .lines()
        .filter_map(|line| line.split_whitespace().nth(1));
    names.map(|name| out.join(name)).collect()
}

#[test]
fn what_is_packed_is_unpacked_elsewhere_and_two_people_talk() {
    let needed = ["tar", "xz", "strip", "objdump", "gzip", "sha256sum"];
    if let Some(missing) = needed.into_iter().find(|tool| !there_is(tool)) {
        return skipped("the packages", missing);
    }
    let home = tempfile::tempdir().unwrap();
    let folder = |name: &str| {
        let folder = home.path().join(name);
        fs::create_dir(&folder).unwrap();
        folder
    };
    let (programs, out, archive) = (folder("programs"), folder("out"), folder("archive"));
    symlink(SERVER, programs.join("chat-server")).unwrap();
    symlink(CLIENT, programs.join("chat-tui")).unwrap();
    let mut dist = Command::new(DIST);
    dist.arg("--fast").arg("--programs").arg(&programs);
    dist.arg("--out").arg(&out);
    dist.env("SOURCE_DATE_EPOCH", "1795000000");
    run(&mut dist);
    let made = packed(&out);
    assert!(made.iter().all(|file| file.is_file()), "{made:?}");
    let mut tar = Command::new("tar");
    tar.arg("-xJf").arg(&made[0]).arg("--strip-components=1");
    run(tar.arg("-C").arg(&archive));
    for file in [
        "README.md",
        "THIRD-PARTY.txt",
        "doc/chat-tui.1",
        "complete/_chat-server",
    ] {
        assert!(archive.join(file).is_file(), "{file}");
    }
    let third = fs::read_to_string(archive.join("THIRD-PARTY.txt")).unwrap();
    assert!(
        third.contains("\ntokio v1") && third.contains(": MIT"),
        "{third}"
    );
    let server = if let Some(package) = made.get(1) {
        installed(package, &folder("package"))
    } else {
        skipped("the package of Debian", "dpkg-deb");
        archive.join("chat-server")
    };
    let here = ["--tcp", "--bind", "127.0.0.1", "--port", "0"];
    let server = Start::new(server.to_str().unwrap());
    let server = server.args(&here).sockets(1).ready();
    let mut bob = Listener::join(server.tcp()[0]);
    let client = archive.join("chat-tui");
    let address = server.tcp()[0].to_string();
    let ana = Client::start(client.to_str().unwrap(), &[&address]);
    assert_eq!(ana.finish("packed and here\n").status.code(), Some(0));
    bob.hears("packed and here");
    server.stop();
}

/// Somebody who only listens.
struct Listener(BufReader<TcpStream>);

impl Listener {
    fn join(to: SocketAddr) -> Self {
        let mut stream = TcpStream::connect(to).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
            .write_all(b"{\"type\":\"join\",\"name\":\"bob\"}\n")
            .unwrap();
        let mut bob = Self(BufReader::new(stream));
        bob.hears("\"welcome\"");
        bob
    }

    #[track_caller]
    fn hears(&mut self, words: &str) {
        let lines = (&mut self.0).lines();
        let mut heard = lines.map(Result::unwrap);
        assert!(heard.any(|line| line.contains(words)), "{words}");
    }
}

/// The package as it lies after its installation, and the server in it.
#[track_caller]
fn installed(package: &Path, root: &Path) -> PathBuf {
    let listed = run(Command::new("dpkg-deb").arg("--info").arg(package));
    for words in ["Package: chat\n", "Depends: libc6 (>= 2."] {
        assert!(listed.contains(words), "{words}: {listed}");
    }
    run(Command::new("dpkg-deb").arg("-x").arg(package).arg(root));
    for file in [
        "usr/share/man/man1/chat-tui.1.gz",
        "usr/share/doc/chat/copyright",
        "lib/systemd/system/chat-server.service",
        "etc/default/chat-server",
    ] {
        assert!(root.join(file).is_file(), "{file}");
    }
    root.join("usr/bin/chat-server")
}
