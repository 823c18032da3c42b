//! How much a quiet peer notices of peers that mean harm: the median round trip
//! of its pings, quiet and beside twenty that never read, one that floods and a
//! hundred that come and go, in turns, as a ratio.
//!
//! `cargo bench -p chat-tests --bench others`. Prints figures and judges nothing:
//! the machine's other programs are in them.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench on this machine's own loopback prints what it finds"
)]

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread;
use std::thread::JoinHandle;
use std::time::Duration;

use chat_tests::clock;
use chat_tests::peer::Heard;
use chat_tests::peer::Peer;
use chat_tests::server::Start;
use chat_tests::wire::Got;
use chat_tests::wire::Via;
use chat_tests::wire::Wire;

fn main() {
    let server = Start::new(env!("CARGO_BIN_EXE_server-under-test"))
        .args(&["--tcp", "--bind", "127.0.0.1", "--port", "0", "--quiet"])
        .sockets(1)
        .ready();
    let door = server.tcp()[0];
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    round_trip(&mut witness);
    let mut ratios = Vec::new();
    for round in 1..=ROUNDS {
        let quiet = round_trip(&mut witness);
        let mob = Mob::starts(door);
        let beside = round_trip(&mut witness);
        mob.stops();
        let ratio = beside.as_secs_f64() / quiet.as_secs_f64();
        ratios.push(ratio);
        println!("round {round}: quiet {quiet:?}, beside the mob {beside:?}, ratio {ratio:.2}");
    }
    ratios.sort_by(f64::total_cmp);
    println!("median ratio {:.2}", ratios[ratios.len() / 2]);
}

/// The median of many pings, one every few milliseconds, as a person's would be.
fn round_trip(peer: &mut Peer) -> Duration {
    let mut times: Vec<Duration> = (0..PINGS)
        .map(|_| {
            // A wait for a frame that does not come: what the mob says is read away.
            while let Heard::Frame(_) = peer.next_within(BETWEEN) {}
            let start = clock::now();
            peer.fence();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}

/// Those who mean harm.
struct Mob {
    stop: Arc<AtomicBool>,
    members: Vec<JoinHandle<()>>,
}

impl Mob {
    fn starts(door: SocketAddr) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let member = |act: fn(SocketAddr, &AtomicBool)| {
            let stop = Arc::clone(&stop);
            thread::spawn(move || act(door, &stop))
        };
        let members = vec![member(never_read), member(flood), member(come_and_go)];
        Self { stop, members }
    }

    fn stops(self) {
        self.stop.store(true, Ordering::Relaxed);
        for member in self.members {
            member.join().unwrap();
        }
    }
}

/// Twenty who ask and never read the answers; who is closed comes again.
fn never_read(door: SocketAddr, stop: &AtomicBool) {
    let ask = "{\"type\":\"ping\"}\n".repeat(50);
    let mut wires: Vec<Wire> = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        while wires.len() < 20 {
            wires.push(Wire::narrow_tcp(door));
        }
        for wire in &wires {
            wire.set_write_patience(PACE);
        }
        wires.retain_mut(|wire| wire.try_send(ask.as_bytes()).is_ok());
        thread::park_timeout(PACE);
    }
}

/// One who says a hundred lines whenever it can.
fn flood(door: SocketAddr, stop: &AtomicBool) {
    let lines = "{\"name\":\"flood\",\"text\":\"me me me me me me\"}\n".repeat(100);
    let mut wire = Wire::tcp(door);
    while !stop.load(Ordering::Relaxed) {
        if wire.try_send(lines.as_bytes()).is_err() {
            wire = Wire::tcp(door);
        }
        while let Got::Line(_) = wire.line_within(PACE) {}
    }
}

/// A hundred who come, say a word and go.
fn come_and_go(door: SocketAddr, stop: &AtomicBool) {
    let mut count = 0;
    while !stop.load(Ordering::Relaxed) {
        count += 1;
        let name = format!("passer{}", count % 100);
        let mut peer = Peer::on(Wire::tcp(door));
        peer.send(&serde_json::json!({"type": "join", "name": name}));
        peer.say("hello and goodbye");
        thread::park_timeout(PACE);
    }
}

const ROUNDS: usize = 5;
const PINGS: usize = 300;
const BETWEEN: Duration = Duration::from_millis(2);
const PACE: Duration = Duration::from_millis(5);
