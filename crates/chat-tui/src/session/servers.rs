//! What a session knows of several servers that share its conversation, and which of them
//! it turns to next.
//!
//! A connection that is lost is looked for where it was, once, and then at the others, in
//! the order in which the server has told of them: that is a round. One that refuses, or
//! stays silent for a moment, is followed by the next at once; between rounds there is the
//! usual wait, and each round has more patience with the silent than the last.

use std::time::Duration;

use chat_proto::frame::cluster::Cluster;

use crate::session::reason::Reason;
use crate::session::traffic::Place;
use crate::session::traffic::Target;

/// As the server told on this connection, and what is remembered beyond it.
#[derive(Debug, Default)]
pub(in crate::session) struct Servers {
    /// Whether the server says that it is cut off from the others.
    pub apart: bool,
    /// What the server calls itself among them.
    pub name: Option<String>,
    /// The addresses of the others, as the last welcome told.
    others: Vec<String>,
    /// Where the last welcome came from: it is tried first.
    own: Place,
    /// How many of this round were tried in vain.
    tried: usize,
    /// How many rounds were in vain.
    rounds: u32,
    /// Why the first of this round was, or one that is not known.
    fault: Option<Reason>,
}

impl Servers {
    /// Whether there is more than one.
    pub fn are_several(&self) -> bool {
        self.round().len() > 1
    }

    /// The one whose turn it is, and how long that is; as long as it takes where a silence
    /// means nothing.
    pub fn target(&self, is_patient: bool) -> Target {
        Target {
            place: self.turn(),
            within: self.patience().filter(|_| !is_patient),
        }
    }

    /// How long one is waited for while there are others.
    pub fn patience(&self) -> Option<Duration> {
        let doubled = SHORTEST.saturating_mul(1 << self.rounds.saturating_sub(1).min(8));
        self.are_several().then(|| doubled.min(LONGEST))
    }

    /// How long one that was asked may owe an answer while there are others: it does no harm
    /// to go on elsewhere, even where it only was slow. What crosses a link may have to be
    /// sent again, and the waits between that double.
    pub fn silence(&self, is_link: bool) -> Option<Duration> {
        let silence = if is_link { LINK_SILENCE } else { SILENCE };
        self.are_several().then_some(silence)
    }

    /// The one whose turn it was could not be had. Whether it is another's now, before the
    /// next round.
    pub fn on_failed(&mut self, why: &Reason) -> bool {
        self.fault.get_or_insert_with(|| why.clone());
        self.tried += 1;
        if self.tried < self.round().len() {
            return true;
        }
        self.tried = 0;
        self.rounds = self.rounds.saturating_add(1);
        false
    }

    /// It is not known to be the one that is meant: what a person can do about that is worth
    /// more than what was wrong with the first.
    pub fn on_stranger(&mut self, why: &Reason) {
        self.fault = Some(why.clone());
    }

    /// Nobody wants to come to the one whose turn it was: it is forgotten.
    pub fn on_declined(&mut self) {
        let declined = self.turn();
        if declined == self.own {
            return;
        }
        let others = self.others.iter();
        let before = self.round().len();
        self.others = others
            .filter(|address| Place::Other((*address).clone()) != declined)
            .cloned()
            .collect();
        // Its turn is the next one's.
        self.tried = self.tried.saturating_sub(before - self.round().len());
    }

    /// Why the round was in vain.
    pub fn fault(&mut self, otherwise: Reason) -> Reason {
        self.fault.take().unwrap_or(otherwise)
    }

    /// A connection that held is gone: a round begins.
    pub fn on_lost(&mut self) {
        (self.tried, self.rounds, self.fault) = (0, 0, None);
        self.apart = false;
    }

    /// A room lets us in. Whether that is at another server than the last time.
    pub fn on_welcome(&mut self, cluster: &Cluster) -> bool {
        let place = self.turn();
        let is_another = place != self.own;
        (self.own, self.tried, self.fault) = (place, 0, None);
        self.others.clone_from(&cluster.others);
        self.name.clone_from(&cluster.server);
        is_another
    }

    fn turn(&self) -> Place {
        let mut round = self.round().into_iter();
        round.nth(self.tried).unwrap_or_default()
    }

