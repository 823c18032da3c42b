//! Datagrams that wait for the operator, as lines.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use chat_proto::trace::weather::Way;
use chat_weather::manual_queue::HeldDatagram;
use chat_weather::manual_queue::ManualCommand;

/// One of them, and with whom it is exchanged.
pub type Held = (SocketAddr, HeldDatagram);

/// The numbers of those that wait and were told: bounded as what waits is. Not
/// the highest of them, since one port may be read before another keeps a lower.
#[derive(Debug, Default)]
pub struct Told(BTreeSet<u64>);

impl Told {
    /// Those of all that wait that are told now.
    pub fn news(&mut self, mut all: Vec<Held>) -> Vec<Held> {
        let waits = all.iter().map(|(_, held)| held.number).collect();
        let told = std::mem::replace(&mut self.0, waits);
        all.retain(|(_, held)| !told.contains(&held.number));
        all
    }
}

/// A command without a number means the oldest of all ports.
pub fn of_the_oldest(command: ManualCommand, held: &[Held]) -> ManualCommand {
    let oldest = held.first().map(|(_, held)| held.number);
    match command {
        ManualCommand::Pass(number) => ManualCommand::Pass(number.or(oldest)),
        ManualCommand::Double(number) => ManualCommand::Double(number.or(oldest)),
        ManualCommand::Kill(number) => ManualCommand::Kill(number.or(oldest)),
        ManualCommand::All | ManualCommand::Off => command,
    }
}

/// What was done, and with which of those that waited.
pub fn what_was_done(command: ManualCommand, waited: &[Held]) -> String {
    let (done, number) = match command {
        ManualCommand::Pass(number) => ("passed", number),
        ManualCommand::Double(number) => ("doubled", number),
        ManualCommand::Kill(number) => ("killed", number),
        ManualCommand::All | ManualCommand::Off => return format!("passed all {}", waited.len()),
    };
    let one = |(_, held): &&Held| number.is_none_or(|n| n == held.number);
    let what = waited.iter().find(one).map(gist);
    format!("{done} {}", what.unwrap_or_default())
}

/// One that waits.
pub fn line(held: &Held) -> String {
    format!("held {}", gist(held))
}

fn gist((with, held): &Held) -> String {
    let HeldDatagram {
        number,
        way,
        bytes,
        gist,
        ..
    } = held;
    let arrow = match way {
        Way::In => '←',
        Way::Out => '→',
    };
    format!("{number} {arrow} {with}  {bytes} bytes  {gist}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(told: &mut Told, waits: &[u64], news: &[u64]) {
        let held = |number: &u64| HeldDatagram::seen(*number, Way::In, b"");
        let all = waits.iter().map(|n| (([127, 0, 0, 1], 1).into(), held(n)));
        let found = told.news(all.collect());
        let found: Vec<_> = found.iter().map(|(_, held)| held.number).collect();
        assert_eq!(found, news, "of {waits:?}");
    }

    #[test]
    fn whatever_waits_is_told_once_however_late_its_port_has_it() {
        let mut told = Told::default();
        check(&mut told, &[1, 2, 3], &[1, 2, 3]);
        check(&mut told, &[3, 5], &[5]);
        check(&mut told, &[3, 4, 5], &[4]);
        check(&mut told, &[3, 4, 5, 6], &[6]);
        assert_eq!(told.0.len(), 4, "who waits no more is not remembered");
    }
}
