//! What was said before: fetched after a reconnect and where a person asks, nothing
//! twice and no hole, from a server that is played here with an archive.

use std::collections::BTreeMap;
use std::time::Duration;

use chat_proto::frame::PeerFrame;
use chat_proto::frame::peer::History;
use chat_proto::frame::peer::Part;
use chat_proto::room::RoomName;
use proptest::prelude::*;

use super::play::Play;
use crate::session::past::Question;
use crate::session::past::page;
use crate::session::past::seq_of;
use crate::session::traffic::Input;
use crate::session::traffic::News;

/// A server whose lobby has the messages 1 to `said`, and its client.
struct Archive {
    play: Play,
    said: u64,
    log: u64,
    /// What the client has, and how often it came.
    has: BTreeMap<u64, usize>,
    pages: Vec<(Part, bool)>,
    caught_up: Vec<u64>,
}

const REPLAY: u64 = 50;

impl Archive {
    fn new(said: u64) -> Self {
        let mut archive = Self {
            play: Play::new(false),
            said,
            log: 1,
            has: BTreeMap::new(),
            pages: Vec::new(),
            caught_up: Vec::new(),
        };
        archive.join();
        archive
    }

    fn join(&mut self) {
        self.play
            .input(Input::Connected("tcp 127.0.0.1:1234".to_owned()));
        let Some(PeerFrame::Join(join)) = self.play.sent.pop() else {
            panic!("no join")
        };
        let same = join.log == Some(format!("log{}", self.log));
        let since = join.since.filter(|_| same).unwrap_or(0).min(self.said);
        let replay = (self.said - since).min(REPLAY);
        let missed = if same { self.said - since - replay } else { 0 };
        let (log, seq) = (self.log, self.said);
        self.play.hear(&format!(
            r#"{{"type":"welcome","name":"server","you":"ana","room":"lobby","run":"r{log}","log":"log{log}","seq":{seq},"replay":{replay},"missed":{missed},"text":"hi"}}"#
        ));
        for seq in self.said - replay + 1..=self.said {
            self.tell(seq, true);
        }
        self.take();
    }

    fn cut(&mut self) {
        self.play.input(Input::Lost("cut".to_owned()));
        self.play.pass(Duration::from_secs(20));
        self.play.sent.clear();
        self.take();
    }

    fn tell(&mut self, seq: u64, history: bool) {
        self.play.hear(&format!(
            r#"{{"name":"bob","room":"lobby","seq":{seq},"history":{history},"text":"m{seq}"}}"#
        ));
    }

    fn say(&mut self, count: u64) {
        for _ in 0..count {
            self.said += 1;
            self.tell(self.said, false);
        }
        self.take();
    }

