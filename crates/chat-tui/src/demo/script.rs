//! What the people of the demo say, and when. Pure: what is heard and the time come in,
//! what is to be said goes out.
//!
//! Each of them follows the same conversation by what it hears, which all hear in the same
//! order: whose turn it is needs no word between them. It goes on for ever, slowly, and
//! stands back for a while whenever somebody else speaks.

use std::time::Duration;
use std::time::Instant;

use chat_proto::chance;

use crate::speech::topic::Demo;

/// One of them.
#[derive(Debug)]
pub(in crate::demo) struct Script {
    /// Which of the names is ours.
    me: usize,
    names: Vec<String>,
    words: &'static Demo,
    seed: u64,
    /// The line that comes next, counted without end.
    at: usize,
    /// When ours comes.
    due: Instant,
    /// What somebody else is answered, and when.
    answer: Option<(Instant, String)>,
    /// How often somebody else has spoken.
    visits: u64,
}

impl Script {
    /// Which of these one is.
    pub(in crate::demo) fn new(
        now: Instant,
        me: usize,
        names: Vec<String>,
        (words, seed): (&'static Demo, u64),
    ) -> Self {
        let mut script = Self {
            me,
            names,
            words,
            seed,
            at: 0,
            due: now,
            answer: None,
            visits: 0,
        };
        script.turn(now);
        script
    }

    /// When something is to be said.
    pub(in crate::demo) fn poll_timeout(&self) -> Instant {
        self.answer
            .as_ref()
            .map_or(self.due, |(at, _)| self.due.min(*at))
    }

    /// What is to be said now, if anything is.
    pub(in crate::demo) fn due(&mut self, now: Instant) -> Option<String> {
        if let Some((_, text)) = self.answer.take_if(|(at, _)| *at <= now) {
            return Some(text);
        }
        if self.due > now {
            return None;
        }
        let line = self.line(self.at + self.wait());
        // Heard or not: nobody says one thing over and over.
        self.due = now + SILENCE * self.count() + SILENCE;
        line.map(str::to_owned)
    }

    /// Somebody has said this in the room, perhaps oneself.
    pub(in crate::demo) fn heard(&mut self, now: Instant, who: &str, text: &str) {
        let Some(speaker) = self.names.iter().position(|name| name == who) else {
            return self.visited(now);
        };
        let ahead = self.at..self.at + self.names.len() * self.words_len();
        let is_it = |at: &usize| self.speaker(*at) == speaker && self.line(*at) == Some(text);
        if let Some(said) = ahead.into_iter().find(is_it) {
            self.at = said + 1;
            self.turn(now);
        } else {
            // An answer to somebody else.
            self.due = self.due.max(now + LEAST);
        }
    }

    /// Somebody at a keyboard has spoken: one of them answers, and the others wait.
    fn visited(&mut self, now: Instant) {
        self.visits += 1;
        self.due = self.due.max(now + QUIET);
        let people = u64::try_from(self.names.len()).unwrap_or(1);
        let chosen = chance::below(people, &[self.seed, 1, self.visits]);
        if u64::try_from(self.me) != Ok(chosen) {
            return;
        }
        let answers = [
            self.words.heard_you(),
            self.words.here_too(),
            self.words.came_here(),
        ];
        let which = chance::below(3, &[self.seed, 2, self.visits]);
        let which = usize::try_from(which).unwrap_or(0);
        let after = ANSWERS + self.up_to(ANSWERS, &[3, self.visits]);
        let text = answers.into_iter().nth(which);
        self.answer = text.map(|text| (now + after, text.to_owned()));
    }

    /// The next line is due in a while: the sooner the nearer ours is. Where those before us
    /// have gone, their lines are left out.
    fn turn(&mut self, now: Instant) {
        let at = u64::try_from(self.at).unwrap_or(0);
        let gap = LEAST + self.up_to(LEAST, &[4, at]);
        let wait = u32::try_from(self.wait()).unwrap_or(u32::MAX);
        self.due = now + gap + SILENCE * wait;
    }

    /// How many lines come before ours.
    fn wait(&self) -> usize {
        let people = self.names.len().max(1);
        (self.me + people - self.speaker(self.at)) % people
    }

    fn speaker(&self, line: usize) -> usize {
        line % self.names.len().max(1)
    }

    fn line(&self, at: usize) -> Option<&'static str> {
        lines(self.words).get(at % self.words_len()).copied()
    }

    fn words_len(&self) -> usize {
        lines(self.words).len()
    }

    fn count(&self) -> u32 {
        u32::try_from(self.names.len()).unwrap_or(u32::MAX)
    }

