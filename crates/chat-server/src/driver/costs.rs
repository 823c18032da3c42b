//! What a crowd costs: bytes encoded, frames handed out, memory that waits, and time of
//! the processor. It grows with the comings and goings and with those who are told, and
//! not with a product. Growth is asserted, and no absolute time.

use std::fs;

use chat_proto::codec::Ear as Hearing;
use chat_proto::codec::Tongue;

use super::*;
use crate::config::Queues;
use crate::config::Rules;
use crate::outbox::Outbox;
use crate::outbox::Wire;
use crate::queue::Queue;
use crate::traffic::Origin;
use crate::traffic::PeerId;
use crate::traffic::Transport;
use crate::vital::Vital;

/// A socket that takes nothing: all that anybody is told waits.
#[derive(Debug)]
struct Deaf;

impl Wire for Deaf {
    fn try_send(&self, _: &Queue) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::WouldBlock.into())
    }
}

/// A driver, and peers that do not read.
struct Hall {
    driver: Driver,
    peers: u64,
}

/// What something has cost.
#[derive(Clone, Copy, Debug, Default)]
struct Cost {
    encoded: u64,
    deliveries: u64,
    /// Memory of what waits at the end.
    waiting: usize,
    /// Nanoseconds of this thread, where the system tells.
    time: u64,
    /// Seconds that have passed meanwhile, begun ones too.
    seconds: u64,
}

impl Hall {
    fn new() -> Self {
        let queues = Queues {
            hard: 1 << 30,
            ..Queues::default()
        };
        let limits = Limits::new(queues);
        let rules = Rules {
            messages: None,
            questions: None,
            ..Rules::default()
        };
        let (_, door) = mpsc::channel(1);
        let driver = Driver::new(
            Hub::new(rules),
            door,
            Writers::start(1, &Vital::new().0),
            limits,
            false,
        );
        Self { driver, peers: 0 }
    }

    /// So many connect; nothing is said.
    async fn connect(&mut self, count: u64) {
        let mut arrivals = Vec::new();
        for _ in 0..count {
            self.peers += 1;
            let (limits, wire) = (self.driver.limits.clone(), Box::new(Deaf));
            let outbox = Arc::new(Outbox::new(PeerId(self.peers), wire, limits));
            let origin = Origin {
                transport: Transport::Tcp,
                address: None,
                proven: true,
            };
            arrivals.push(Arrival::Peer(outbox, origin));
        }
        self.driver.turn(&mut arrivals).await;
    }

    /// Each of the peers sends lines, in turns as they are outside.
    async fn each(&mut self, line: impl Fn(u64) -> String) {
        let all: Vec<u64> = (1..=self.peers).collect();
        for some in all.chunks(TURN) {
            let said = some.iter().map(|peer| says(*peer, &line(*peer)));
            self.driver.turn(&mut said.collect()).await;
        }
        self.gathered().await;
    }

    /// What waits to be told together is told.
    async fn gathered(&mut self) {
        while let Some(at) = self.driver.hub.poll_timeout() {
            let now = clock::now();
            if at > now.mono + Duration::from_secs(1) {
                return;
            }
            self.driver.hub.handle_timeout(Now { mono: at, ..now });
            self.driver.carry_all(now).await;
        }
    }

    fn cost(&self) -> Cost {
        Cost {
            encoded: self.driver.dispatch.encoded,
            deliveries: self.driver.dispatch.deliveries,
            waiting: self.driver.limits.waiting.load(Ordering::Relaxed),
            time: of_this_thread().unwrap_or(0),
            seconds: 0,
        }
    }
}

impl Cost {
    fn since(self, before: Self) -> Self {
        Self {
            encoded: self.encoded - before.encoded,
            deliveries: self.deliveries - before.deliveries,
            waiting: self.waiting.saturating_sub(before.waiting),
            time: self.time - before.time,
            seconds: self.seconds,
        }
    }
}

fn says(peer: u64, lines: &str) -> Arrival {
    let mut frames = Vec::new();
    let mut ear = Hearing::default();
    ear.feed(format!("{lines}\n").as_bytes(), |heard| frames.push(heard));
    Arrival::Input(Input::Heard {
        peer: PeerId(peer),
        tongue: Tongue::Json,
        frames,
    })
}

/// The time that this thread has had, whatever else the machine did.
fn of_this_thread() -> Option<u64> {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    stat.split_whitespace().next()?.parse().ok()
}

