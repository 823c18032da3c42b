//! The rows of the table: what is measured, and what it has to be.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use chat_proto::trace::weather::Way;
use chat_tests::server::Server;
use chat_tests::server::Start;
use tappers::Tun;
use tempfile::TempDir;

use crate::crowd::Cost;
use crate::crowd::Crowd;
use crate::crowd::Kind;
use crate::journey::Delays;
use crate::journey::Journey;
use crate::road;
use crate::road::CALM;
use crate::road::FAR;
use crate::road::NEAR;
use crate::road::Road;
use crate::talker::Talker;

/// Whether rows of this kind are asked for: all are, where none is named.
pub fn wanted(asked: &[String], rows: &str) -> bool {
    asked.is_empty() || asked.iter().any(|word| word == rows)
}

/// What links cost the server's processor, on loopback and without loss.
pub fn cost() {
    let second = Duration::from_secs(1);
    let mut share = Crowd::gathers(Kind::Linked, 30);
    let share = share.paced(30, second, 10 * second).share();
    row(
        "30 link peers at 1/s each: server CPU",
        &format!("{share:.1} %"),
        "< 5 %",
    );
    let (rate, last) = (Duration::from_millis(50), 3 * second);
    fan_out("20 messages/s", |crowd| crowd.paced(1, rate, last));
    fan_out("160 messages/s", |crowd| crowd.paced(1, rate / 8, last));
    fan_out("as fast as each can", |crowd| {
        crowd.closed_loop(64, 20_000, last)
    });
}

/// By turns, so that what else the machine does is in both; the median of each.
/// With new crowds: who only listens is asked to leave after a minute.
fn fan_out(rate: &str, run: impl Fn(&mut Crowd) -> Cost) {
    let mut crowds = [Kind::Naive, Kind::Linked].map(|kind| Crowd::gathers(kind, 100));
    let rounds: Vec<[f64; 2]> = (0..ROUNDS)
        .map(|_| crowds.each_mut().map(|crowd| run(crowd).each()))
        .collect();
    let [naive, linked] = [0, 1].map(|kind| {
        let mut each: Vec<f64> = rounds.iter().map(|round| round[kind]).collect();
        each.sort_by(f64::total_cmp);
        each[ROUNDS / 2]
    });
    let what = format!("fan-out to 100 link peers, {rate}: server CPU for each delivery");
    let ratio = linked / naive;
    let measured = format!("{linked:.2} µs, naive {naive:.2} µs: {ratio:.2} ×");
    row(&what, &measured, "≤ 1.5 × naive UDP");
}

/// Of each measure of what a delivery costs.
const ROUNDS: usize = 5;

/// The rows with loss: 10 ms and 0 to 2 ms each way, loss each way by itself.
pub fn road(asked: Vec<String>) -> io::Result<()> {
    if !ROWS.iter().any(|rows| wanted(&asked, rows)) {
        return Ok(());
    }
    // Each end is a thread of its own: this one stays where it is.
    let (server, far, _home) = thread::spawn(far_end).join().unwrap()?;
    thread::spawn(move || {
        let near = road::move_out(NEAR)?;
        let trip = Trip {
            road: Road::between(near, far),
            udp: server.udp()[0],
            tcp: server.tcp()[0],
            unix: server.unix()[0].clone(),
        };
        trip.rows(&asked);
        Ok(())
    })
    .join()
    .unwrap()
}

/// A server behind the road, reached at its side of it by a Unix socket.
fn far_end() -> io::Result<(Server, Tun, TempDir)> {
    let device = road::move_out(FAR)?;
    let home = TempDir::new()?;
    let unix = home.path().join("chat").display().to_string();
    let server = Start::new(crate::SERVER)
        .args(&["--tcp", "--udp", "--unix", &unix])
        .args(&["--bind", &FAR.to_string(), "--port", "0"])
        .args(&["--rate-limit", "off", "--quiet"])
        .sockets(3)
        .ready();
    Ok((server, device, home))
}

/// The rows that need a road.
const ROWS: [&str; 4] = ["talk", "hops", "thousand", "jitter"];

struct Trip {
    road: Road,
    udp: SocketAddr,
    tcp: SocketAddr,
    unix: PathBuf,
}

impl Trip {
    fn rows(&self, asked: &[String]) {
        for rows in ROWS.into_iter().filter(|rows| wanted(asked, rows)) {
            for seed in 1..=3 {
                match rows {
                    "talk" => self.conversation(seed),
                    "hops" => self.two_hops(seed),
                    "jitter" => self.jitter(seed),
                    _ => self.thousands(seed),
                }
            }
        }
    }