    fn up_to(&self, most: Duration, of: &[u64]) -> Duration {
        let most = u64::try_from(most.as_millis()).unwrap_or(0);
        let asked: Vec<_> = std::iter::once(self.seed)
            .chain(of.iter().copied())
            .collect();
        Duration::from_millis(chance::below(most, &asked))
    }
}

/// The conversation.
fn lines(words: &'static Demo) -> [&'static str; 12] {
    [
        words.who_is_here(),
        words.the_same_way(),
        words.two_ways(),
        words.which_order(),
        words.one_order(),
        words.if_lost(),
        words.sent_again(),
        words.over_tcp(),
        words.by_itself(),
        words.half_lines(),
        words.what_ends(),
        words.line_feed(),
    ]
}

/// From one line to the next, and as much again at most.
const LEAST: Duration = Duration::from_secs(2);

/// Whoever has spoken is left in peace.
const QUIET: Duration = Duration::from_secs(7);

/// Whoever is answered has had time to see the own line, and as much again at most.
const ANSWERS: Duration = Duration::from_millis(900);

/// Whoever says nothing for so long when it is their turn has gone.
const SILENCE: Duration = Duration::from_secs(12);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;
    use crate::speech;
    use crate::speech::Language;

    const NAMES: [&str; 3] = ["ana", "bob", "caio"];

    fn cast(now: Instant, language: Language) -> Vec<Script> {
        let words = &speech::of(language).demo;
        let names: Vec<_> = NAMES.map(str::to_owned).into();
        let new = |me| Script::new(now, me, names.clone(), (words, 7));
        (0..NAMES.len()).map(new).collect()
    }

    /// What happens up to a moment: each says what is due, and all of those hear it.
    fn pass(cast: &mut [Script], until: Instant) -> Vec<(Instant, usize, String)> {
        let mut said = Vec::new();
        loop {
            let next = cast.iter().enumerate();
            let next = next.map(|(who, one)| (one.poll_timeout(), who)).min();
            let Some((at, who)) = next.filter(|(at, _)| *at <= until) else {
                return said;
            };
            if let Some(text) = cast[who].due(at) {
                hear(cast, at, NAMES[cast[who].me], &text);
                said.push((at, cast[who].me, text));
            }
        }
    }

    fn hear(cast: &mut [Script], at: Instant, who: &str, text: &str) {
        for one in cast {
            one.heard(at, who, text);
        }
    }

    #[test]
    fn they_speak_in_turn_without_end_and_slowly() {
        let start = clock::now().mono;
        for language in Language::ALL {
            let mut cast = cast(start, language);
            let said = pass(&mut cast, start + Duration::from_secs(120));
            assert!((30..=60).contains(&said.len()), "{}", said.len());
            let lines = lines(&speech::of(language).demo);
            for (at, (_, who, text)) in said.iter().enumerate() {
                assert_eq!((*who, &**text), (at % 3, lines[at % 12]), "{at}");
            }
            for pair in said.windows(2) {
                let gap = pair[1].0 - pair[0].0;
                assert!((LEAST..=LEAST * 2).contains(&gap), "{gap:?}");
            }
        }
    }

    #[test]
    fn whoever_speaks_is_answered_by_one_and_left_in_peace() {
        let start = clock::now().mono;
        let mut cast = cast(start, Language::English);
        let mut at = start;
        for _ in 0..20 {
            at += Duration::from_secs(20);
            pass(&mut cast, at);
            hear(&mut cast, at, "dora", "hello");
            let said = pass(
                &mut cast,
                at + QUIET.saturating_sub(Duration::from_millis(1)),
            );
            let [(when, _, text)] = &*said else {
                panic!("{said:?}");
            };
            assert!(*when - at <= ANSWERS * 2, "{text}");
            assert!(!lines(cast[0].words).contains(&&**text), "{text}");
        }
        // And then they go on where they were.
        assert!(!pass(&mut cast, at + Duration::from_secs(20)).is_empty());
    }

    #[test]
    fn where_one_has_gone_the_others_go_on_without() {
        let start = clock::now().mono;
        for gone in 0..NAMES.len() {
            let mut cast = cast(start, Language::English);
            cast.remove(gone);
            let said = pass(&mut cast, start + Duration::from_secs(200));
            assert!(said.len() > 10, "{}", said.len());
            let of_both = said.iter().filter(|(_, who, _)| *who == cast[0].me).count();
            assert!((1..said.len()).contains(&of_both), "{said:?}");
        }
    }

    #[test]
    fn nobody_says_one_thing_over_and_over_where_nothing_is_heard() {
        let start = clock::now().mono;
        let mut alone = cast(start, Language::English).remove(0);
        let mut said = 0;
        while alone.poll_timeout() <= start + Duration::from_secs(600) {
            let at = alone.poll_timeout();
            said += usize::from(alone.due(at).is_some());
        }
        assert!(said <= 14, "{said}");
    }
}
