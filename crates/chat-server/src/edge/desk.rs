//! `--hold`: the operator decides over each datagram, line by line on standard
//! input; what waits is told on standard error.
//!
//! When the input ends nobody can decide any more: then everything moves again.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;

use chat_proto::codec::lines::Line;
use chat_proto::codec::lines::LineSplitter;
use chat_proto::text::clean;
use chat_proto::trace::Way;
use chat_proto::weather::forecast::Forecast;
use chat_proto::weather::forecast::Over;
use chat_proto::weather::hand;
use chat_proto::weather::hand::Held;
use chat_proto::weather::hand::Order;
use tokio::io::AsyncReadExt;

use crate::clock;
use crate::edge::port::Port;
use crate::edge::storm::Bell;

/// Where the operator sits.
struct Desk {
    ports: Vec<Arc<Port>>,
    /// The last number that was told.
    told: u64,
    /// The seed of a weather that names none.
    seed: u64,
}

/// Takes orders until the input ends.
pub async fn attend(ports: Vec<Arc<Port>>, bell: Arc<Bell>, seed: u64) {
    let told = 0;
    let mut desk = Desk { ports, told, seed };
    let mut stdin = tokio::io::stdin();
    let mut lines = LineSplitter::default();
    let mut buffer = vec![0; READ];
    say(&format!("every datagram waits for you: {HELP}"));
    loop {
        tokio::select! {
            () = bell.rings() => desk.tell_news(),
            read = stdin.read(&mut buffer) => {
                let count = read.unwrap_or(0);
                let mut orders = Vec::new();
                let read = buffer.get(..count).unwrap_or_default();
                lines.feed(read, |line| orders.push(text_of(line)));
                for order in orders {
                    desk.hear(&order);
                }
                if count == 0 {
                    return desk.obey(Order::Off);
                }
            }
        }
    }
}

impl Desk {
    /// Does what a line says.
    fn hear(&mut self, line: &str) {
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        match word {
            "" | "list" => self.list(),
            "help" => say(HELP),
            "weather" => self.change(rest.trim()),
            "hold" => self.hold(),
            _ => match Order::parse(line) {
                Ok(order) => self.obey(order),
                Err(why) => say(&why),
            },
        }
    }

    fn hold(&self) {
        for port in &self.ports {
            port.hold();
        }
        say("every datagram waits for you");
    }

    fn obey(&self, order: Order) {
        let now = clock::now().mono;
        // The oldest of all ports.
        let oldest = self.held().first().map(|(_, held)| held.number);
        let order = match order {
            Order::Pass(number) => Order::Pass(number.or(oldest)),
            Order::Double(number) => Order::Double(number.or(oldest)),
            Order::Kill(number) => Order::Kill(number.or(oldest)),
            Order::All | Order::Off => order,
        };
        let done = self.ports.iter().map(|port| port.obey(now, order));
        let done = done.fold(false, |any, done| any | done);
        if order == Order::Off {
            say("datagrams move by themselves: `hold` begins again");
        } else if !done {
            say("no such datagram waits: `list` shows those that do");
        }
    }

    fn change(&mut self, words: &str) {
        match Forecast::read(words, Over::Datagrams, self.seed) {
            Ok(forecast) => {
                self.seed = forecast.seed;
                for port in &self.ports {
                    port.change(clock::now().mono, &forecast);
                }
                let clear = forecast.is_clear();
                let Forecast { words, seed, .. } = forecast;
                if clear {
                    say("no weather over UDP");
                } else {
                    say(&format!("weather over UDP: {words}, seed {seed}"));
                }
            }
            Err(slip) => say(&slip.to_string()),
        }
    }

    fn tell_news(&mut self) {
        let all = self.held();
        let full = all.len() >= hand::MOST;
        for (from, held) in all {
            if held.number > self.told {
                self.told = held.number;
                say(&line(from, &held));
            }
        }
        if full {
            say("so many wait that those which come now are lost");
        }
    }

    fn list(&self) {
        let all = self.held();
        if all.is_empty() {
            say("no datagram waits");
        }
        for (from, held) in all {
            say(&line(from, &held));
        }
    }

    /// What waits at all ports, oldest first.
    fn held(&self) -> Vec<(SocketAddr, Held)> {
        let held = self.ports.iter().flat_map(|port| port.held());
        let mut held: Vec<_> = held.collect();
        held.sort_by_key(|(_, held)| held.number);
        held
    }
}

fn text_of(line: Line<'_>) -> String {
    match line {
        Line::Whole(bytes) => String::from_utf8_lossy(bytes).trim().to_owned(),
        // Refused as a word that is no order.
        Line::TooLong => "?".to_owned(),
    }
}

fn line(with: SocketAddr, held: &Held) -> String {
    let Held {
        number,
        way,
        bytes,
        gist,
    } = held;
    let arrow = match way {
        Way::In => '←',
        Way::Out => '→',
    };
    format!("held {number} {arrow} {with}  {bytes} bytes  {gist}")
}

/// Where standard error is closed there is nobody to tell.
fn say(words: &str) {
    let _ = writeln!(std::io::stderr(), "{}", clean(words));
}

const HELP: &str = "pass (let one through), double (twice), kill (never), each with a number or for \
the oldest; all; list; off (hold no more), hold (again); weather WORDS";

const READ: usize = 4096;
