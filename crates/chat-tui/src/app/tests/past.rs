//! Going back in what was said: pages take their place, and nothing that is read moves.

use std::collections::VecDeque;

use chat_proto::frame::peer::Part;
use chat_proto::frame::peer::Search;

use super::*;
use crate::app::focus::Focus;
use crate::app::focus::found::Spot;

/// Rows that say what is missing, beside what is kept.
const ROWS: usize = 2;

/// An evening with a server whose lobby has so many messages, the newest 50 told.
struct Kept {
    evening: Evening,
    said: u64,
    seen: usize,
}

impl Kept {
    fn new(said: u64) -> Self {
        Self::with(said, ScreenSettings::default().history)
    }

    fn with(said: u64, history: usize) -> Self {
        let mut evening = Evening::beginning(false);
        evening.app.places = places::Places::new(
            places::With::Room(RoomName::lobby()),
            0,
            places::Kept::messages(history),
        );
        let mut kept = Self {
            evening,
            said,
            seen: 0,
        };
        kept.join(0);
        kept
    }

    fn join(&mut self, since: u64) {
        let connected = Input::Connected("tcp 127.0.0.1:1234".to_owned());
        self.evening.event(Event::Net(connected));
        let (seq, replay) = (self.said, (self.said - since).min(50));
        let missed = if since == 0 { 0 } else { seq - since - replay };
        self.evening.hear(&format!(
            r#"{{"type":"welcome","name":"server","you":"ana","room":"lobby","run":"r","log":"l","seq":{seq},"replay":{replay},"missed":{missed},"text":"you are ana"}}"#
        ));
        for seq in seq - replay + 1..=seq {
            self.tell(seq);
        }
        self.answer();
    }

    fn tell(&mut self, seq: u64) {
        let (day, minute) = (1 + seq / 1000, seq % 60);
        self.evening.hear(&format!(
            r#"{{"name":"bob","timestamp":"2026-11-{day:02}T14:{minute:02}:00.000Z","room":"lobby","seq":{seq},"history":true,"text":"message {seq}"}}"#
        ));
    }

    /// Answers whatever was asked of the past, once.
    #[expect(clippy::excessive_nesting, reason = "each question of its own kind")]
    fn answer(&mut self) -> Vec<Part> {
        let mut parts = Vec::new();
        let asked: VecDeque<_> = self.evening.sent().into_iter().cloned().collect();
        for frame in asked.into_iter().skip(self.seen) {
            self.seen += 1;
            match frame {
                PeerFrame::History(asked) => {
                    parts.push(asked.part);
                    let (limit, said) = (asked.limit, self.said);
                    let (low, high) = match asked.part {
                        Part::Newest => (said.saturating_sub(limit), said),
                        Part::Before(seq) => ((seq - 1).saturating_sub(limit), seq - 1),
                        Part::After(seq) => (seq, (seq + limit).min(said)),
                        Part::Around(seq) => (
                            seq.saturating_sub(limit / 2),
                            (seq + limit / 2 - 1).min(said),
                        ),
                    };
                    for seq in low + 1..=high {
                        self.tell(seq);
                    }
                    let more = match asked.part {
                        Part::Newest | Part::Before(_) => low > 0,
                        Part::After(_) | Part::Around(_) => high < said,
                    };
                    self.evening.hear(&format!(
                        r#"{{"type":"history","name":"server","room":"lobby","count":{},"first":{},"last":{high},"more":{more},"id":{},"text":"."}}"#,
                        high - low,
                        low + 1,
                        asked.id.unwrap().token()
                    ));
                }
                PeerFrame::Search(Search { before, id, .. }) => {
                    let from = before.map_or(300, |before| before - 1);
                    for seq in (1..=from).rev().filter(|seq| seq % 100 == 0) {
                        self.tell(seq);
                    }
                    self.evening.hear(&format!(
                        r#"{{"type":"search","name":"server","room":"lobby","count":{},"more":false,"id":{},"text":"."}}"#,
                        from / 100,
                        id.unwrap().token()
                    ));
                }
                _ => {}
            }
        }
        parts
    }

    fn rows(&self) -> Vec<String> {
        let app = &self.evening.app;
        let rows = app.timeline().glance(app.window()).rows.into_iter();
        rows.map(|row| match row.entry.kind {
            entry::Kind::Gap(count) => format!("gap {count}"),
            entry::Kind::Start => "start".to_owned(),
            entry::Kind::Day(_) => "day".to_owned(),
            _ => row.text,
        })
        .collect()
    }

    /// Whether the first message is seen, under the word that it is.
    fn begins(&self) -> bool {
        let rows = self.rows();
        rows.windows(2).any(|two| two == ["start", "message 1"])
    }

