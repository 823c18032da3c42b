//! A room full of peers of one kind on loopback, and what a delivery costs the
//! server's processor.

use std::fs;
use std::net::SocketAddr;
use std::os::fd::AsFd;
use std::time::Duration;
use std::time::Instant;

use chat_tests::clock;
use chat_tests::server::Server;
use chat_tests::server::Start;
use serde_json::json;

use crate::talker::Talker;
use crate::talker::wait;

/// How the members come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// With a link.
    Linked,
    /// One frame a datagram.
    Naive,
}

/// Everybody in one room; the first is the one who speaks.
pub struct Crowd {
    server: Server,
    members: Vec<Member>,
}

struct Member {
    talker: Talker,
    /// Messages heard.
    heard: usize,
}

/// What was measured.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Messages that arrived at members.
    pub deliveries: usize,
    /// Processor time of the server.
    pub spent: Duration,
    /// How long it took.
    pub took: Duration,
}

impl Cost {
    /// Microseconds of the processor for each delivery.
    pub fn each(&self) -> f64 {
        self.spent.as_secs_f64() * 1e6 / self.deliveries as f64
    }

    /// The share of one processor, in percent.
    pub fn share(&self) -> f64 {
        100.0 * self.spent.as_secs_f64() / self.took.as_secs_f64()
    }
}

impl Crowd {
    /// So many, all in the lobby.
    pub fn gathers(kind: Kind, count: usize) -> Self {
        let server = Start::new(crate::SERVER)
            .args(&["--udp", "--bind", "127.0.0.1", "--port", "0"])
            .args(&["--rate-limit", "off", "--quiet"])
            .sockets(1)
            .ready();
        let to = server.udp()[0];
        let member = |n| member(kind, to, n);
        let members = (0..count).map(member).collect();
        let mut crowd = Self { server, members };
        // The notices of arrival have to be over.
        crowd.turns_until(clock::now() + Duration::from_millis(1500), |_| false);
        crowd
    }

    /// One speaks, and never has more than so many messages on their way.
    pub fn closed_loop(&mut self, window: usize, messages: usize, most: Duration) -> Cost {
        let before = self.begin();
        let mut said = 0;
        let end = before.at + most;
        while said < messages && clock::now() < end {
            let heard = (1..=OBSERVERS).map(|n| self.members[n].heard).min();
            while said < messages && said - heard.unwrap_or(0) < window && self.say(0, said) {
                said += 1;
            }
            self.turn(end);
        }
        let all = said * self.members.len();
        self.turns_until(end + GRACE, |crowd| crowd.heard() >= all);
        self.cost(&before)
    }

    /// The first so many speak, each once in so long.
    pub fn paced(&mut self, speakers: usize, each: Duration, last: Duration) -> Cost {
        let before = self.begin();
        let mut due: Vec<Instant> = (0..speakers)
            .map(|n| {
                before.at + each * u32::try_from(n).unwrap() / u32::try_from(speakers).unwrap()
            })
            .collect();
        let mut said = 0;
        let end = before.at + last;
        while clock::now() < end {
            let now = clock::now();
            for (n, at) in due.iter_mut().enumerate().filter(|(_, at)| **at <= now) {
                said += usize::from(self.say(n, said));
                *at += each;
            }
            self.turn(due.iter().min().copied().unwrap_or(end).min(end));
        }
        let all = said * self.members.len();
        self.turns_until(end + GRACE, |crowd| crowd.heard() >= all);
        self.cost(&before)
    }

    fn heard(&self) -> usize {
        self.members.iter().map(|member| member.heard).sum()
    }

    fn say(&mut self, who: usize, n: usize) -> bool {
        let text = format!("{n:08} {}", ". ".repeat(45));
        let frame = json!({ "type": "msg", "text": text }).to_string();
        self.members[who].talker.send(&frame)
    }

    fn turns_until(&mut self, end: Instant, done: impl Fn(&Self) -> bool) {
        while clock::now() < end && !done(self) {
            self.turn(end);
        }
    }

    /// Waits for anything, and lets everybody take their turn.
    fn turn(&mut self, until: Instant) {
        let due = self.members.iter().filter_map(|m| m.talker.due()).min();
        let until = due.map_or(until, |due| due.min(until));
        let sockets: Vec<_> = self.members.iter().map(|m| m.talker.as_fd()).collect();
        wait(&sockets, Some(until));
        for member in &mut self.members {
            let heard = &mut member.heard;
            member.talker.turn(|frame| {
                *heard += usize::from(frame.starts_with(b"{\"type\":\"msg\""));
            });
        }
    }

    fn begin(&mut self) -> Before {
        self.members.iter_mut().for_each(|member| member.heard = 0);
        Before {
            at: clock::now(),
            spent: processor_time(self.server.program.pid()),
        }
    }

    fn cost(&self, before: &Before) -> Cost {
        let spent = processor_time(self.server.program.pid());
        Cost {
            deliveries: self.heard(),
            spent: spent.saturating_sub(before.spent),
            took: before.at.elapsed(),
        }
    }
}

struct Before {
    at: Instant,
    spent: Duration,
}

fn member(kind: Kind, to: SocketAddr, n: usize) -> Member {
    let mut talker = match kind {
        Kind::Linked => Talker::linked(to, n as u64 + 1),
        Kind::Naive => Talker::naive(to),
    };
    let join = json!({ "type": "join", "name": format!("member{n}") });
    let mut welcome = false;
    while !welcome {
        talker.send(&join.to_string());
        let again = clock::now() + Duration::from_millis(500);
        while !welcome && clock::now() < again {
            wait(
                &[talker.as_fd()],
                Some(talker.due().map_or(again, |due| due.min(again))),
            );
            talker.turn(|frame| welcome |= frame.starts_with(b"{\"type\":\"welcome\""));
        }
    }
    Member { talker, heard: 0 }
}

/// The processor time of all threads of a process.
fn processor_time(pid: u32) -> Duration {
    let of_thread = |entry: std::io::Result<fs::DirEntry>| -> Option<u64> {
        let text = fs::read_to_string(entry.ok()?.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse().ok()
    };
    let threads = fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    Duration::from_nanos(threads.filter_map(of_thread).sum())
}

/// Members whose progress opens the window.
const OBSERVERS: usize = 3;

/// The last messages may take so long.
const GRACE: Duration = Duration::from_secs(2);