    /// Never empty. The one that the person asked for is among them, whatever another one
    /// tells.
    fn round(&self) -> Vec<Place> {
        let mut all = vec![self.own.clone()];
        let others = self.others.iter().cloned().map(Place::Other);
        for place in others.chain([Place::Asked]) {
            if !all.contains(&place) {
                all.push(place);
            }
        }
        all
    }
}

/// A machine of a building answers in a moment, and TCP has sent three times by then.
const SILENCE: Duration = Duration::from_secs(5);

/// Five retransmissions.
const LINK_SILENCE: Duration = Duration::from_secs(10);

/// How long a silent one may cost while there are others to be tried: longer than a
/// connection in a building takes.
const SHORTEST: Duration = Duration::from_secs(1);

/// And at last, where nobody has answered so far: the way may be slow.
const LONGEST: Duration = Duration::from_secs(16);

#[cfg(test)]
mod tests {
    use super::*;

    fn told(others: &[&str]) -> Cluster {
        let others = others.iter().map(|&address| address.to_owned());
        Cluster::bounded(Some("lab1".to_owned()), others)
    }

    fn place(address: &str) -> Place {
        match address {
            "" => Place::Asked,
            address => Place::Other(address.to_owned()),
        }
    }

    /// One round in vain: whose turn it was, and how long.
    fn round(servers: &mut Servers) -> Vec<(Place, Option<u64>)> {
        let why = Reason::Forgotten;
        let mut turns = Vec::new();
        loop {
            let Target { place, within } = servers.target(false);
            turns.push((place, within.map(|within| within.as_secs())));
            if !servers.on_failed(&why) {
                return turns;
            }
        }
    }

    #[track_caller]
    fn check(servers: &mut Servers, expected: &[&str], within: Option<u64>) {
        let expected: Vec<_> = expected.iter().map(|at| (place(at), within)).collect();
        assert_eq!(round(servers), expected);
    }

    #[test]
    fn one_by_itself_is_tried_alone_and_for_as_long_as_it_takes() {
        let mut servers = Servers::default();
        assert!(!servers.on_welcome(&told(&[])));
        check(&mut servers, &[""], None);
        check(&mut servers, &[""], None);
    }

    #[test]
    fn the_own_one_is_tried_once_and_then_the_others_in_their_order() {
        let mut servers = Servers::default();
        assert!(!servers.on_welcome(&told(&["b:1", "c:1"])));
        servers.on_lost();
        let all = ["", "b:1", "c:1"];
        for within in [1, 1, 2, 4, 8, 16, 16] {
            check(&mut servers, &all, Some(within));
        }
        servers.on_lost();
        check(&mut servers, &all, Some(1));
        assert_eq!(servers.target(true).within, None);
    }

    #[test]
    fn where_we_have_come_to_is_the_own_one_and_the_first_is_not_forgotten() {
        let mut servers = Servers::default();
        servers.on_welcome(&told(&["b:1", "c:1"]));
        assert!(servers.on_failed(&Reason::Forgotten));
        assert!(servers.on_welcome(&told(&["c:1", "d:1"])), "it is another");
        assert!(!servers.on_welcome(&told(&["c:1", "d:1"])), "one more room");
        servers.on_lost();
        check(&mut servers, &["b:1", "c:1", "d:1", ""], Some(1));
        servers.on_welcome(&told(&[]));
        check(&mut servers, &["b:1", ""], Some(1));
    }

    #[test]
    fn one_that_nobody_wants_to_come_to_is_not_tried_again() {
        let mut servers = Servers::default();
        servers.on_welcome(&told(&["b:1", "c:1"]));
        assert!(servers.on_failed(&Reason::Forgotten));
        servers.on_declined();
        assert!(servers.on_failed(&Reason::Forgotten));
        assert_eq!(servers.target(false).place, place("c:1"));
        assert!(!servers.on_failed(&Reason::Forgotten));
        check(&mut servers, &["", "c:1"], Some(1));
    }

    #[test]
    fn a_round_is_in_vain_for_what_was_wrong_with_its_first() {
        let mut servers = Servers::default();
        servers.on_welcome(&told(&["b:1"]));
        let why = |text: &str| Reason::Told(text.to_owned());
        assert!(servers.on_failed(&why("first")));
        assert!(!servers.on_failed(&why("second")));
        assert_eq!(servers.fault(why("second")), why("first"));
        assert_eq!(servers.fault(why("third")), why("third"));
    }
}
