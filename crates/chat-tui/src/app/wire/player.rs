//! A recording that is played: its events at their times, faster or slower, or one by
//! one. Times come in as arguments.

use std::ops::Range;
use std::time::Duration;
use std::time::Instant;

use chat_wire::live::Live;
use chat_wire::marks::Mark;
use chat_wire::merge::Merged;
use chat_wire::record::Recording;
use chat_wire::record::event::Event;
use chat_wire::rows::party::Conversation;
use chat_wire::rows::party::Party;
use chat_wire::rows::party::Place;

/// What is played, and how far it is.
#[derive(Debug)]
pub struct Player {
    name: String,
    parties: Vec<Party>,
    conversations: Vec<Conversation>,
    /// Everything that happens, in its order.
    events: Vec<(i64, Place, Event)>,
    /// When something happens that one looks for, and what.
    marks: Vec<(i64, Mark)>,
    /// How many have happened.
    done: usize,
    /// The moment of the recording that is shown: at its beginning, while it plays.
    at: i64,
    /// Since when it plays.
    since: Option<Instant>,
    /// Which of [`SPEEDS`].
    speed: usize,
}

/// What a person wants of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Play {
    /// Go on, or stop; at the end: from the beginning.
    Turn,
    /// Twice as fast.
    Faster,
    /// Half as fast.
    Slower,
    /// One event on.
    Next,
    /// One event back.
    Back,
}

impl Player {
    /// Recordings that were put together, shown to their end.
    pub fn new(name: String, recordings: &[Recording], merged: &Merged) -> Self {
        let events = merged.order.iter().filter_map(|(at, (recording, entry))| {
            let entry = recordings.get(*recording)?.entries.get(*entry)?;
            let place = merged.joined.place(*recording, entry.flow);
            Some((*at, place, entry.event.clone()))
        });
        let events: Vec<_> = events.collect();
        let rows = merged.ladder.rows.iter();
        let marks = rows.filter(|row| row.mark.is_notable() && !row.is_background);
        Self {
            name,
            parties: merged.joined.parties.clone(),
            conversations: merged.joined.conversations.clone(),
            marks: marks.map(|row| (row.at, row.mark)).collect(),
            done: events.len(),
            at: events.last().map_or(0, |(at, ..)| *at),
            events,
            since: None,
            speed: PLAIN,
        }
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Nothing has happened yet.
    pub fn empty(&self) -> Live {
        Live::between(self.parties.clone(), self.conversations.clone())
    }

    /// These happen.
    pub fn tell(&self, events: Range<usize>, live: &mut Live) {
        for (at, place, event) in self.events.get(events).into_iter().flatten() {
            live.take_at(*place, *at, event);
        }
    }

    /// Which have happened, how many there are.
    pub fn counts(&self) -> (usize, usize) {
        (self.done, self.events.len())
    }

    /// The moment that is shown, and where it begins and ends.
    pub fn times(&self, now: Instant) -> (i64, Range<i64>) {
        let first = self.events.first().map_or(0, |(at, ..)| *at);
        let last = self.events.last().map_or(0, |(at, ..)| *at);
        (self.moment(now).min(last), first..last)
    }

    /// When something happens that one looks for.
    pub fn marks(&self) -> &[(i64, Mark)] {
        &self.marks
    }

    /// How fast it plays, where it does, in quarters.
    pub fn speed(&self) -> u32 {
        SPEEDS.get(self.speed).copied().unwrap_or(4)
    }

    /// Whether it plays.
    pub fn plays(&self) -> bool {
        self.since.is_some()
    }

    /// When the next event happens, while it plays.
    pub fn poll_timeout(&self) -> Option<Instant> {
        let since = self.since?;
        let (at, ..) = self.events.get(self.done)?;
        let wait = at.saturating_sub(self.at).max(0).saturating_mul(4) / i64::from(self.speed());
        since.checked_add(Duration::from_micros(u64::try_from(wait).unwrap_or(0)))
    }

    /// Time has passed: what happens by that.
    pub fn tick(&mut self, now: Instant) -> Range<usize> {
        let from = self.done;
        let moment = self.moment(now);
        let later = self.events.get(from..).unwrap_or_default();
        self.done += later.iter().take_while(|(at, ..)| *at <= moment).count();
        if self.done == self.events.len() {
            self.stop(now);
        }
        from..self.done
    }

    /// Does what is wanted. Which have happened by that: where they begin with the
    /// first, everything is told anew.
    pub fn obey(&mut self, now: Instant, play: Play) -> Range<usize> {
        let was = self.done;
        match play {
            Play::Turn if self.plays() => self.stop(now),
            Play::Turn => {
                if self.done == self.events.len() {
                    self.done = 0;
                    self.at = self.events.first().map_or(0, |(at, ..)| *at);
                }
                self.since = Some(now);
            }
            Play::Faster | Play::Slower => self.change_speed(now, play),
            Play::Next => {
                self.stop(now);
                self.done = (self.done + 1).min(self.events.len());
                self.show_last();
            }
            Play::Back => {
                self.stop(now);
                self.done = self.done.saturating_sub(1);
                self.show_last();
            }
        }
        if self.done < was {
            return 0..self.done;
        }
        was..self.done
    }

    fn change_speed(&mut self, now: Instant, play: Play) {
        self.at = self.moment(now);
        self.since = self.since.map(|_| now);
        self.speed = match play {
            Play::Faster => (self.speed + 1).min(SPEEDS.len() - 1),
            Play::Turn | Play::Slower | Play::Next | Play::Back => self.speed.saturating_sub(1),
        };
    }

    fn stop(&mut self, now: Instant) {
        self.at = self.moment(now);
        self.since = None;
    }

    /// It stands at the last event that has happened.
    fn show_last(&mut self) {
        let last = self.done.checked_sub(1).and_then(|at| self.events.get(at));
        self.at = last
            .or_else(|| self.events.first())
            .map_or(0, |(at, ..)| *at);
    }

    fn moment(&self, now: Instant) -> i64 {
        let played = self.since.map(|since| now.saturating_duration_since(since));
        let played = played.unwrap_or_default().as_micros();
        let played = i64::try_from(played).unwrap_or(i64::MAX);
        let played = played.saturating_mul(i64::from(self.speed())) / 4;
        self.at.saturating_add(played)
    }
}

/// In quarters of the true speed.
const SPEEDS: [u32; 7] = [1, 2, 4, 8, 16, 32, 64];

/// As it was.
const PLAIN: usize = 2;

#[cfg(test)]
mod tests {
    use chat_wire::merge;
    use chat_wire::record;

