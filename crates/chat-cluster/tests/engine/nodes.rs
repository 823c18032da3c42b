//! Nodes of NATS of our own: on ports that the system gives, in folders that go with them.

use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Write as _;
use std::net::TcpListener;
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;

use chat_cluster::Address;
use chat_cluster::ClusterName;
use chat_cluster::MAX_BYTES;
use chat_cluster::ServerName;
use chat_cluster::Settings;
use tempfile::TempDir;

/// One node.
pub struct Node {
    child: Child,
    start: Start,
}

/// How it is started, and started again.
struct Start {
    program: PathBuf,
    name: String,
    folder: TempDir,
    port: i32,
    /// In a cluster.
    cluster: Option<i32>,
    /// Arguments beside those of ports and folders.
    more: Vec<String>,
}

/// Where nats-server is; where there is none, why nothing is tested.
pub fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    folders.push(PathBuf::from("/usr/sbin"));
    let found = folders.into_iter().map(|folder| folder.join("nats-server"));
    let found = found.into_iter().find(|file| file.is_file());
    if found.is_none() {
        eprintln!("skipped: there is no nats-server here (Debian: apt install nats-server)");
    }
    found
}

impl Node {
    /// One that is alone.
    pub fn alone() -> Option<Self> {
        Self::with(&["-js"])
    }

    /// The same with other arguments.
    pub fn with(more: &[&str]) -> Option<Self> {
        Self::begin("n1", None, more)
    }

    /// Three that know each other.
    pub fn three() -> Option<[Self; 3]> {
        // JetStream wants a route before it begins, so the first has one to itself: on a
        // port that was free a moment ago, and that nobody is given so soon again.
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let routes = format!("nats-route://127.0.0.1:{port}");
        let more = ["-js", "--cluster_name", "lab", "--routes", &routes];
        let first = Self::begin("n1", Some(port.into()), &more)?;
        let second = Self::begin("n2", Some(-1), &more)?;
        let third = Self::begin("n3", Some(-1), &more)?;
        Some([first, second, third])
    }

    fn begin(name: &str, cluster: Option<i32>, more: &[&str]) -> Option<Self> {
        let mut start = Start {
            program: program()?,
            name: name.to_owned(),
            folder: TempDir::new().unwrap(),
            port: -1,
            cluster,
            more: more.iter().map(|&one| one.to_owned()).collect(),
        };
        let (child, said) = start.start();
        let port = |of: &str| {
            let begin = format!("Listening for {of} connections on ");
            let line = said.iter().find(|line| line.contains(&begin))?;
            line.rsplit(':').next()?.parse().ok()
        };
        start.port = port("client").unwrap();
        start.cluster = port("route");
        Some(Self { child, start })
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// The same again, on the same ports and with the same disk.
    pub fn restart(&mut self) {
        (self.child, _) = self.start.start();
    }

    /// It stands still, or goes on.
    pub fn signal(&self, signal: &str) {
        let pid = self.child.id().to_string();
        let status = Command::new("kill").args([signal, &pid]).status().unwrap();
        assert!(status.success());
    }

    pub fn name(&self) -> &str {
        &self.start.name
    }

    pub fn port(&self) -> u16 {
        self.start.port.try_into().unwrap()
    }

    pub fn address(&self) -> Address {
        Address::parse(&format!("nats://127.0.0.1:{}", self.port())).unwrap()
    }

    /// Somebody else's words, and the answer to them.
    pub fn call(&self, subject: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port())).unwrap();
        let length = body.len();
        let words = format!(
            "CONNECT {{\"verbose\":false}}\r\nSUB answer 1\r\nPUB {subject} answer {length}\r\n{body}\r\n"
        );
        stream.write_all(words.as_bytes()).unwrap();
        let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
        lines.find(|line| line.starts_with("MSG")).unwrap();
        lines.next().unwrap()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Start {
    /// Starts it and waits until it is ready; and what it has said.
    fn start(&self) -> (Child, Vec<String>) {
        let mut command = Command::new(&self.program);
        command
            .args(["-a", "127.0.0.1", "-p", &self.port.to_string()])
            .args(["-n", &self.name])
            .arg("--store_dir")
            .arg(self.folder.path())
            .args(&self.more)
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        if let Some(cluster) = self.cluster {
            command.args(["--cluster", &format!("nats://127.0.0.1:{cluster}")]);
        }
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut said = Vec::new();
        let is_ready = lines.by_ref().map_while(Result::ok).any(|line| {
            let is_ready = line.contains("Server is ready");
            said.push(line);
            is_ready
        });
        assert!(is_ready, "{said:#?}");
        // It must not wait for somebody to read.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        (child, said)
    }
}

/// What a server joins with.
pub fn settings(nodes: &[&Node], server: &str) -> Settings {
    Settings {
        engine: nodes.iter().map(|node| node.address()).collect(),
        name: ClusterName::parse("test").unwrap(),
        server: ServerName::parse(server).unwrap(),
        creds: None,
        ca: None,
        max_bytes: MAX_BYTES / 64,
    }
}
