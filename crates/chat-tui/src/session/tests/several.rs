//! Several messages under way, where the server says how fast one may speak.

use std::time::Duration;

use chat_proto::frame::PeerFrame;
use chat_proto::frame::peer::Say;
use proptest::prelude::*;

use super::play::Play;
use super::play::UNDER_WAY;
use crate::session::traffic::Input;
use crate::session::traffic::News;

/// Online, with a server that says this; with six messages to say.
fn six(rate_limit: &'static str) -> Play {
    let mut play = Play::new(false);
    play.rate_limit = Some(rate_limit);
    play.online("r", 0);
    play.sent.clear();
    for n in 1..=6 {
        play.say(&n.to_string());
    }
    play
}

fn texts(said: &[(String, String)]) -> Vec<&str> {
    said.iter().map(|(text, _)| text.as_str()).collect()
}

/// The ids of the messages sent since the last look, all of which were sent before.
fn agains(play: &mut Play) -> Vec<String> {
    let ids = play.sent.drain(..).filter_map(|frame| match frame {
        PeerFrame::Say(say) => {
            assert!(say.again, "{say:?}");
            say.id.map(|id| id.token().to_owned())
        }
        _ => None,
    });
    ids.collect()
}

fn refuse(play: &mut Play, code: &str, id: &str) {
    play.hear(&format!(
        r#"{{"type":"error","name":"server","code":"{code}","wait_ms":300,"id":{id},"text":"no"}}"#
    ));
}

#[test]
fn as_many_are_under_way_as_is_wished_and_an_answer_makes_room_for_one() {
    let mut play = six("off");
    let said = play.said();
    assert_eq!(texts(&said), ["1", "2", "3", "4"]);
    assert_eq!(said.len(), UNDER_WAY);
    play.receipt("1", 1, &said[0].1);
    assert_eq!(play.one_said().0, "5");
    refuse(&mut play, "too_long", &said[1].1);
    assert_eq!(play.one_said().0, "6");
    assert_eq!(play.session.unconfirmed(), 4);
}

#[test]
fn no_more_are_under_way_than_the_server_has_room_for() {
    let mut play = six("3/2");
    let said = play.said();
    assert_eq!(texts(&said), ["1", "2", "3"]);
    for (n, (text, id)) in said.iter().enumerate() {
        play.receipt(text, n as u64 + 1, id);
    }
    assert!(play.said().is_empty(), "the burst is used up");
    play.pass(Duration::from_millis(490));
    assert!(play.said().is_empty());
    play.pass(Duration::from_millis(30));
    assert_eq!(play.one_said().0, "4");
}

#[test]
fn one_is_under_way_where_datagrams_get_lost() {
    let mut play = Play::new(true);
    play.rate_limit = Some("off");
    play.online("r", 0);
    play.say("1");
    play.say("2");
    assert_eq!(play.one_said().0, "1");
}

#[test]
fn after_a_refusal_that_should_not_have_been_all_others_are_waited_for() {
    let mut play = six("off");
    let said = play.said();
    play.receipt("1", 1, &said[0].1);
    let fifth = play.one_said();
    refuse(&mut play, "rate_limited", &said[1].1);
    refuse(&mut play, "rate_limited", &said[2].1);
    play.receipt("4", 2, &said[3].1);
    play.pass(Duration::from_millis(900));
    assert!(play.said().is_empty(), "one is still under way");
    play.receipt("5", 3, &fifth.1);
    for (seq, again) in [&said[1], &said[2]].into_iter().enumerate() {
        assert_eq!(play.one_said(), *again, "one by one, as the same message");
        play.receipt(&again.0, seq as u64 + 4, &again.1);
        play.pass(Duration::from_millis(400));
    }
    let (text, id) = play.one_said();
    play.receipt(&text, 6, &id);
    assert_eq!(play.heard(), ["1", "4", "5", "2", "3", "6"]);
    assert_eq!(play.session.unconfirmed(), 0);
}

#[test]
fn a_second_attempt_that_is_refused_stays_a_second_attempt() {
    let mut play = six("off");
    play.said();
    play.input(Input::Lost("cut".to_owned()));
    play.pass(Duration::from_secs(1));
    play.online("r", 0);
    let again = agains(&mut play);
    assert_eq!(again.len(), UNDER_WAY);
    for id in &again {
        refuse(&mut play, "rate_limited", id);
    }
    play.pass(Duration::from_millis(400));
    assert_eq!(agains(&mut play), again[..1]);
}