    /// Answers the oldest question. Whether there was one.
    fn answer(&mut self) -> bool {
        let at = self
            .play
            .sent
            .iter()
            .position(|frame| matches!(frame, PeerFrame::History(_)));
        let Some(PeerFrame::History(asked)) = at.map(|at| self.play.sent.remove(at)) else {
            return false;
        };
        let all = 1..=self.said;
        let limit = usize::try_from(asked.limit).unwrap();
        let mut seqs: Vec<u64> = match asked.part {
            Part::Newest => all.rev().take(limit).collect(),
            Part::Before(seq) => all.rev().filter(|s| *s < seq).take(limit).collect(),
            Part::After(seq) => all.filter(|s| *s > seq).take(limit).collect(),
            Part::Around(seq) => {
                let from = seq.saturating_sub(asked.limit / 2).max(1);
                all.filter(|s| *s >= from).take(limit).collect()
            }
        };
        seqs.sort_unstable();
        let more = match asked.part {
            Part::Newest | Part::Before(_) => seqs.first().is_some_and(|first| *first > 1),
            Part::After(_) | Part::Around(_) => seqs.last().is_some_and(|last| *last < self.said),
        };
        for seq in &seqs {
            self.tell(*seq, true);
        }
        let ends = seqs.first().zip(seqs.last());
        let ends = ends.map(|(first, last)| format!(r#""first":{first},"last":{last},"#));
        self.play.hear(&format!(
            r#"{{"type":"history","name":"server","room":"lobby","count":{},{}"more":{more},"id":{},"text":"."}}"#,
            seqs.len(),
            ends.unwrap_or_default(),
            asked.id.unwrap().token(),
        ));
        self.take();
        true
    }

    fn answer_all(&mut self) {
        for _ in 0..10_000 {
            if !self.answer() {
                return;
            }
        }
        panic!("it asks without end");
    }

    #[expect(clippy::excessive_nesting, reason = "each news of its own kind")]
    fn take(&mut self) {
        for news in std::mem::take(&mut self.play.news) {
            match news {
                News::Heard(frame) | News::Missed(frame) if seq_of(&frame) > 0 => {
                    *self.has.entry(seq_of(&frame)).or_default() += 1;
                }
                News::Answered { answer, .. } => {
                    if let Question::Page { asked, missed, .. } = answer.question {
                        self.pages.push((asked.part, missed));
                    }
                    for frame in &answer.page {
                        assert_eq!(frame.text, format!("m{}", seq_of(frame)));
                        *self.has.entry(seq_of(frame)).or_default() += 1;
                    }
                }
                News::Renumbered => self.has.clear(),
                News::CaughtUp { count, .. } => self.caught_up.push(count),
                _ => {}
            }
        }
        let past = self.play.session.past(&RoomName::lobby()).unwrap();
        for (seq, times) in &self.has {
            assert_eq!(*times, 1, "{seq} came {times} times");
            assert!(past.here.has(*seq), "{seq} is here");
        }
    }

    fn fetch(&mut self, part: Part) -> bool {
        let now = self.play.now;
        let asked = page(part, 100);
        let begun = self.play.session.fetch(now, &RoomName::lobby(), asked);
        self.play.drain();
        begun
    }

    /// What is forgotten at the far end.
    fn forget(&mut self, from: u64, to: u64) {
        self.has.retain(|seq, _| !(from..=to).contains(seq));
        self.play.session.forget(&RoomName::lobby(), from, to);
    }
}

#[test]
fn what_was_missed_is_fetched_newest_first_and_counted() {
    let mut archive = Archive::new(60);
    archive.cut();
    archive.said = 960;
    archive.join();
    archive.answer_all();
    let parts: Vec<_> = archive.pages.iter().map(|(part, _)| *part).collect();
    assert_eq!(parts[..2], [Part::Before(911), Part::Before(811)]);
    assert_eq!(parts.len(), 9, "{parts:?}");
    assert_eq!(archive.caught_up, [900]);
    let has: Vec<_> = archive.has.keys().copied().collect();
    assert_eq!(has, (11..=960).collect::<Vec<_>>(), "and nothing older");
}

#[test]
fn a_connection_that_breaks_while_one_catches_up_leaves_no_hole() {
    let mut archive = Archive::new(60);
    archive.cut();
    archive.said = 560;
    archive.join();
    assert!(archive.answer() && archive.answer());
    archive.cut();
    archive.said = 960;
    archive.join();
    archive.answer_all();
    assert_eq!(archive.has.len(), 950);
    assert_eq!(archive.caught_up, [900]);
}

#[test]
fn a_question_without_an_answer_is_asked_again_and_what_came_of_it_does_not_count() {
    let mut archive = Archive::new(60);
    archive.cut();
    archive.said = 200;
    archive.join();
    archive.tell(100, true);
    archive.play.pass(Duration::from_secs(11));
    archive
        .play
        .hear(r#"{"type":"pong","name":"server","text":"pong"}"#);
    archive.answer();
    archive.answer_all();
    assert_eq!(archive.has.len(), 190);
}

#[test]
fn messages_of_an_answer_that_comes_too_late_are_not_taken_to_be_here() {
    let mut archive = Archive::new(60);
    archive.fetch(Part::Before(11));
    archive.play.pass(Duration::from_secs(11));
    // It was given up, and comes all the same.
    assert!(archive.answer());
    assert_eq!(archive.has.len(), 50, "nobody waited for it any more");
    archive.fetch(Part::Before(11));
    archive.answer_all();
    assert_eq!(archive.has.len(), 60);
}

#[test]
fn a_refusal_for_being_too_fast_is_waited_out() {
    let mut archive = Archive::new(60);
    archive.cut();
    archive.said = 200;
    archive.join();
    let Some(PeerFrame::History(History { id: Some(id), .. })) = archive.play.sent.pop() else {
        panic!("{:?}", archive.play.sent)
    };
    let id = id.token().to_owned();
    archive.play.hear(&format!(
        r#"{{"type":"error","name":"server","code":"rate_limited","wait_ms":300,"id":{id},"text":"no"}}"#
    ));
    assert!(!archive.answer(), "not at once");
    archive.play.pass(Duration::from_millis(310));
    archive.answer_all();
    assert_eq!(archive.has.len(), 190);
}

#[test]
fn another_numbering_makes_a_newcomer() {
    let mut archive = Archive::new(960);
    archive.cut();
    (archive.log, archive.said) = (2, 300);
    archive.join();
    archive.answer_all();
    let has: Vec<_> = archive.has.keys().copied().collect();
    assert_eq!(has, (251..=300).collect::<Vec<_>>());
    assert_eq!((archive.pages.len(), archive.caught_up.len()), (0, 0));
}

#[test]
fn a_server_that_keeps_nothing_is_asked_for_nothing() {
    let mut play = Play::new(false);
    play.online("r", 900);
    let asked = play
        .session
        .fetch(play.now, &RoomName::lobby(), page(Part::Before(5), 100));
    play.drain();
    let asks = |frame: &PeerFrame| matches!(frame, PeerFrame::History(_));
    assert!(!asked && !play.sent.iter().any(asks));
}

#[test]
fn what_no_longer_fits_is_not_fetched_for_it() {
    let mut archive = Archive::new(60);
    archive.cut();
    archive.said = 2060;
    archive.join();
    assert!(archive.answer() && archive.answer());
    // 1861 is the oldest that fits.
    archive.forget(0, 1860);
    archive.answer_all();
    // The page that was under way still comes.
    assert_eq!(archive.has.keys().next(), Some(&1711));
    assert!(archive.pages.len() <= 4, "{:?}", archive.pages);
}

#[test]
fn an_island_grows_at_both_ends_until_it_meets() {
    let mut archive = Archive::new(1000);
    assert!(archive.fetch(Part::Around(400)));
    assert!(!archive.fetch(Part::Around(400)), "asked for already");
    archive.answer_all();
    let gaps = |archive: &Archive| -> Vec<_> {
        let past = archive.play.session.past(&RoomName::lobby()).unwrap();
        past.here.gaps().collect()
    };
    assert_eq!(gaps(&archive), [(450, 950)]);
    for _ in 0..3 {
        let (from, to) = gaps(&archive)[0];
        archive.fetch(Part::After(from - 1));
        archive.fetch(Part::Before(to + 1));
        archive.answer_all();
    }
    assert_eq!(gaps(&archive), []);
    assert_eq!(archive.has.len(), 651);
}

proptest! {
    #[test]
    fn whatever_happens_the_history_here_is_the_servers(
        steps in prop::collection::vec((0u8..7, 1u64..400), 0..40),
    ) {
        let mut archive = Archive::new(120);
        for (step, n) in steps {
            match step {
                0 => archive.say(n % 7),
                1 => {
                    archive.cut();
                    archive.said += n;
                    archive.join();
                }
                2 => {
                    archive.fetch(Part::Before(n));
                }
                3 => {
                    archive.fetch(Part::Around(n));
                }
                4 => {
                    archive.fetch(Part::After(n));
                }
                5 => archive.forget(0, n.min(archive.said.saturating_sub(REPLAY + 10))),
                _ => {
                    archive.answer();
                }
            }
        }
        archive.answer_all();
        let past = archive.play.session.past(&RoomName::lobby()).unwrap();
        for seq in 1..=archive.said {
            prop_assert_eq!(past.here.has(seq), archive.has.contains_key(&seq), "{}", seq);
        }
        prop_assert!(past.here.has(archive.said), "the newest is here");
    }
}
