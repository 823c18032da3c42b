//! A server that the test plays, one of several that share a conversation: it hears what a
//! client says, answers what it is told to, and dies when it has to.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::Shutdown;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::thread;

use chat_tests::clock::Deadline;
use chat_tests::clock::PATIENCE;
use serde_json::Value;
use serde_json::json;

use crate::liar;

/// One that nobody has come to yet.
pub(crate) struct Scripted {
    listener: TcpListener,
}

/// One that somebody has come to.
pub(crate) struct Host {
    stream: TcpStream,
    heard: Receiver<Value>,
    /// Everything that was heard so far.
    pub all: Vec<Value>,
}

impl Scripted {
    pub(crate) fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        Self { listener }
    }

    pub(crate) fn address(&self) -> String {
        self.listener.local_addr().unwrap().to_string()
    }

    /// Takes the next one in; nobody else from then on.
    #[track_caller]
    pub(crate) fn accept(self) -> Host {
        let address = self.address();
        let (tell, came) = mpsc::channel();
        thread::spawn(move || {
            let (stream, _) = self.listener.accept().unwrap();
            // Nobody may wait for it any more.
            let _ = tell.send(stream);
        });
        let stream = came.recv_timeout(PATIENCE);
        let stream = stream.unwrap_or_else(|why| panic!("nobody came to {address} ({why})"));
        let lines = BufReader::new(stream.try_clone().unwrap()).lines();
        let (tell, heard) = mpsc::channel();
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let _ = tell.send(serde_json::from_str(&line).unwrap());
            }
        });
        Host {
            stream,
            heard,
            all: Vec::new(),
        }
    }
}

impl Host {
    /// The next frame of this type.
    #[track_caller]
    pub(crate) fn hears(&mut self, kind: &str) -> Value {
        let deadline = Deadline::after(PATIENCE);
        loop {
            let left = deadline.left().unwrap_or_default();
            let frame = match self.heard.recv_timeout(left) {
                Ok(frame) => frame,
                Err(why) => panic!("no {kind} ({why}), but {:#?}", self.all),
            };
            self.all.push(frame.clone());
            if frame["type"] == kind || (kind == "msg" && frame.get("type").is_none()) {
                return frame;
            }
        }
    }

    pub(crate) fn says(&mut self, fields: &Value) {
        self.stream.write_all(&liar::frame(fields)).unwrap();
    }

    /// Lets ana in, in the numbering that all of them have.
    pub(crate) fn welcomes(&mut self, server: &str, others: &[String], seq: u64) {
        self.says(&json!({
            "type": "welcome",
            "you": "ana",
            "room": "lobby",
            "run": "000000000000000a",
            "log": "3f",
            "session": SESSION,
            "seq": seq,
            "server": server,
            "others": others,
            "text": "you are in",
        }));
    }

    /// Everybody gets what ana has said, she first.
    pub(crate) fn confirms(&mut self, said: &Value, seq: u64) {
        self.says(&json!({
            "type": "msg",
            "name": "ana",
            "room": "lobby",
            "seq": seq,
            "id": said["id"],
            "text": said["text"],
        }));
    }

    /// Gone, without a word.
    pub(crate) fn dies(self) {
        self.stream.shutdown(Shutdown::Both).unwrap();
    }

    /// How often this was said.
    pub(crate) fn times(&self, text: &str) -> usize {
        self.all.iter().filter(|f| f["text"] == text).count()
    }
}

/// With what a session goes on elsewhere.
pub(crate) const SESSION: &str = "000000000000000a000000000000000b";