    fn key(&mut self, code: KeyCode) {
        self.evening.key(KeyModifiers::NONE, code);
    }

    /// All numbers, in order.
    fn numbers(&self) -> Vec<u64> {
        let texts = self.evening.app.timeline().texts();
        let numbers = texts.filter_map(|text| text.strip_prefix("message ")?.parse().ok());
        let mut numbers: Vec<u64> = numbers.collect();
        numbers.reverse();
        numbers
    }
}

#[test]
fn scrolling_back_goes_on_to_the_first_message_and_nothing_moves_when_a_page_comes() {
    let mut kept = Kept::new(1234);
    for _ in 0..200 {
        kept.key(KeyCode::PageUp);
        let before = kept.rows();
        kept.answer();
        let after = kept.rows();
        for (before, after) in before.iter().zip(&after) {
            assert!(
                after == before || !before.starts_with("message"),
                "{before} {after}"
            );
        }
    }
    assert!(kept.begins(), "{:?}", kept.rows());
    assert_eq!(kept.numbers(), (1..=1234).collect::<Vec<_>>());
    let app = &kept.evening.app;
    let days = app.timeline().since(0, true);
    let days = days.filter(|entry| entry.kind.day().is_some()).count();
    assert_eq!(days, 1, "a rule between the two days, and no other");
}

#[test]
fn nobody_is_asked_before_one_scrolls() {
    let mut kept = Kept::new(1234);
    assert_eq!(kept.answer(), []);
    kept.key(KeyCode::PageUp);
    assert_eq!(kept.answer(), [Part::Before(1185)]);
}

#[test]
fn after_a_reconnect_what_was_missed_is_fetched_and_one_line_says_so() {
    let mut kept = Kept::new(60);
    kept.evening
        .event(Event::Net(Input::Lost("cut".to_owned())));
    kept.evening.now.mono += Duration::from_secs(30);
    kept.evening.event(Event::Tick);
    kept.said = 960;
    kept.join(60);
    assert!(
        kept.evening
            .app
            .timeline()
            .since(0, true)
            .any(|entry| entry.kind.is_gap()),
        "what is not here yet is said"
    );
    while !kept.answer().is_empty() {}
    assert_eq!(kept.numbers(), (11..=960).collect::<Vec<_>>());
    assert_eq!(kept.evening.last(), "|900 missed, fetched");
    assert!(
        !kept
            .evening
            .app
            .timeline()
            .since(0, true)
            .any(|entry| entry.kind.is_gap())
    );
}

#[test]
fn what_one_said_before_a_cut_takes_its_place_among_what_others_said_since() {
    for the_page_is_first in [false, true] {
        let mut kept = Kept::new(10);
        kept.evening.enter("mine");
        kept.evening.now.mono += Duration::from_secs(1);
        kept.evening
            .event(Event::Net(Input::Lost("cut".to_owned())));
        // It was said before the connection broke, and many more since.
        kept.evening.now.mono += Duration::from_secs(20);
        kept.evening.event(Event::Tick);
        kept.said = 210;
        kept.join(10);
        let receipt = r#"{"name":"ana","timestamp":"2026-11-01T14:11:00.000Z","room":"lobby","seq":11,"id":"ID","text":"message 11"}"#;
        let id = kept
            .evening
            .sent()
            .into_iter()
            .rev()
            .find_map(|frame| match frame {
                PeerFrame::Say(say) => say.id.clone(),
                _ => None,
            });
        let receipt = receipt.replace("\"ID\"", id.unwrap().token());
        if the_page_is_first {
            while !kept.answer().is_empty() {}
        }
        kept.evening.hear(&receipt);
        while !kept.answer().is_empty() {}
        assert_eq!(kept.numbers(), (1..=210).collect::<Vec<_>>());
    }
}

#[test]
fn an_island_grows_in_both_directions_until_it_meets() {
    let mut kept = Kept::new(1234);
    kept.evening.enter("/goto 400");
    assert_eq!(kept.answer(), [Part::Around(400)]);
    assert_eq!(kept.rows()[0], "message 400");
    for _ in 0..200 {
        kept.key(KeyCode::PageDown);
        while !kept.answer().is_empty() {}
    }
    assert_eq!(kept.numbers(), (351..=1234).collect::<Vec<_>>());
    kept.evening.enter("/goto 100");
    while !kept.answer().is_empty() {}
    assert_eq!(kept.rows()[0], "message 100");
    kept.evening.enter("/goto 349");
    while !kept.answer().is_empty() {}
    for _ in 0..30 {
        kept.key(KeyCode::PageUp);
        while !kept.answer().is_empty() {}
    }
    let numbers = kept.numbers();
    assert!(
        numbers.windows(2).all(|two| two[1] == two[0] + 1),
        "{numbers:?}"
    );
}