fn joins(peer: u64) -> String {
    format!(r#"{{"type":"join","name":"p{peer}"}}"#)
}

fn leaves(_: u64) -> String {
    r#"{"type":"leave"}"#.to_owned()
}

/// A pattern in a hall of so many, and what it has cost.
async fn cost(pattern: Pattern, peers: u64) -> Cost {
    let mut hall = Hall::new();
    hall.connect(peers).await;
    if matches!(
        pattern,
        Pattern::Departures | Pattern::ToAndFro | Pattern::Renames
    ) {
        hall.each(joins).await;
    }
    if let Pattern::Histories = pattern {
        hall.driver.turn(&mut vec![says(1, &joins(1))]).await;
        let text = "x".repeat(4000);
        for _ in 0..60 {
            let said = says(1, &format!(r#"{{"text":"{text}"}}"#));
            hall.driver.turn(&mut vec![said]).await;
        }
    }
    let (before, begun) = (hall.cost(), clock::now().mono);
    match pattern {
        Pattern::Arrivals => hall.each(joins).await,
        Pattern::Departures => hall.each(leaves).await,
        Pattern::ToAndFro => {
            let thrice = |peer| [leaves(peer), joins(peer), leaves(peer)].join("\n");
            hall.each(|peer| format!("{}\n{}", thrice(peer), joins(peer)))
                .await;
        }
        Pattern::Renames => {
            hall.each(|peer| format!(r#"{{"type":"nick","name":"q{peer}"}}"#))
                .await;
        }
        Pattern::Histories => {
            let asks = |peer| format!(r#"{{"type":"join","name":"p{peer}","since":0}}"#);
            hall.each(|peer| format!("{}\n{}\n{}", asks(peer), leaves(peer), asks(peer)))
                .await;
        }
    }
    let passed = clock::now().mono.saturating_duration_since(begun);
    Cost {
        seconds: passed.as_secs() + 1,
        ..hall.cost().since(before)
    }
}

#[derive(Clone, Copy, Debug)]
enum Pattern {
    Arrivals,
    Departures,
    ToAndFro,
    Renames,
    Histories,
}

/// Measurements more, where the first one is too high.
const AGAIN: usize = 4;

/// Four times as many cost about four times as much to encode and to keep, and as much
/// time as four times the few.
async fn grows_with_the_crowd(pattern: Pattern) -> Cost {
    let few = cost(pattern, 250).await;
    let mut some = Cost::default();
    for _ in 0..4 {
        let one = cost(pattern, 1000).await;
        some = Cost {
            time: some.time + one.time,
            ..one
        };
    }
    let many = cost(pattern, 4000).await;
    for (less, more) in [(few, some), (some, many)] {
        let figures = format!("{pattern:?}: {less:?}, four times as many: {more:?}");
        assert!(more.encoded <= 6 * less.encoded + 20_000, "{figures}");
        assert!(more.waiting <= 6 * less.waiting + (1 << 20), "{figures}");
    }
    // What each is told of its own, what is told singly, and pages of names.
    let most = 4000 * (60 + 20 + 5 * many.seconds + 4000 / 300);
    assert!(many.deliveries <= most, "{pattern:?}: {many:?}");
    // A product would be four times as much. A machine that does other things too makes a
    // thread slower, and never faster: the least of some measurements is what it costs.
    let most = some.time * 5 / 2;
    let mut least = many.time;
    for _ in 0..AGAIN {
        if least > most {
            least = least.min(cost(pattern, 4000).await.time);
        }
    }
    assert!(
        least <= most,
        "{pattern:?}: four times 1000 {some:?}, 4000 {least} ns, at first {many:?}"
    );
    many
}

#[tokio::test]
async fn arrivals_cost_what_they_are() {
    grows_with_the_crowd(Pattern::Arrivals).await;
}

#[tokio::test]
async fn departures_cost_what_they_are() {
    grows_with_the_crowd(Pattern::Departures).await;
}

#[tokio::test]
async fn a_crowd_that_comes_and_goes_costs_what_it_is() {
    grows_with_the_crowd(Pattern::ToAndFro).await;
}

#[tokio::test]
async fn new_names_cost_what_they_are() {
    grows_with_the_crowd(Pattern::Renames).await;
}

#[tokio::test]
async fn history_is_encoded_once_however_many_ask_for_it() {
    let many = grows_with_the_crowd(Pattern::Histories).await;
    assert!(many.waiting < 16 << 20, "{many:?}");
}
