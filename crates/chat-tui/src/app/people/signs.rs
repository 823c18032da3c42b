//! Signs without words: who is writing here, who is away, and what others were
//! told about us. Time comes in as an argument; a sign that is not renewed goes.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::time::Duration;
use std::time::Instant;

use crate::app::conversation::places::With;

/// The signs of others, and our own.
#[derive(Debug, Default)]
pub struct Signs {
    /// Who writes, with whom, and until when that is believed: at most
    /// [`WRITERS`].
    writing: Vec<(String, With, Instant)>,
    /// Who is away: no more than there are people in the rooms.
    away: BTreeSet<String>,
    /// Whose name was proved or not, by the last list that told it.
    proved: BTreeMap<String, bool>,
    /// Where others were told that we write, and when.
    told: Option<(With, Instant)>,
    /// Whether others were told that we are away.
    gone: bool,
}

impl Signs {
    /// Somebody writes.
    pub fn writes(&mut self, now: Instant, who: &str, with: With) {
        self.forget(now);
        self.stops(who);
        if self.writing.len() < WRITERS {
            self.writing.push((who.to_owned(), with, now + BELIEVED));
        }
    }

    /// Somebody has said it, or left.
    pub fn stops(&mut self, who: &str) {
        self.writing.retain(|(name, _, _)| name != who);
    }

    /// Who writes in this conversation, in the order in which they began.
    pub fn writers<'a>(&'a self, now: Instant, with: &'a With) -> impl Iterator<Item = &'a str> {
        let here =
            move |(_, place, until): &&(String, With, Instant)| *until > now && place == with;
        let writers = self.writing.iter().filter(here);
        writers.map(|(name, _, _)| name.as_str())
    }

    /// When the first of these signs is no longer believed.
    pub fn next_end(&self) -> Option<Instant> {
        self.writing.iter().map(|(_, _, until)| *until).min()
    }

    /// What is no longer believed.
    pub fn forget(&mut self, now: Instant) {
        self.writing.retain(|(_, _, until)| *until > now);
    }

    /// Somebody is away, or is not.
    pub fn set_away(&mut self, who: &str, away: bool) {
        if !away {
            self.away.remove(who);
        } else if self.away.len() < AWAY {
            self.away.insert(who.to_owned());
        }
    }

    /// Whether somebody is away.
    pub fn is_away(&self, who: &str) -> bool {
        self.away.contains(who)
    }

    /// A list says whether somebody's name is proved.
    pub fn set_proved(&mut self, who: &str, proved: bool) {
        if self.proved.len() < AWAY || self.proved.contains_key(who) {
            self.proved.insert(who.to_owned(), proved);
        }
    }

    /// Somebody comes or goes: who has that name now is to be told anew.
    pub fn forget_proved(&mut self, who: &str) {
        self.proved.remove(who);
    }

    /// The same of several.
    pub fn forget_all_proved(&mut self, all: &[String]) {
        for who in all {
            self.forget_proved(who);
        }
    }

    /// Whether somebody's name is known not to be proved, where others' are: with a
    /// server that knows no keys nobody's is.
    pub fn is_anybodys(&self, who: &str) -> bool {
        self.proved.get(who) == Some(&false) && self.proved.values().any(|proved| *proved)
    }

    /// Somebody is called otherwise.
    pub fn renamed(&mut self, was: &str, now: &str) {
        self.forget_proved(was);
        self.forget_proved(now);
        self.stops(was);
        if self.away.remove(was) {
            self.away.insert(now.to_owned());
        }
    }

    /// Another connection: others have to be told anew, and we as well.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Whether others are to be told now that we write there: then they are.
    pub fn tell_writing(&mut self, now: Instant, with: &With) -> bool {
        let fresh = |(place, at): &(With, Instant)| {
            place == with && now.saturating_duration_since(*at) < RENEWED
        };
        if self.told.as_ref().is_some_and(fresh) {
            return false;
        }
        self.told = Some((with.clone(), now));
        true
    }

    /// It is said: the next writing is another one.
    pub fn has_said(&mut self) {
        self.told = None;
    }

    /// Whether others are to be told now that nobody, or somebody, sits here.
    pub fn tell_gone(&mut self, gone: bool) -> bool {
        std::mem::replace(&mut self.gone, gone) != gone
    }
}

/// How long a sign of writing is believed.
const BELIEVED: Duration = Duration::from_secs(6);
/// How often it is renewed by who goes on writing.
const RENEWED: Duration = Duration::from_secs(3);
/// Writers that are remembered: more than a status row can name.
const WRITERS: usize = 64;
/// People away that are remembered: more than a server lets in.
const AWAY: usize = 10_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn lobby() -> With {
        With::Room(chat_proto::room::RoomName::lobby())
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "a test needs some moment to begin at"
    )]
    fn now() -> Instant {
        Instant::now()
    }

    #[test]
    fn a_sign_of_writing_is_believed_until_it_is_said_or_not_renewed() {
        let (mut signs, start) = (Signs::default(), now());
        let writers = |signs: &Signs, at| signs.writers(at, &lobby()).map(str::to_owned).collect();
        signs.writes(start, "ana", lobby());
        signs.writes(start + RENEWED, "bob", lobby());
        let both: Vec<String> = writers(&signs, start + RENEWED);
        assert_eq!(both, ["ana", "bob"]);
        assert_eq!(signs.next_end(), Some(start + BELIEVED));
        let later: Vec<String> = writers(&signs, start + BELIEVED);
        assert_eq!(later, ["bob"]);
        signs.stops("bob");
        let none: Vec<String> = writers(&signs, start + BELIEVED);
        assert!(none.is_empty());
        assert_eq!(signs.writers(start, &With::Nobody).count(), 0);
    }

    #[test]
    fn a_name_is_anybodys_only_where_others_are_proved_and_a_list_has_said_so() {
        let mut signs = Signs::default();
        signs.set_proved("bob", false);
        assert!(!signs.is_anybodys("bob"), "nobody's is proved here");
        signs.set_proved("ana", true);
        assert!(signs.is_anybodys("bob") && !signs.is_anybodys("ana"));
        assert!(!signs.is_anybodys("eva"), "not told yet");
        signs.forget_proved("bob");
        assert!(!signs.is_anybodys("bob"), "who came back may be another");
    }

    #[test]
    fn others_are_told_now_and_then_that_we_write() {
        let (mut signs, start) = (Signs::default(), now());
        assert!(signs.tell_writing(start, &lobby()));
        assert!(!signs.tell_writing(start + RENEWED / 2, &lobby()));
        assert!(signs.tell_writing(start + RENEWED, &lobby()));
        assert!(
            signs.tell_writing(start + RENEWED, &With::Nobody),
            "elsewhere"
        );
        signs.has_said();
        assert!(signs.tell_writing(start + RENEWED, &With::Nobody));
    }

    #[test]
    fn who_is_away_stays_so_under_another_name() {
        let mut signs = Signs::default();
        signs.set_away("ana", true);
        signs.renamed("ana", "eva");
        assert!(signs.is_away("eva") && !signs.is_away("ana"));
        signs.set_away("eva", false);
        assert!(!signs.is_away("eva"));
    }
}