    /// One hop, and a TCP connection beside it.
    fn conversation(&self, seed: u64) {
        let speakers = vec![self.linked(seed), Talker::tcp(self.tcp).unwrap()];
        let mut journey = Journey::begins(seed, speakers, Talker::unix(&self.unix));
        let (ours, copies) = self.talk(&mut journey, "drop 30%", seed, (Way::Out, 0));
        let what = format!("20 messages/s at 30 % loss, one hop, seed {seed}");
        let must_be = "≤ 50 / ≤ 500 ms, ≤ 1.6 copies";
        row(
            &what,
            &format!("{}; {copies:.2} copies", told(&ours)),
            must_be,
        );
        let theirs = journey.delays(1);
        row(
            "the same over TCP (CUBIC), at the same time",
            &told(&theirs),
            "",
        );
    }

    fn two_hops(&self, seed: u64) {
        let mut journey = Journey::begins(seed, vec![self.linked(seed)], self.linked(seed + 100));
        let port = journey.port(1);
        let before = self.road.frames(Way::In, port);
        let (delays, first) = self.talk(&mut journey, "drop 30%", seed, (Way::Out, 0));
        let second = self.road.frames(Way::In, port) - before;
        let second = second as f64 / delays.said as f64;
        let what = format!("the same from speaker to listener, two hops, seed {seed}");
        let measured = format!("{}; {first:.2} and {second:.2} copies", told(&delays));
        row(&what, &measured, "≤ 80 / ≤ 800 ms, ≤ 1.8 copies a hop");
        journey.ends();
    }

    fn thousands(&self, seed: u64) {
        self.thousand("drop 30%", seed, "≤ 8 s, ≤ 1.5 copies");
        self.thousand("drop 50%", seed, "≤ 13 s, ≤ 2.3 copies");
        self.thousand("drop 0%", seed, "1.00 copies exactly");
    }

    fn thousand(&self, weather: &str, seed: u64, must_be: &str) {
        let mut journey = Journey::begins(seed, vec![self.linked(seed)], Talker::unix(&self.unix));
        let (took, copies) = self.all_at_once(&mut journey, weather, seed);
        let loss = weather.trim_start_matches("drop ");
        let what = format!("1,000 at once, {loss} loss, seed {seed}");
        row(&what, &format!("{took}, {copies:.3} copies"), must_be);
        journey.ends();
    }

    fn jitter(&self, seed: u64) {
        let mut journey = Journey::begins(seed, vec![self.linked(seed)], Talker::unix(&self.unix));
        let (_, copies) = self.all_at_once(&mut journey, "delay 10..40ms", seed);
        let what = format!("30 ms of jitter, 1,000 at once, seed {seed}");
        row(&what, &format!("{copies:.3} copies"), "≤ 1.02 copies");
        journey.ends();
    }

    /// Three hundred messages of each speaker, twenty a second; delays of the
    /// first, and its copies for each message.
    fn talk(
        &self,
        journey: &mut Journey,
        weather: &str,
        seed: u64,
        (way, who): (Way, usize),
    ) -> (Delays, f64) {
        let port = journey.port(who);
        let before = self.road.frames(way, port);
        self.road.weather(&format!("{CALM}, {weather}"), seed);
        journey.paced(300, Duration::from_millis(50), Duration::from_secs(60));
        self.road.weather(CALM, seed);
        let delays = journey.delays(0);
        let copies = (self.road.frames(way, port) - before) as f64 / delays.said as f64;
        (delays, copies)
    }

    fn all_at_once(&self, journey: &mut Journey, weather: &str, seed: u64) -> (String, f64) {
        let (port, count) = (journey.port(0), 1000);
        let before = self.road.frames(Way::Out, port);
        self.road.weather(&format!("{CALM}, {weather}"), seed);
        let took = journey.at_once(count, Duration::from_secs(60));
        self.road.weather(CALM, seed);
        let copies = (self.road.frames(Way::Out, port) - before) as f64 / count as f64;
        let took = took.map(|took| format!("{:.1} s", took.as_secs_f64()));
        (took.unwrap_or_else(|| "not done".to_owned()), copies)
    }

    fn linked(&self, seed: u64) -> Talker {
        Talker::linked(self.udp, seed)
    }
}

/// Delays in words.
fn told(delays: &Delays) -> String {
    let (half, most) = (delays.percentile(50), delays.percentile(99));
    let missing = match delays.said - delays.heard() {
        0 => String::new(),
        missing => format!(" ({missing} of {} not heard a minute later)", delays.said),
    };
    format!("p50 {half:.0}, p99 {most:.0} ms{missing}")
}

fn row(what: &str, measured: &str, must_be: &str) {
    println!("| {what} | {measured} | {must_be} |");
}
