//! The real server: started on ports of the system's choice, stopped, reaped.
//!
//! Where the environment has `CHAT_TESTS_CLUSTER`, every server that would keep nothing takes
//! part in a conversation of its own by the log of an engine instead: so the contract is tried
//! on servers of a cluster. The engine is one of its own for each, where it is `own`, or the
//! one at an address, which is faster; but what is tried in networks of its own (`in_a_lab`)
//! does not reach that.
//!
//! ```sh
//! CHAT_TESTS_CLUSTER=own cargo test -p chat-tests --test contract
//!
//! nats-server -js -a 127.0.0.1 -p 14222 -sd "$(mktemp -d)" &
//! CHAT_TESTS_CLUSTER=nats://127.0.0.1:14222 cargo test -p chat-tests --test contract
//! ```

use std::net::SocketAddr;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tempfile::TempDir;

#[cfg(unix)]
use crate::clock::PATIENCE;
use crate::engine::Node;
use crate::program::Program;
use crate::wire::Via;
use crate::wire::Wire;

/// A running server and where it listens.
#[derive(Debug)]
pub struct Server {
    /// The process.
    pub program: Program,
    tcp: Vec<SocketAddr>,
    udp: Vec<SocketAddr>,
    unix: Vec<PathBuf>,
    /// Where the Unix socket lives.
    _home: Option<TempDir>,
}

/// How to start a server.
#[derive(Debug)]
#[must_use]
pub struct Start {
    command: Command,
    sockets: usize,
    home: Option<TempDir>,
    keeps: bool,
}

impl Start {
    /// Nothing chosen yet: without arguments it listens where the contract says. It keeps
    /// nothing, unless [`Start::keeping`] says where: many run at once.
    pub fn new(exe: &str) -> Self {
        let mut command = Command::new(exe);
        command.env_remove("CHAT_PASSWORD");
        Self {
            command,
            sockets: 0,
            home: None,
            keeps: false,
        }
    }

    /// The same program under a shell that first runs a command.
    #[cfg(unix)]
    pub fn after(shell: &str, exe: &str) -> Self {
        let mut start = Self::new("sh");
        let script = format!("{shell} && exec \"$0\" \"$@\"");
        start.command.arg("-c").arg(script).arg(exe);
        start
    }

    /// Every transport of this machine, on loopback, without a limit of rate.
    pub fn everywhere(self) -> Self {
        self.all_transports().args(&["--rate-limit", "off"])
    }

    /// Every transport of this machine, on loopback.
    pub fn all_transports(mut self) -> Self {
        self.command.args(["--tcp", "--udp", "--bind", "127.0.0.1"]);
        self.command.args(["--port", "0"]);
        self.sockets += 2;
        if cfg!(unix) {
            let home = TempDir::new().unwrap();
            self.command.arg("--unix").arg(home.path().join("chat"));
            self.home = Some(home);
            self.sockets += 1;
        }
        self
    }

    /// What is said is kept in this file.
    pub fn keeping(mut self, file: &Path) -> Self {
        self.command.arg("--archive").arg(file);
        self.keeps = true;
        self
    }

    /// What is said is kept where it is without an option.
    pub fn keeping_by_default(mut self) -> Self {
        self.keeps = true;
        self
    }

    /// More arguments.
    pub fn args(mut self, args: &[&str]) -> Self {
        self.command.args(args);
        self
    }

    /// One thing in its environment.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// How many ready lines to wait for, where they are not known already.
    pub fn sockets(mut self, count: usize) -> Self {
        self.sockets = count;
        self
    }

    /// Starts it without waiting for anything.
    #[track_caller]
    pub fn program(mut self) -> Program {
        self.start()
    }

    /// Starts it and waits until every socket is ready.
    #[track_caller]
    pub fn ready(mut self) -> Server {
        let mut server = Server {
            program: self.start(),
            tcp: Vec::new(),
            udp: Vec::new(),
            unix: Vec::new(),
            _home: self.home,
        };
        for _ in 0..self.sockets {
            let line = server.program.line();
            server.note(&line);
        }
        server
    }

    fn start(&mut self) -> Program {
        let engine = std::env::var("CHAT_TESTS_CLUSTER").ok();
        let needs = match engine.filter(|_| !self.keeps) {
            None => None,
            Some(engine) if engine == "own" => {
                let node = Node::alone().expect("a nats-server");
                Some((self.share(&node.url()), Some(node)))
            }
            Some(engine) => Some((self.share(&engine), None)),
        };
        if needs.is_none() && !self.keeps {
            self.command.arg("--ephemeral");
        }
        Program::start(&mut self.command).holding(needs)
    }

    /// In a conversation that nobody else shares; and the folder of its copy.
    fn share(&mut self, engine: &str) -> TempDir {
        static SHARED: AtomicU32 = AtomicU32::new(0);
        let nth = SHARED.fetch_add(1, Ordering::Relaxed);
        let name = format!("t{}-{nth}", std::process::id());
        let folder = TempDir::new().unwrap();
        self.command.arg("--cluster").arg(engine);
        self.command
            .args(["--cluster-name", &name, "--server-name", "lab1"]);
        self.command
            .arg("--archive")
            .arg(folder.path().join("copy"));
        folder
    }
}

impl Server {
    /// A server on every transport, on loopback, without a limit of rate.
    #[track_caller]
    pub fn everywhere(exe: &str) -> Self {
        Start::new(exe).everywhere().ready()
    }

    /// Takes one more ready line, if one comes in this time.
    #[track_caller]
    pub fn one_more(&mut self, wait: Duration) -> bool {
        let line = self.program.line_within(wait);
        if let Some(line) = &line {
            self.note(line.trim_end_matches('\n'));
        }
        line.is_some()
    }

    /// Where it listens for TCP.
    pub fn tcp(&self) -> &[SocketAddr] {
        &self.tcp
    }

    /// Where it listens for datagrams.
    pub fn udp(&self) -> &[SocketAddr] {
        &self.udp
    }

    /// Its Unix sockets.
    pub fn unix(&self) -> &[PathBuf] {
        &self.unix
    }

    /// A connection to it, of which nothing has been said yet.
    #[track_caller]
    pub fn wire(&self, via: Via) -> Wire {
        match via {
            Via::Tcp => Wire::tcp(self.tcp[0]),
            Via::Udp => Wire::udp(self.udp[0]),
            #[cfg(unix)]
            Via::Unix => Wire::unix(&self.unix[0]),
            Via::Link => Wire::link(self.udp[0]),
            Via::Storm => Wire::storm(self.udp[0]),
        }
    }

    /// Stops it as an operator does, and checks that it ends well.
    #[cfg(unix)]
    #[track_caller]
    pub fn stop(mut self) {
        self.program.terminate();
        let exit = self.program.exit_within(PATIENCE);
        assert_eq!(exit.status.code(), Some(0), "{}", exit.errors);
    }

    /// Keeps what a ready line says, and checks its form.
    #[track_caller]
    fn note(&mut self, line: &str) {
        let words: Vec<&str> = line.splitn(4, ' ').collect();
        let ["listening", "on", transport, place] = words[..] else {
            panic!("not a ready line: {line:?}; {}", self.program.story());
        };
        let address = || -> SocketAddr {
            let parsed = place.parse();
            parsed.unwrap_or_else(|_| panic!("no address in {line:?}"))
        };
        match transport {
            "tcp" => self.tcp.push(address()),
            "udp" => self.udp.push(address()),
            "unix" => self.unix.push(Path::new(place).to_owned()),
            other => panic!("no transport `{other}`: {line:?}"),
        }
    }
}
