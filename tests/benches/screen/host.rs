//! A server that takes one client in and then says as much as it is told to,
//! as fast as the client reads: in our frames or in IRC.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::ops::Range;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::thread;

use serde_json::Value;
use serde_json::json;

/// The server. It listens as long as the bench runs.
pub(crate) struct Host {
    address: SocketAddr,
    tongue: Tongue,
    guest: Arc<Guest>,
}

/// How it speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tongue {
    /// Our frames.
    Chat,
    /// What weechat and irssi speak.
    Irc,
}

/// Which room something is said in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Room {
    /// The one that is shown.
    Shown,
    /// Another one, which the client is in too.
    Hidden,
}

/// The client, when it is there.
#[derive(Default)]
struct Guest {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    stream: Option<TcpStream>,
    /// How many rooms it has entered.
    rooms: usize,
}

impl Host {
    /// Begins to listen.
    pub(crate) fn open(tongue: Tongue) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let guest = Arc::new(Guest::default());
        let served = Arc::clone(&guest);
        thread::spawn(move || {
            for stream in listener.incoming() {
                serve(tongue, &stream.unwrap(), &served);
            }
        });
        Self {
            address,
            tongue,
            guest,
        }
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// A new client is awaited.
    pub(crate) fn expects(&self) {
        *self.guest.state.lock().unwrap() = State::default();
    }

    /// Waits until the client is in so many rooms.
    pub(crate) fn has_entered(&self, rooms: usize) {
        let mut state = self.guest.state.lock().unwrap();
        while state.rooms < rooms {
            state = self.guest.changed.wait(state).unwrap();
        }
    }

    /// Says the messages of these numbers; comes back when the last byte is
    /// on its way.
    pub(crate) fn says(&self, room: Room, numbers: Range<usize>) {
        let state = self.guest.state.lock().unwrap();
        let mut stream = state.stream.as_ref().unwrap().try_clone().unwrap();
        drop(state);
        let mut lines = Vec::new();
        let last = numbers.end;
        for number in numbers {
            lines.extend(self.line(room, number));
            if lines.len() >= PACKET || number + 1 == last {
                stream.write_all(&lines).unwrap();
                lines.clear();
            }
        }
    }

    fn line(&self, room: Room, number: usize) -> Vec<u8> {
        let name = PEOPLE[number % PEOPLE.len()];
        let text = text(number);
        let room = room.name();
        match self.tongue {
            Tongue::Chat => {
                let frame = json!({"name": name, "timestamp": STAMP, "text": text, "type": "msg", "room": room, "seq": number + 1});
                format!("{frame}\n")
            }
            Tongue::Irc => format!(":{name}!{name}@lab PRIVMSG #{room} :{text}\r\n"),
        }
        .into_bytes()
    }
}

impl Room {
    /// What it is called.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Shown => "lab",
            Self::Hidden => "side",
        }
    }
}

/// How a message of this number begins.
pub(crate) fn mark(number: usize) -> String {
    format!("m{number:06}")
}

/// About eighty characters.
fn text(number: usize) -> String {
    let word = |at: usize| WORDS[(number * 7 + at * 3) % WORDS.len()];
    let words: Vec<_> = (0..11).map(word).collect();
    format!("{} {}", mark(number), words.join(" "))
}

fn serve(tongue: Tongue, mut stream: &TcpStream, guest: &Guest) {
    stream.set_nodelay(true).unwrap();
    let heard = BufReader::new(stream.try_clone().unwrap());
    guest.state.lock().unwrap().stream = Some(stream.try_clone().unwrap());
    let mut nick = "me".to_owned();
    for line in heard.lines().map_while(Result::ok) {
        let (answer, entered) = match tongue {
            Tongue::Chat => (chat(&line), line.contains("\"who\"")),
            Tongue::Irc => irc(&line, &mut nick),
        };
        // The client may be gone by now.
        let _ = stream.write_all(&answer);
        if entered {
            guest.state.lock().unwrap().rooms += 1;
            guest.changed.notify_all();
        }
    }
}

fn chat(line: &str) -> Vec<u8> {
    let asked: Value = serde_json::from_str(line).unwrap_or_default();
    let room = asked["room"].as_str().unwrap_or("lab");
    let answer = match asked["type"].as_str() {
        Some("join") => {
            json!({"type": "welcome", "you": "me", "room": room, "text": "you are in", "run": "bench", "seq": 0})
        }
        Some("who") => {
            let names: Vec<_> = PEOPLE.iter().copied().chain(["me"]).collect();
            json!({"type": "who", "room": room, "names": names, "text": names.join(" ")})
        }
        Some("ping") => json!({"type": "pong", "id": asked["id"], "text": "pong"}),
        Some("bye") => json!({"type": "bye", "text": "bye"}),
        _ => return Vec::new(),
    };
    let mut frame = json!({"name": "server", "timestamp": STAMP});
    if let (Some(all), Value::Object(more)) = (frame.as_object_mut(), answer) {
        all.extend(more);
    }
    format!("{frame}\n").into_bytes()
}

/// The answer, and whether it lets the client into a room.
fn irc(line: &str, nick: &mut String) -> (Vec<u8>, bool) {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    let rest = rest.trim_start_matches(':').trim();
    let mut entered = false;
    let answer = match word {
        "CAP" if rest.starts_with("LS") => ":lab CAP * LS :\r\n".to_owned(),
        "NICK" => {
            rest.clone_into(nick);
            String::new()
        }
        "USER" => format!(
            ":lab 001 {nick} :Welcome\r\n:lab 005 {nick} CHANTYPES=# :are supported\r\n:lab 422 {nick} :No MOTD\r\n"
        ),
        "PING" => format!(":lab PONG lab :{rest}\r\n"),
        "JOIN" => {
            entered = true;
            let names = PEOPLE.join(" ");
            let into = |room: &str| {
                format!(
                    ":{nick}!me@lab JOIN {room}\r\n:lab 353 {nick} = {room} :{nick} {names}\r\n:lab 366 {nick} {room} :End\r\n"
                )
            };
            let rooms = rest.split(' ').next().unwrap_or_default();
            rooms.split(',').map(into).collect()
        }
        "WHO" => format!(":lab 315 {nick} {rest} :End\r\n"),
        "MODE" if rest.starts_with('#') => format!(":lab 324 {nick} {rest} +nt\r\n"),
        _ => String::new(),
    };
    (answer.into_bytes(), entered)
}

const STAMP: &str = "2026-11-20T14:03:07.123Z";
/// Who speaks: with us, a room of thirteen.
const PEOPLE: [&str; 12] = [
    "alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy", "mallory",
    "niaj",
];
const WORDS: [&str; 13] = [
    "socket", "accept", "listen", "server", "client", "packet", "buffer", "thread", "select",
    "epoll", "reads", "writes", "port",
];
/// Written at once.
const PACKET: usize = 64 * 1024;