#[test]
fn what_is_sent_while_more_than_one_fate_is_unknown_keeps_its_order() {
    let mut play = six("off");
    play.said();
    play.input(Input::Lost("cut".to_owned()));
    play.pass(Duration::from_secs(1));
    play.online("r", 2);
    assert!(play.said().is_empty(), "first the replay is heard");
    for (seq, text) in [(1, "1"), (2, "2")] {
        play.hear(&format!(
            r#"{{"name":"ana","room":"lobby","seq":{seq},"history":true,"text":"{text}"}}"#
        ));
    }
    assert_eq!(texts(&play.said()), ["3", "4", "5", "6"]);
    let confirmed = |news: &&News| matches!(news, News::Confirmed { .. });
    assert_eq!(play.news.iter().filter(confirmed).count(), 2);
}

#[test]
fn all_that_a_silent_flood_may_have_swallowed_is_said_again_in_order() {
    let mut play = six("off");
    let said = play.said();
    play.receipt("1", 1, &said[0].1);
    play.said();
    play.hear(
        r#"{"type":"error","name":"server","code":"rate_limited","wait_ms":0,"text":"4 more"}"#,
    );
    play.pass(Duration::from_millis(200));
    for (seq, text) in ["2", "3", "4", "5", "6"].into_iter().enumerate() {
        let (next, id) = play.one_said();
        assert_eq!(next, text);
        play.receipt(text, seq as u64 + 2, &id);
        play.pass(Duration::from_millis(200));
    }
}

/// What a server does with a message that says it has no limit, and has one.
#[derive(Clone, Copy, Debug)]
enum Whim {
    Says,
    /// The receipt is late, and with it those that follow.
    SaysLate,
    Refuses,
    RefusesSilently,
}

/// Such a server.
#[derive(Default)]
struct Moody {
    /// Texts and ids, in the order in which they were said.
    said: Vec<(String, String)>,
    /// The receipts that are still to be sent.
    late: Vec<usize>,
    is_late: bool,
    untold: usize,
}

impl Moody {
    fn hears(&mut self, play: &mut Play, say: Say, whim: Whim) {
        let id = say.id.unwrap().token().to_owned();
        match whim {
            Whim::Refuses => return refuse(play, "rate_limited", &id),
            Whim::RefusesSilently => {
                self.untold += 1;
                return;
            }
            Whim::SaysLate => self.is_late = true,
            Whim::Says => {}
        }
        let known = self.said.iter().position(|(_, known)| *known == id);
        let at = known.filter(|_| say.again).unwrap_or(self.said.len());
        if at == self.said.len() {
            self.said.push((say.text.as_str().to_owned(), id));
        }
        self.late.push(at);
        if !self.is_late {
            self.catches_up(play);
        }
    }

    fn catches_up(&mut self, play: &mut Play) {
        for at in self.late.drain(..) {
            let (text, id) = &self.said[at];
            play.receipt(text, at as u64 + 1, id);
        }
        self.is_late = false;
    }
}

/// The texts in the order in which they were said. Of refusals without a word the
/// server tells the sum, as it does in a flood, or nothing.
fn through_whims(whims: &[Whim], tells_sums: bool) -> Vec<String> {
    let (mut play, mut server) = (six("off"), Moody::default());
    let mut whims = whims.iter();
    for _ in 0..40 {
        for frame in std::mem::take(&mut play.sent) {
            if let PeerFrame::Say(say) = frame {
                let whim = whims.next().copied().unwrap_or(Whim::Says);
                server.hears(&mut play, say, whim);
            }
        }
        if std::mem::take(&mut server.untold) > 0 && tells_sums {
            play.hear(
                r#"{"type":"error","name":"server","code":"rate_limited","wait_ms":0,"text":"more"}"#,
            );
        }
        server.catches_up(&mut play);
        play.pass(Duration::from_secs(3));
        play.hear(r#"{"type":"pong","name":"server","text":"pong"}"#);
        play.pass(Duration::from_millis(200));
    }
    assert_eq!(play.session.unconfirmed(), 0);
    assert_eq!(play.heard().len(), 6, "each is confirmed once");
    server.said.into_iter().map(|(text, _)| text).collect()
}

proptest! {
    #[test]
    fn whatever_a_server_refuses_each_message_is_said_once(
        whims in prop::collection::vec(
            prop_oneof![
                Just(Whim::Says),
                Just(Whim::SaysLate),
                Just(Whim::Refuses),
                Just(Whim::RefusesSilently),
            ],
            0..30,
        ),
        tells_sums: bool,
    ) {
        let mut said = through_whims(&whims, tells_sums);
        said.sort();
        prop_assert_eq!(said, ["1", "2", "3", "4", "5", "6"]);
    }
}
