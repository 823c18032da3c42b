//! Nodes of NATS of our own: on ports that the system gives, in folders that go with them.

use std::io::BufRead as _;
use std::io::BufReader;
use std::path::Path;
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
    name: String,
    folder: TempDir,
    child: Child,
    pub port: u16,
    cluster: Option<u16>,
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
        Self::with("n1", &[])
    }

    /// The same with other arguments beside.
    pub fn with(name: &str, more: &[&str]) -> Option<Self> {
        let more = more.iter().map(|&one| one.to_owned()).collect();
        Self::begin(name, None, more)
    }

    /// Three that know each other.
    pub fn three() -> Option<[Self; 3]> {
        let first = Self::begin("n1", Some(None), Vec::new())?;
        let port = first.cluster?;
        let second = Self::begin("n2", Some(Some(port)), Vec::new())?;
        let third = Self::begin("n3", Some(Some(port)), Vec::new())?;
        Some([first, second, third])
    }

    fn begin(name: &str, routes: Option<Option<u16>>, mut more: Vec<String>) -> Option<Self> {
        let program = program()?;
        let folder = TempDir::new().unwrap();
        if let Some(to) = routes {
            more.extend(["--cluster_name", "lab"].map(str::to_owned));
            if let Some(to) = to {
                let routes = format!("nats-route://127.0.0.1:{to}");
                more.extend(["--routes".to_owned(), routes]);
            }
        }
        let cluster = routes.map(|_| -1);
        let (child, said) = start(&program, name, folder.path(), -1, cluster, &more);
        let mut node = Self {
            name: name.to_owned(),
            child,
            port: 0,
            cluster: None,
            more,
            folder,
        };
        node.read_ports(&said);
        Some(node)
    }

    /// What it says of its ports.
    fn read_ports(&mut self, said: &[String]) {
        let port = |of: &str| {
            let begin = format!("Listening for {of} connections on ");
            let line = said.iter().find(|line| line.contains(&begin))?;
            line.rsplit(':').next()?.parse().ok()
        };
        self.port = port("client").unwrap();
        self.cluster = port("route");
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// The same again, on the same ports and with the same disk.
    pub fn restart(&mut self) {
        let program = program().unwrap();
        let cluster = self.cluster.map(i32::from);
        let folder = self.folder.path();
        let port = self.port.into();
        (self.child, _) = start(&program, &self.name, folder, port, cluster, &self.more);
    }

    /// It stands still, or goes on.
    pub fn signal(&self, signal: &str) {
        let pid = self.child.id().to_string();
        let status = Command::new("kill").args([signal, &pid]).status().unwrap();
        assert!(status.success());
    }

    pub fn address(&self) -> Address {
        Address::parse(&format!("nats://127.0.0.1:{}", self.port)).unwrap()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts it and waits until it is ready; and what it has said.
fn start(
    program: &Path,
    name: &str,
    folder: &Path,
    port: i32,
    cluster: Option<i32>,
    more: &[String],
) -> (Child, Vec<String>) {
    let mut command = Command::new(program);
    command
        .args([
            "-a",
            "127.0.0.1",
            "-p",
            &port.to_string(),
            "-n",
            name,
            "-js",
        ])
        .arg("--store_dir")
        .arg(folder)
        .args(more)
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    if let Some(cluster) = cluster {
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
