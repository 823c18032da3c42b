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
    let (programs, out) = (folder("programs"), folder("out"));
    symlink(SERVER, programs.join("chat-server")).unwrap();
    symlink(CLIENT, programs.join("chat-tui")).unwrap();
    let mut dist = Command::new(DIST);
    dist.arg("--fast").arg("--programs").arg(&programs);
    dist.arg("--out").arg(&out);
    dist.env("SOURCE_DATE_EPOCH", "1795000000");
    run(&mut dist);
    let made = packed(&out);
    assert!(made.iter().all(|file| file.is_file()), "{made:?}");
    let like = |ending: &str| {
        made.iter()
            .find(|file| file.to_string_lossy().ends_with(ending))
    };
    let archive = unpacked(like(".tar.xz").unwrap(), &folder("archive"));
    let server = like(".deb").map(|package| debian(package, &folder("debian")));
    let server = server.unwrap_or_else(|| {
        skipped("the package of Debian", "dpkg-deb");
        archive.join("chat-server")
    });
    let client = like(".rpm").map(|package| redhat(package, &folder("redhat")));
    if client.is_none() {
        skipped("the package of RPM", "rpmbuild");
    }
    let here = ["--tcp", "--bind", "127.0.0.1", "--port", "0"];
    let server = Start::new(server.to_str().unwrap());
    let server = server.args(&here).sockets(1).ready();
    let mut bob = Listener::join(server.tcp()[0]);
    let address = server.tcp()[0].to_string();
    for client in client.into_iter().chain([archive.join("chat-tui")]) {
        let ana = Client::start(client.to_str().unwrap(), &[&address]);
        assert_eq!(ana.finish("packed and here\n").status.code(), Some(0));
        bob.hears("packed and here");
    }
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

/// The archive, and what has to be in it.
#[track_caller]
fn unpacked(archive: &Path, to: &Path) -> PathBuf {
    let mut tar = Command::new("tar");
    tar.arg("-xJf").arg(archive).arg("--strip-components=1");
    run(tar.arg("-C").arg(to));
    has(
        to,
        &["README.md", "doc/chat-tui.1", "complete/_chat-server"],
    );
    let third = fs::read_to_string(to.join("THIRD-PARTY.txt")).unwrap();
    for words in ["\ntokio v1", ": MIT"] {
        assert!(third.contains(words), "{words}: {third}");
    }
    to.to_owned()
}

/// Debian's package as it lies after its installation, and the server in it.
#[track_caller]
fn debian(package: &Path, root: &Path) -> PathBuf {
    let listed = run(Command::new("dpkg-deb").arg("--info").arg(package));
    for words in ["Package: chat\n", "Depends: libc6 (>= 2."] {
        assert!(listed.contains(words), "{words}: {listed}");
    }
    run(Command::new("dpkg-deb").arg("-x").arg(package).arg(root));
    has(root, &INSTALLED);
    has(
        root,
        &[
            "usr/share/doc/chat/copyright",
            "usr/share/zsh/vendor-completions/_chat-tui",
            "lib/systemd/system/chat-server.service",
        ],
    );
    root.join("usr/bin/chat-server")
}

/// RPM's, and the client in it.
#[track_caller]
fn redhat(package: &Path, root: &Path) -> PathBuf {
    let ask = |question: &str| run(Command::new("rpm").args(["-qp", question]).arg(package));
    let needed = ask("--requires");
    assert!(needed.contains("\nlibc.so.6(GLIBC_2."), "{needed}");
    let kept = ask("--configfiles");
    assert_eq!(kept, "/etc/default/chat-server\n");
    let told = ask("--info");
    assert!(told.contains("Build Host  : chat.example\n"), "{told}");
    let mut tar = Command::new("sh");
    tar.args(["-c", "rpm2archive - <\"$0\" | tar -xzC \"$1\""]);
    run(tar.arg(package).arg(root));
    has(root, &INSTALLED);
    has(
        root,
        &[
            "usr/share/licenses/chat/LICENSE",
            "usr/share/zsh/site-functions/_chat-tui",
            "usr/lib/systemd/system/chat-server.service",
        ],
    );
    root.join("usr/bin/chat-tui")
}

/// What is in each package.
const INSTALLED: [&str; 5] = [
    "usr/bin/chat-server",
    "usr/share/man/man1/chat-tui.1.gz",
    "usr/share/bash-completion/completions/chat-tui",
    "usr/share/doc/chat/README.md",
    "etc/default/chat-server",
];

#[track_caller]
fn has(root: &Path, files: &[&str]) {
    for file in files {
        assert!(root.join(file).is_file(), "{file}");
    }
}