#[test]
fn memory_stays_within_its_bound_and_what_fell_out_is_fetched_again() {
    let mut kept = Kept::with(3000, 1000);
    for _ in 0..400 {
        kept.key(KeyCode::PageUp);
        kept.answer();
        assert!(kept.evening.app.timeline().kept() <= 1000 + ROWS);
    }
    assert!(kept.begins(), "{:?}", kept.rows());
    assert!(kept.numbers().contains(&3000), "the newest stay");
    for _ in 0..400 {
        kept.key(KeyCode::PageDown);
        while !kept.answer().is_empty() {}
        assert!(kept.evening.app.timeline().kept() <= 1000 + ROWS);
    }
    assert_eq!(kept.evening.last(), "bob|message 3000");
    let numbers = kept.numbers();
    assert!(
        numbers.windows(2).all(|two| two[1] == two[0] + 1),
        "{numbers:?}"
    );
}

#[test]
fn too_little_memory_for_a_page_asks_for_none_without_end() {
    let mut kept = Kept::with(3000, 100);
    kept.key(KeyCode::PageUp);
    let mut asked = 0;
    while !kept.answer().is_empty() {
        asked += 1;
        assert!(asked < 5);
    }
}

#[test]
fn a_search_lists_its_hits_and_enter_goes_to_one() {
    let mut kept = Kept::new(1234);
    kept.evening.enter("/search message from:bob");
    kept.answer();
    let Focus::Found(found) = &kept.evening.app.focus else {
        panic!("{:?}", kept.evening.app.focus)
    };
    let hits: Vec<_> = found.hits.iter().map(|hit| hit.spot).collect();
    assert_eq!(hits, [300, 200, 100].map(Spot::Seq));
    kept.key(KeyCode::Down);
    kept.key(KeyCode::Enter);
    assert_eq!(kept.answer(), [Part::Around(200)]);
    assert_eq!(kept.rows()[0], "message 200");
    kept.evening.enter("/search message");
    kept.answer();
    kept.key(KeyCode::Esc);
    assert_eq!(kept.evening.app.focus, Focus::Chat);
    assert_eq!(kept.rows()[0], "message 200", "back to where one was");
}

#[test]
fn one_goes_from_one_day_to_the_next_and_to_what_is_not_here_yet() {
    let mut kept = Kept::new(2100);
    let day = |kept: &mut Kept, code: KeyCode| {
        kept.evening.key(KeyModifiers::ALT, code);
        while !kept.answer().is_empty() {}
        let rows = kept.rows();
        (rows[0].clone(), rows[1].clone())
    };
    // The newest day begins among what has come by itself or is asked for.
    let mut seen = Vec::new();
    for _ in 0..40 {
        seen.push(day(&mut kept, KeyCode::PageUp));
    }
    let begins = |message: &str| ("day".to_owned(), message.to_owned());
    assert!(seen.contains(&begins("message 2000")), "{seen:?}");
    assert!(seen.contains(&begins("message 1000")), "{seen:?}");
    assert!(kept.begins(), "{:?}", kept.rows());
    assert_eq!(day(&mut kept, KeyCode::PageDown), begins("message 1000"));
    assert_eq!(day(&mut kept, KeyCode::PageDown), begins("message 2000"));
    day(&mut kept, KeyCode::PageDown);
    assert!(kept.evening.app.timeline().is_at_bottom());
}

#[test]
fn a_day_is_found_in_a_few_questions() {
    let mut kept = Kept::new(3456);
    kept.evening.enter("/goto 2026-11-03");
    let mut asked = 0;
    while !kept.answer().is_empty() {
        asked += 1;
    }
    assert!(asked < 20, "{asked}");
    assert_eq!(kept.rows()[0], "message 2000");
}

#[test]
fn another_numbering_leaves_what_is_read_and_asks_for_none_of_it() {
    let mut kept = Kept::new(600);
    kept.evening
        .event(Event::Net(Input::Lost("cut".to_owned())));
    kept.evening.now.mono += Duration::from_secs(30);
    kept.evening.event(Event::Tick);
    let connected = Input::Connected("tcp 127.0.0.1:1234".to_owned());
    kept.evening.event(Event::Net(connected));
    kept.evening.hear(
        r#"{"type":"welcome","name":"server","you":"ana","room":"lobby","run":"s","log":"m","seq":7,"replay":1,"text":"."}"#,
    );
    kept.said = 7;
    kept.tell(7);
    assert_eq!(kept.answer(), []);
    assert!(kept.numbers().ends_with(&[599, 600, 7]));
    kept.key(KeyCode::PageUp);
    assert_eq!(kept.answer(), [Part::Before(7)]);
    assert!(kept.numbers().ends_with(&[600, 1, 2, 3, 4, 5, 6, 7]));
}
