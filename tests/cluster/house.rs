//! How these tests start servers that share a conversation.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;
use std::thread;

use chat_tests::clock::Deadline;
use chat_tests::clock::PATIENCE;
use chat_tests::engine::Node;
use chat_tests::frame::Frame;
use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::wire::Got;
use chat_tests::wire::Via;
use serde_json::Value;
use serde_json::json;
use tempfile::TempDir;

/// The server.
pub(crate) const SERVER: &str = env!("CARGO_BIN_EXE_server-under-test");

/// The client.
pub(crate) const CLIENT: &str = env!("CARGO_BIN_EXE_tui-under-test");

/// One conversation, and where its servers keep their copies.
pub(crate) struct Lab {
    engine: String,
    name: String,
    folder: TempDir,
    /// Ends with the last test that uses it.
    _shared: Option<Arc<Mutex<Node>>>,
}

impl Lab {
    /// By the engine that all tests use who do it no harm.
    pub(crate) fn new() -> Option<Self> {
        let node = Node::shared()?;
        let lab = Self::on(&[&node.lock().unwrap()]);
        Some(Self {
            _shared: Some(node),
            ..lab
        })
    }

    /// By an engine of one's own.
    pub(crate) fn on(nodes: &[&Node]) -> Self {
        static LABS: AtomicU32 = AtomicU32::new(0);
        let urls: Vec<String> = nodes.iter().map(|node| node.url()).collect();
        Self {
            engine: urls.join(","),
            name: format!("lab{}", LABS.fetch_add(1, Ordering::Relaxed)),
            folder: TempDir::new().unwrap(),
            _shared: None,
        }
    }

    /// What the conversation is called there.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// What tells any of our programs which conversation it is.
    pub(crate) fn options(&self) -> [&str; 4] {
        ["--cluster", &self.engine, "--cluster-name", &self.name]
    }

    /// Where a server has its copy.
    pub(crate) fn archive(&self, server: &str) -> PathBuf {
        self.folder.path().join(format!("{server}.sqlite"))
    }

    /// Where it has written down how far it has read the log.
    pub(crate) fn checkpoint(&self, server: &str) -> PathBuf {
        self.folder
            .path()
            .join(format!("{server}.sqlite.checkpoint"))
    }

    /// How a server is started that takes part under this name.
    pub(crate) fn start(&self, server: &str) -> Start {
        self.start_with(server, &self.archive(server))
    }

    /// The same with a copy elsewhere.
    pub(crate) fn start_with(&self, server: &str, archive: &Path) -> Start {
        self.start_over(&self.engine, server, archive)
    }

    /// The same with another way to the engine.
    pub(crate) fn start_over(&self, engine: &str, server: &str, archive: &Path) -> Start {
        let start = Start::new(SERVER).everywhere();
        self.taking_part(start, engine, server).keeping(archive)
    }

    /// The same at an address of its own, with TCP alone.
    #[cfg(target_os = "linux")]
    pub(crate) fn start_at(&self, address: &str, server: &str, archive: &Path) -> Start {
        let start = Start::new(SERVER).sockets(2);
        let start = start.args(&["--tcp", "--udp", "--port", "0", "--bind", address]);
        let start = start.args(&["--rate-limit", "off"]);
        self.taking_part(start, &self.engine, server)
            .keeping(archive)
    }

    fn taking_part(&self, start: Start, engine: &str, server: &str) -> Start {
        let start = start.args(&["--cluster", engine, "--cluster-name", &self.name]);
        start.args(&["--server-name", server])
    }

    /// The same, started.
    #[track_caller]
    pub(crate) fn server(&self, server: &str) -> Server {
        self.start(server).ready()
    }

    /// Three of them: lab1, lab2 and lab3.
    pub(crate) fn three(&self) -> [Server; 3] {
        thread::scope(|scope| {
            let starting = ["lab1", "lab2", "lab3"];
            let starting = starting.map(|name| scope.spawn(move || self.server(name)));
            starting.map(|server| server.join().unwrap())
        })
    }
}

/// On every server one who is in the lobby: w1, w2, w3. They have seen each other come.
#[track_caller]
pub(crate) fn witnesses(servers: &[Server; 3]) -> [Peer; 3] {
    let mut nth = 0;
    let mut all = servers.each_ref().map(|server| {
        nth += 1;
        Peer::join(server, Via::Tcp, &format!("w{nth}"))
    });
    in_step(&mut all, "here we are");
    all
}

/// The first one says something and all hear it: whatever was ordered before has come to
/// their servers. What they had heard until then is gone.
#[track_caller]
pub(crate) fn in_step(peers: &mut [Peer], text: &str) -> Frame {
    let (first, others) = peers.split_first_mut().unwrap();
    let said = first.says(text);
    for other in others {
        let heard = other.hears(text, |f| f.says(text));
        assert_eq!(heard.number("seq"), said.number("seq"), "{heard:?}");
    }
    said
}

/// What somebody is told who asks this.
#[track_caller]
pub(crate) fn asks(peer: &mut Peer, mut question: Value) -> Frame {
    question["id"] = json!("the question");
    peer.send(&question);
    let is_answer = |f: &Frame| f.get("id") == Some("the question") && !f.flag("more");
    peer.hears("an answer", is_answer)
}

/// Who is in the lobby, as their server says, in the order of the names.
#[track_caller]
pub(crate) fn roster(peer: &mut Peer) -> Vec<String> {
    let mut names = asks(peer, json!({"type": "who"})).people("names");
    names.sort();
    names
}

/// Comes back on another connection, to any server, as a client does: with what the welcome
/// of the one before has given, and the last number that was heard; again, where a server has
/// to begin anew itself.
#[track_caller]
pub(crate) fn returns(server: &Server, welcome: &Frame, since: u64) -> (Peer, Frame) {
    let join = json!({
        "type": "join",
        "name": welcome.get("you"),
        "room": welcome.get("room"),
        "session": welcome.get("session"),
        "log": welcome.get("log"),
        "since": since,
    });
    let deadline = Deadline::after(PATIENCE);
    loop {
        let mut peer = Peer::connect(server, Via::Tcp);
        peer.send(&join);
        if let Some(welcome) = first(&mut peer, |f| f.kind() == "welcome") {
            return (peer, welcome);
        }
        assert!(deadline.left().is_some(), "{join} is not let in");
    }
}

/// The first such frame; nothing where the server closes before. What is for people alone is
/// passed over, as programs do.
#[track_caller]
pub(crate) fn first(peer: &mut Peer, wanted: impl Fn(&Frame) -> bool) -> Option<Frame> {
    let deadline = Deadline::after(PATIENCE);
    loop {
        match peer.wire.line_within(deadline.left().unwrap_or_default()) {
            Got::Line(line) => {
                let frame = line.starts_with('{').then(|| Frame::read(&line));
                if let Some(frame) = frame.filter(&wanted) {
                    return Some(frame);
                }
            }
            Got::End => return None,
            Got::Silence => panic!("neither that nor an end"),
        }
    }
}
