//! Nodes of NATS, by whose log several servers share one conversation: on ports that the
//! system gives, in folders that go with them.

use std::fmt::Write as _;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::Ipv4Addr;
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::Weak;

use tempfile::TempDir;

use crate::clock::PATIENCE;
use crate::ports;
use crate::program::Program;

/// One node.
#[derive(Debug)]
pub struct Node {
    program: Program,
    start: Start,
    port: u16,
}

/// How it is started, and started again.
#[derive(Debug)]
struct Start {
    exe: PathBuf,
    name: String,
    address: Ipv4Addr,
    folder: TempDir,
    /// Arguments beside those of ports and folders.
    more: Vec<String>,
}

/// Where nats-server is; where there is none, why nothing is tested. Where all is to be
/// tested, that is a failure.
#[expect(clippy::print_stderr, reason = "says why it checks nothing")]
fn exe() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    // Debian's, which is in the path of root alone.
    folders.push(PathBuf::from("/usr/sbin"));
    let mut files = folders.iter().map(|folder| folder.join("nats-server"));
    let found = files.find(|file| file.is_file());
    if found.is_none() {
        let is_ci = std::env::var_os("CI").is_some_and(|ci| !ci.is_empty());
        assert!(
            !is_ci,
            "there is no nats-server here: apt install nats-server"
        );
        eprintln!("not checked: there is no nats-server here (Debian: apt install nats-server)");
    }
    found
}

impl Node {
    /// One that is alone.
    pub fn alone() -> Option<Self> {
        Some(Self::begin(exe()?, ("n1", Ipv4Addr::LOCALHOST), &[]))
    }

    /// One for all tests of a program that leave it as it is: it ends with the last of them.
    pub fn shared() -> Option<Arc<Mutex<Self>>> {
        static SHARED: Mutex<Weak<Mutex<Node>>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap();
        if let Some(node) = shared.upgrade() {
            return Some(node);
        }
        let node = Arc::new(Mutex::new(Self::alone()?));
        *shared = Arc::downgrade(&node);
        Some(node)
    }

    /// Three that keep the log together.
    pub fn three() -> Option<[Self; 3]> {
        let places = [0; 3].map(|_| (Ipv4Addr::LOCALHOST, ports::free_port()));
        let [first, second, third] = [0, 1, 2].map(|nth| Self::one_of(&places, nth));
        Some([first?, second?, third?])
    }

    /// The n-th of some, which talk to each other at these places and to us at the same
    /// addresses.
    pub fn one_of(places: &[(Ipv4Addr, u16)], nth: usize) -> Option<Self> {
        let name = format!("n{}", nth + 1);
        let (address, port) = places[nth];
        let url = |(address, port): &(Ipv4Addr, u16)| format!("nats://{address}:{port}");
        let routes: Vec<String> = places.iter().map(url).collect();
        let (own, routes) = (url(&(address, port)), routes.join(","));
        let cluster = ["--cluster_name", "lab", "--cluster", &own];
        let mut more: Vec<&str> = cluster.into_iter().chain(["--routes", &routes]).collect();
        if places.len() == 1 {
            more.clear();
        }
        Some(Self::begin(exe()?, (&name, address), &more))
    }

    fn begin(exe: PathBuf, (name, address): (&str, Ipv4Addr), more: &[&str]) -> Self {
        let start = Start {
            exe,
            name: name.to_owned(),
            address,
            folder: TempDir::new().unwrap(),
            more: more.iter().map(|&one| one.to_owned()).collect(),
        };
        let program = start.start("-1");
        let said = program.errors();
        let (_, address) = said.split_once(CLIENTS).unwrap();
        let line = address.lines().next().unwrap();
        let port = line.rsplit(':').next().unwrap().parse().unwrap();
        Self {
            program,
            start,
            port,
        }
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.program.kill();
    }

    /// The same again, on the same port and with the same disk.
    #[track_caller]
    pub fn restart(&mut self) {
        self.program = self.start.start(&self.port.to_string());
    }

    /// It stands still.
    #[cfg(unix)]
    pub fn pause(&self) {
        self.program.pause();
    }

    /// It goes on.
    #[cfg(unix)]
    pub fn go_on(&self) {
        self.program.go_on();
    }

    /// Publishes this under each of these subjects, as anybody may who reaches it, and waits
    /// until it has taken all of them.
    #[track_caller]
    pub fn publish(&self, all: impl IntoIterator<Item = (String, String)>) {
        let stream = TcpStream::connect((self.start.address, self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut sent = String::from("CONNECT {\"verbose\":false}\r\n");
        for (subject, payload) in all {
            write!(sent, "PUB {subject} {}\r\n{payload}\r\n", payload.len()).unwrap();
        }
        sent.push_str("PING\r\n");
        (&stream).write_all(sent.as_bytes()).unwrap();
        let mut lines = BufReader::new(&stream).lines();
        assert!(lines.any(|line| line.unwrap().starts_with("PONG")));
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.start.name
    }

    /// The number of its process.
    pub fn pid(&self) -> u32 {
        self.program.pid()
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("nats://{}:{}", self.start.address, self.port)
    }
}

impl Start {
    /// Starts it and waits until it is ready.
    #[track_caller]
    fn start(&self, port: &str) -> Program {
        // Each conversation sets aside as much as it may need, and never fills it here.
        let settings = self.folder.path().join("nats.conf");
        let store = self.folder.path().join("store");
        let store = store.display();
        let jetstream = format!("jetstream {{ store_dir: \"{store}\", max_file_store: 4TB }}\n");
        std::fs::write(&settings, jetstream).unwrap();
        let mut command = Command::new(&self.exe);
        command
            .args([
                "-a",
                &self.address.to_string(),
                "-p",
                port,
                "-n",
                &self.name,
                "-c",
            ])
            .arg(settings)
            .args(&self.more);
        let program = Program::start(&mut command);
        program.complains("Server is ready", 1);
        program
    }
}

/// Before the address.
const CLIENTS: &str = "Listening for client connections on ";
