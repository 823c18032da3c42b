//! A conversation as a ladder: the client's side on the left, the server's on
//! the right, a rung for each datagram, a cross where it was lost.

use std::fmt::Write;
use std::time::Duration;

use chat_proto::trace::weather::Way;

use super::road::Flight;
use crate::envelope;
use crate::envelope::Datagram;

/// All of it, in the order in which datagrams left.
pub(super) fn draw(flights: &[Flight]) -> String {
    let mut ladder = format!("{:>10}  {:WHOLE$}  {}\n", "client ms", "", "server ms");
    for flight in flights {
        let label = label(&flight.bytes);
        if flight.came.is_empty() {
            rung(&mut ladder, flight, &label, None);
        }
        for (at, (came, note)) in flight.came.iter().enumerate() {
            let again = if at == 0 { "" } else { " again" };
            let label = format!("{label}{again}");
            rung(&mut ladder, flight, &label, Some((*came, note)));
        }
    }
    ladder
}

fn rung(ladder: &mut String, flight: &Flight, label: &str, came: Option<(Duration, &str)>) {
    let left = ms(flight.left);
    let shaft: String = label.chars().take(LABEL).collect();
    let shaft = format!("- {shaft} -");
    let line = match (flight.way, came) {
        (Way::Out, Some((at, note))) => {
            format!("{left:>10} |{shaft:-<WHOLE$}>| {:<10} {note}", ms(at))
        }
        (Way::Out, None) => format!("{left:>10} |{shaft:-<PART$}x{:REST$}|", ""),
        (Way::In, Some((at, note))) => {
            format!("{:>10} |<{shaft:->WHOLE$}| {left:<10} {note}", ms(at))
        }
        (Way::In, None) => format!("{:10} |{:REST$}x{shaft:->PART$}| {left}", "", ""),
    };
    // Writing to memory cannot fail.
    let _ = writeln!(ladder, "{}", line.trim_end());
}

/// What a datagram says to the link, and how its frame begins.
fn label(bytes: &[u8]) -> String {
    let Some(Datagram::Bound(_, fields)) = envelope::read(bytes) else {
        return "?".to_owned();
    };
    let mut words = Vec::new();
    if let Some((n, copy)) = fields.frame {
        let copy = if copy > 1 {
            format!("/{copy}")
        } else {
            String::new()
        };
        words.push(format!("{n}{copy}"));
        let value: serde_json::Value = serde_json::from_slice(bytes).unwrap();
        let text: String = value["text"]
            .as_str()
            .unwrap_or("")
            .chars()
            .take(8)
            .collect();
        words.push(format!("{text:?}"));
    }
    if let Some(ack) = fields.ack {
        words.push(format!("ack {}", ack.upto));
        words.extend(ack.got.iter().map(|n| format!("+{n}")));
    }
    words.join(" ")
}

fn ms(since: Duration) -> String {
    format!("{:.1}", since.as_secs_f64() * 1000.0)
}

/// How long an arrow is, and one that ends on its way.
const WHOLE: usize = PART + REST;
const PART: usize = LABEL + 4;
const REST: usize = 6;
const LABEL: usize = 30;
