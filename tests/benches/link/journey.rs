//! Messages on their way from one who speaks to one who listens: when each is
//! said, when it is heard.

use std::os::fd::AsFd;
use std::time::Duration;
use std::time::Instant;

use chat_tests::clock;
use serde_json::Value;
use serde_json::json;

use crate::talker::Talker;
use crate::talker::wait;

/// Some who speak and one who listens, in one room.
pub struct Journey {
    began: Instant,
    speakers: Vec<Speaker>,
    listener: Talker,
}

struct Speaker {
    talker: Talker,
    /// When each was said.
    said: Vec<Duration>,
    /// When each was heard, in the order in which they were said.
    heard: Vec<Option<Duration>>,
}

/// How long messages took.
#[derive(Clone, Debug)]
pub struct Delays {
    sorted: Vec<Duration>,
    /// Messages said.
    pub said: usize,
}

impl Delays {
    /// Messages heard.
    pub fn heard(&self) -> usize {
        self.sorted.len()
    }

    /// The delay that so many percent did not exceed, in milliseconds.
    pub fn percentile(&self, percent: usize) -> f64 {
        let at = self.sorted.len() * percent / 100;
        let delay = self.sorted.get(at.min(self.sorted.len().saturating_sub(1)));
        delay.map_or(f64::INFINITY, |delay| delay.as_secs_f64() * 1000.0)
    }
}

impl Journey {
    /// All of them enter the lobby, under names that the seed is part of.
    pub fn begins(seed: u64, speakers: Vec<Talker>, listener: Talker) -> Self {
        let speaker = |talker| Speaker {
            talker,
            said: Vec::new(),
            heard: Vec::new(),
        };
        let mut journey = Self {
            began: clock::now(),
            speakers: speakers.into_iter().map(speaker).collect(),
            listener,
        };
        enter(&mut journey.listener, &format!("listener{seed}"));
        for (n, speaker) in journey.speakers.iter_mut().enumerate() {
            enter(&mut speaker.talker, &format!("speaker{seed}-{n}"));
        }
        journey.turns_for(Duration::from_millis(500));
        journey
    }

    /// Everybody leaves, so that the server speaks to them no longer.
    pub fn ends(mut self) {
        let bye = json!({ "type": "bye" }).to_string();
        for speaker in &mut self.speakers {
            speaker.talker.send(&bye);
        }
        self.listener.send(&bye);
        self.turns_for(Duration::from_millis(500));
    }

    /// The port of a speaker, or of the listener after the last of them.
    pub fn port(&self, who: usize) -> u16 {
        let speaker = self.speakers.get(who).map(|speaker| &speaker.talker);
        speaker.unwrap_or(&self.listener).port()
    }

    /// Each says so many, one every so often; waits for the last so long.
    pub fn paced(&mut self, count: usize, gap: Duration, patience: Duration) {
        let start = self.began.elapsed();
        for n in 0..count {
            self.turns_to(start + gap * u32::try_from(n).unwrap());
            for who in 0..self.speakers.len() {
                self.say(who);
            }
        }
        let end = self.began.elapsed() + patience;
        while self.began.elapsed() < end && !self.is_over() {
            self.turn(end);
        }
    }

    /// The first speaker says so many as fast as it can: how long until all are
    /// heard and known to be. Nothing where that takes too long.
    pub fn at_once(&mut self, count: usize, patience: Duration) -> Option<Duration> {
        let start = self.began.elapsed();
        let mut said = 0;
        while said < count || !self.is_over() {
            while said < count && self.say(0) {
                said += 1;
            }
            self.turn(start + patience);
            if self.began.elapsed() >= start + patience {
                return None;
            }
        }
        Some(self.began.elapsed().saturating_sub(start))
    }

    /// How long a speaker's messages took.
    pub fn delays(&self, who: usize) -> Delays {
        let speaker = &self.speakers[who];
        let both = speaker.said.iter().zip(&speaker.heard);
        let mut sorted: Vec<_> = both
            .filter_map(|(said, heard)| Some((*heard)?.saturating_sub(*said)))
            .collect();
        sorted.sort_unstable();
        Delays {
            sorted,
            said: speaker.said.len(),
        }
    }

    fn is_over(&self) -> bool {
        let done = |speaker: &Speaker| {
            speaker.talker.is_settled() && speaker.heard.iter().all(Option::is_some)
        };
        self.speakers.iter().all(done)
    }

    fn say(&mut self, who: usize) -> bool {
        let now = self.began.elapsed();
        let speaker = &mut self.speakers[who];
        let text = format!("@{who}/{} {}", speaker.said.len(), ". ".repeat(20));
        let sent = speaker
            .talker
            .send(&json!({ "type": "msg", "text": text }).to_string());
        if sent {
            speaker.said.push(now);
            speaker.heard.push(None);
        }
        sent
    }

    fn turns_for(&mut self, time: Duration) {
        self.turns_to(self.began.elapsed() + time);
    }

    fn turns_to(&mut self, end: Duration) {
        while self.began.elapsed() < end {
            self.turn(end);
        }
    }

    /// Waits for anything, and lets everybody take their turn.
    fn turn(&mut self, until: Duration) {
        let mut fds = vec![self.listener.as_fd()];
        fds.extend(self.speakers.iter().map(|speaker| speaker.talker.as_fd()));
        let dues = self
            .speakers
            .iter()
            .filter_map(|speaker| speaker.talker.due());
        let until = dues
            .chain(self.listener.due())
            .fold(self.began + until, Instant::min);
        wait(&fds, Some(until));
        for speaker in &mut self.speakers {
            speaker.talker.turn(|_| {});
        }
        let (began, speakers) = (self.began, &mut self.speakers);
        self.listener
            .turn(|frame| note(speakers, began.elapsed(), frame));
    }
}

/// A message was heard.
fn note(speakers: &mut [Speaker], now: Duration, frame: &[u8]) {
    let value: Value = serde_json::from_slice(frame).unwrap_or_default();
    let text = value["text"]
        .as_str()
        .and_then(|text| text.strip_prefix('@'));
    let numbers = text.and_then(|text| text.split(' ').next()?.split_once('/'));
    let Some((who, n)) = numbers else {
        return;
    };
    let (Ok(who), Ok(n)) = (who.parse::<usize>(), n.parse::<usize>()) else {
        return;
    };
    let speaker = speakers.get_mut(who);
    if let Some(heard) = speaker.and_then(|speaker| speaker.heard.get_mut(n)) {
        heard.get_or_insert(now);
    }
}

fn enter(talker: &mut Talker, name: &str) {
    let join = json!({ "type": "join", "name": name }).to_string();
    assert!(talker.send(&join));
    let end = clock::now() + clock::PATIENCE;
    let mut inside = false;
    while !inside {
        assert!(clock::now() < end, "{name} was not let in");
        wait(
            &[talker.as_fd()],
            Some(talker.due().map_or(end, |due| due.min(end))),
        );
        talker.turn(|frame| inside |= frame.starts_with(b"{\"type\":\"welcome\""));
    }
}