    use super::*;

    fn player() -> Player {
        let line = |ms: u32| {
            let at = 100 * ms;
            format!(
                r#"{{"ms":{at},"flow":1,"event":"out","x":"0000000{ms}","bytes":9,"what":{{"n":{ms},"type":"msg"}}}}"#
            )
        };
        let lines: Vec<_> = (0..10).map(line).collect();
        let lines = lines.join("\n");
        let recordings = record::read(lines.as_bytes()).recordings;
        Player::new("a".to_owned(), &recordings, &merge::merged(&recordings))
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "a test needs some moment to begin with"
    )]
    fn epoch() -> Instant {
        Instant::now()
    }

    #[test]
    fn events_happen_at_their_times_at_any_speed() {
        let (mut player, start) = (player(), epoch());
        let later = |ms| start + Duration::from_millis(ms);
        assert_eq!(player.counts(), (10, 10), "all of it is shown first");
        assert_eq!(player.poll_timeout(), None);
        assert_eq!(player.obey(start, Play::Turn), 0..0, "from the beginning");
        assert_eq!(player.tick(start), 0..1);
        assert_eq!(player.poll_timeout(), Some(later(100)));
        assert_eq!(player.tick(later(250)), 1..3);
        player.obey(later(250), Play::Faster);
        assert_eq!(player.poll_timeout(), Some(later(275)));
        assert_eq!(player.tick(later(300)), 3..4);
        assert_eq!(player.times(later(300)), (350_000, 0..900_000));
        player.obey(later(300), Play::Turn);
        assert_eq!(player.tick(later(9000)), 4..4, "it stands still");
        player.obey(later(9000), Play::Turn);
        assert_eq!(player.tick(later(99_000)), 4..10);
        assert!(!player.plays(), "at its end it stops");
    }

    #[test]
    fn stepping_back_and_on_is_where_one_was() {
        let (mut player, now) = (player(), epoch());
        let mut live = player.empty();
        player.tell(0..10, &mut live);
        assert_eq!(player.obey(now, Play::Back), 0..9);
        let mut back = player.empty();
        player.tell(0..9, &mut back);
        let on = player.obey(now, Play::Next);
        assert_eq!(on, 9..10);
        player.tell(on, &mut back);
        assert_eq!(back.ladder().rows, live.ladder().rows);
        for _ in 0..20 {
            player.obey(now, Play::Back);
        }
        assert_eq!(player.counts(), (0, 10));
    }
}
