//! What was said before: pages, searches, and rooms whose past an archive has.

use std::time::Duration;

use chat_archive::Forget;
use chat_archive::Kept;
use chat_archive::Question;
use chat_archive::Where;
use chat_proto::frame::Id;
use chat_proto::frame::manner::Manner;
use chat_proto::name::Name;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use chat_proto::text::Text;
use serde_json::Value;

use super::stage::Stage;
use crate::traffic::Answer;
use crate::traffic::Input;
use crate::traffic::PeerId;

fn frames(stage: &mut Stage, peer: PeerId) -> Vec<Value> {
    let mail = stage.mail(peer).into_iter();
    mail.map(|line| serde_json::from_str(&line).unwrap())
        .collect()
}

/// The numbers of the messages of an answer, and its last frame.
fn page(stage: &mut Stage, peer: PeerId) -> (Vec<u64>, Value) {
    let mut all = frames(stage, peer);
    let end = all.pop().unwrap();
    let old = |frame: &Value| {
        assert!(
            frame["history"] == true && frame.get("id").is_none(),
            "{frame}"
        );
        frame["seq"].as_u64().unwrap()
    };
    (all.iter().map(old).collect(), end)
}

fn asks(stage: &mut Stage, peer: PeerId, fields: &str) -> (Vec<u64>, Value) {
    stage.says(peer, &format!(r#"{{"type":"history"{fields}}}"#));
    page(stage, peer)
}

fn row(seq: u64, name: &str, id: Option<u64>) -> Kept {
    Kept {
        room: RoomName::lobby(),
        seq,
        at: Stamp::from_unix_ms(seq),
        name: Name::parse(name).unwrap(),
        text: Text::parse(&format!("message {seq}")).unwrap(),
        id: id.map(Id::number),
        session: 7,
        manner: Manner::default(),
        refers: None,
    }
}

fn rows(numbers: impl Iterator<Item = u64>) -> Vec<Kept> {
    numbers.map(|seq| row(seq, "ana", Some(seq))).collect()
}

/// Answers the question that waits: with these messages, or not at all.
#[track_caller]
fn answer(stage: &mut Stage, rows: Option<Vec<Kept>>) -> Question {
    let (ticket, question) = stage.asked.remove(0);
    let answer = match rows {
        Some(rows) => Answer::Messages { rows, more: true },
        None => Answer::Failed,
    };
    stage.handle(Input::Answered(ticket, answer));
    question
}

#[test]
fn a_page_is_the_part_that_was_asked_for_in_the_order_of_its_numbers() {
    let mut stage = Stage::with(|rules| (rules.messages, rules.pages) = (None, None));
    let ana = stage.person("ana");
    for n in 1..=200 {
        stage.says(ana, &format!(r#"{{"text":"message {n}","id":{n}}}"#));
    }
    stage.mail(ana);
    for (fields, expected, more) in [
        ("", 151..=200, true),
        (r#","limit":3"#, 198..=200, true),
        (r#","before":151"#, 101..=150, true),
        (r#","before":11,"limit":100"#, 1..=10, false),
        (r#","after":0,"limit":100"#, 1..=100, true),
        (r#","after":190"#, 191..=200, false),
        (r#","around":100,"limit":11"#, 95..=105, true),
        (r#","around":199,"limit":10"#, 194..=200, false),
        (r#","around":1,"limit":2"#, 1..=1, true),
    ] {
        let (numbers, end) = asks(&mut stage, ana, &format!(r#"{fields},"id":"q""#));
        assert_eq!(numbers, expected.clone().collect::<Vec<_>>(), "{fields}");
        assert_eq!(end["type"], "history");
        assert_eq!((&end["id"], &end["room"]), (&"q".into(), &"lobby".into()));
        assert_eq!(end["count"], numbers.len());
        assert_eq!(end["more"], more, "{fields}");
        assert_eq!(end["first"], *expected.start());
        assert_eq!(end["last"], *expected.end());
    }
    for fields in [r#","before":1"#, r#","after":200"#, r#","after":9999"#] {
        let (numbers, end) = asks(&mut stage, ana, fields);
        assert_eq!((numbers, &end["more"]), (vec![], &false.into()), "{fields}");
        assert!(end.get("first").is_none() && end.get("last").is_none());
    }
}

#[test]
fn only_who_is_in_a_room_learns_anything_of_its_past() {
    let mut stage = Stage::new();
    let (ana, bob) = (stage.person("ana"), stage.someone());
    stage.says(ana, r#"{"type":"join","room":"lab"}"#);
    stage.says(ana, r#"{"text":"secret"}"#);
    let eva = stage.person("eva");
    for peer in [bob, eva] {
        for room in ["lab", "nowhere"] {
            for rest in [r#""type":"history""#, r#""type":"search","text":"secret""#] {
                stage.says(peer, &format!(r#"{{{rest},"room":"{room}","id":1}}"#));
                let refused = frames(&mut stage, peer);
                assert_eq!(refused[0]["code"], "not_joined", "{rest} {room}");
                assert_eq!(refused.len(), 1);
            }
        }
    }
}

#[test]
fn a_search_finds_what_is_remembered_the_newest_first() {
    let mut stage = Stage::with(|rules| (rules.messages, rules.pages) = (None, None));
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    for text in ["Olá, turma", "adeus", "OLA again"] {
        stage.says(ana, &format!(r#"{{"text":"{text}"}}"#));
    }
    stage.says(bob, r#"{"text":"olá de bob"}"#);
    stage.mail(ana);
    let mut finds = |fields: &str| {
        stage.says(ana, &format!(r#"{{"type":"search",{fields},"id":1}}"#));
        let (numbers, end) = page(&mut stage, ana);
        assert_eq!(
            (&end["type"], &end["count"]),
            (&"search".into(), &numbers.len().into())
        );
        (numbers, end["more"] == true)
    };
    assert_eq!(finds(r#""text":"ola""#), (vec![4, 3, 1], false));
    assert_eq!(finds(r#""text":"ola","limit":2"#), (vec![4, 3], true));
    assert_eq!(finds(r#""text":"ola","before":4"#), (vec![3, 1], false));
    assert_eq!(finds(r#""text":"ola","from":"BOB""#), (vec![4], false));
    assert_eq!(finds(r#""text":"ola tur*""#), (vec![1], false));
    assert_eq!(
        finds(r#""text":"ola","until":"1970-01-01T00:00:00Z""#),
        (vec![], false)
    );
    assert_eq!(
        finds(r#""text":"ola","since":"1970-01-01T12:00:00Z""#)
            .0
            .len(),
        3
    );
}

#[test]
fn a_plain_peer_asks_with_two_words() {
    let mut stage = Stage::new();
    let ana = stage.person("ana");
    stage.says(ana, r#"{"text":"one"}"#);
    stage.says(ana, r#"{"text":"two"}"#);
    let bob = stage.someone();
    stage.says(bob, "/last 1");
    stage.hears(bob, &["ana: two", "* message 2 of lobby; there are others"]);
    stage.says(bob, "/search ONE");
    stage.hears(bob, &["ana: one", "* found once in lobby"]);
    stage.says(bob, "/last many");
    stage.hears(bob, &["! type it as: /last N, with a number from 1 to 100"]);
}

#[test]
fn what_is_said_is_to_be_kept_before_it_is_told() {
    let mut stage = Stage::with_archive(&[]);
    let ana = stage.person("ana");
    stage.says(ana, r#"{"text":"hi","id":1}"#);
    stage.says(ana, r#"{"text":"psst","to":"ana","id":2}"#);
    let kept: Vec<_> = stage
        .kept
        .iter()
        .map(|row| (row.seq, row.text.as_str()))
        .collect();
    assert_eq!(kept, [(1, "hi")], "what is said to one person is not");
    assert!(stage.order.starts_with(&["keep"]), "{:?}", stage.order);
}

#[test]
fn a_room_that_the_archive_knows_is_entered_with_its_newest_messages() {
    let mut stage = Stage::with_archive(&[("lobby", 812)]);
    let (ana, bob) = (stage.someone(), stage.someone());
    stage.says(ana, r#"{"type":"join","name":"ana"}"#);
    stage.says(
        bob,
        "{\"type\":\"join\",\"name\":\"bob\"}\n{\"text\":\"hi\",\"id\":1}",
    );
    assert_eq!(
        (frames(&mut stage, ana).len(), frames(&mut stage, bob).len()),
        (0, 0)
    );
    assert_eq!(stage.asked.len(), 1, "once for all who wait");
    let asked = answer(&mut stage, Some(rows(313..=812)));
    assert!(
        matches!(asked, Question::Tail { limit: 500, .. }),
        "{asked:?}"
    );
    for peer in [ana, bob] {
        let told = frames(&mut stage, peer);
        assert_eq!(
            (&told[0]["type"], &told[0]["seq"]),
            (&"welcome".into(), &812.into())
        );
        assert_eq!(
            (&told[0]["replay"], &told[0]["log"]),
            (&50.into(), &"kept".into())
        );
        let numbers: Vec<_> = told[1..=50].iter().map(|f| f["seq"].as_u64()).collect();
        assert_eq!(numbers, (763..=812).map(Some).collect::<Vec<_>>());
        let said = told.iter().find(|f| f["text"] == "hi").unwrap();
        assert_eq!(said["seq"], 813, "the count goes on");
    }
    assert!(stage.asked.is_empty(), "it is here from now on");
}

#[test]
fn a_room_is_entered_all_the_same_where_the_archive_does_not_answer() {
    for waits in [false, true] {
        let mut stage = Stage::with_archive(&[("lobby", 812)]);
        let ana = stage.person_with_mail("ana");
        if waits {
            stage.wait(Duration::from_secs(3));
        } else {
            answer(&mut stage, None);
        }
        let told = frames(&mut stage, ana);
        assert_eq!(
            (&told[0]["type"], &told[0]["seq"]),
            (&"welcome".into(), &812.into())
        );
        stage.says(ana, r#"{"text":"hi"}"#);
        assert_eq!(frames(&mut stage, ana)[0]["seq"], 813);
        // Whoever comes next tries again.
        let late = stage.person_with_mail("late");
        let last = stage.asked.len() - 1;
        stage.asked.drain(..last);
        answer(&mut stage, Some(rows(810..=812)));
        let told = frames(&mut stage, late);
        assert_eq!(told[0]["replay"], 4, "{told:?}");
    }
}

#[test]
fn older_pages_come_from_the_archive_and_others_do_not() {
    let mut stage = Stage::with_archive(&[("lobby", 812)]);
    let ana = stage.person_with_mail("ana");
    answer(&mut stage, Some(rows(713..=812)));
    stage.mail(ana);
    let (numbers, _) = asks(&mut stage, ana, r#","before":780,"limit":50"#);
    assert_eq!(numbers.len(), 50);
    stage.says(ana, r#"{"type":"history","before":740,"limit":50,"id":5}"#);
    assert!(frames(&mut stage, ana).is_empty());
    let asked = answer(&mut stage, Some(rows(690..=739)));
    let place = Where::Before(740);
    assert!(matches!(asked, Question::Page { place: p, limit: 50, .. } if p == place));
    let (numbers, end) = page(&mut stage, ana);
    assert_eq!(numbers, (690..=739).collect::<Vec<_>>());
    assert_eq!((&end["id"], &end["more"]), (&5.into(), &true.into()));
    stage.says(
        ana,
        r#"{"type":"search","text":"message","from":"guest-7","id":6}"#,
    );
    let asked = answer(&mut stage, Some(rows([800, 700].into_iter())));
    let Question::Search(query) = asked else {
        panic!()
    };
    assert_eq!((query.rooms.len(), query.from), (1, Some(Name::guest(7))));
    let (numbers, end) = page(&mut stage, ana);
    assert_eq!(
        (numbers, &end["count"], &end["more"]),
        (vec![800, 700], &2.into(), &true.into())
    );
    stage.says(ana, r#"{"type":"history","after":5,"id":7}"#);
    answer(&mut stage, None);
    let refused = frames(&mut stage, ana);
    assert_eq!(
        (&refused[0]["code"], &refused[0]["id"]),
        (&"rate_limited".into(), &7.into())
    );
}

#[test]
fn what_was_said_before_a_restart_is_not_said_again() {
    let mut stage = Stage::with_archive(&[("lobby", 3)]);
    let ana = stage.someone();
    let join = r#"{"type":"join","name":"ana","since":1,"log":"kept","run":"another"}"#;
    stage.says(ana, join);
    let mut newest = rows(1..=2);
    newest.push(row(3, "bob", Some(3)));
    answer(&mut stage, Some(newest));
    let told = frames(&mut stage, ana);
    let marks: Vec<_> = told[1..]
        .iter()
        .map(|f| (f["seq"].as_u64(), f["id"].as_u64()))
        .collect();
    assert_eq!(
        marks,
        [(Some(2), Some(2)), (Some(3), None)],
        "its own are marked"
    );
    stage.says(ana, r#"{"text":"message 2","id":2,"again":true}"#);
    let receipt = frames(&mut stage, ana);
    assert_eq!(
        (&receipt[0]["seq"], &receipt[0]["id"]),
        (&2.into(), &2.into())
    );
    stage.says(ana, r#"{"text":"new","id":9,"again":true}"#);
    assert_eq!(frames(&mut stage, ana)[0]["seq"], 4);
    assert_eq!(stage.kept.len(), 1);
}

#[test]
fn another_numbering_makes_a_newcomer_and_a_run_is_still_understood() {
    let mut stage = Stage::with(|rules| rules.messages = None);
    let ana = stage.person("ana");
    for n in 1..=3 {
        stage.says(ana, &format!(r#"{{"text":"{n}"}}"#));
    }
    let zero = "0000000000000000";
    for (n, (fields, expected)) in [
        (format!(r#""log":"{zero}""#), vec![3]),
        (format!(r#""run":"{zero}""#), vec![3]),
        (format!(r#""log":"{zero}","run":"other""#), vec![3]),
        (format!(r#""log":"other","run":"{zero}""#), vec![1, 2, 3]),
        (r#""run":"other""#.to_owned(), vec![1, 2, 3]),
    ]
    .into_iter()
    .enumerate()
    {
        let peer = stage.someone();
        stage.says(
            peer,
            &format!(r#"{{"type":"join","name":"p{n}","since":2,{fields}}}"#),
        );
        let old = frames(&mut stage, peer)
            .into_iter()
            .filter(|f| f["history"] == true);
        let numbers: Vec<_> = old.filter_map(|f| f["seq"].as_u64()).collect();
        assert_eq!(numbers, expected, "{fields}");
    }
}

#[test]
fn an_empty_room_of_an_archive_keeps_its_number_when_it_is_forgotten() {
    let mut stage = Stage::with_archive(&[]);
    let ana = stage.person("ana");
    stage.says(ana, r#"{"text":"one"}"#);
    stage.says(ana, r#"{"type":"leave"}"#);
    stage.wait(Duration::from_secs(4000));
    let census = stage.hub.census();
    assert_eq!((census.rooms, census.remembered), (0, 0));
    stage.mail(ana);
    stage.says(ana, r#"{"type":"join","room":"lobby"}"#);
    answer(&mut stage, Some(vec![row(1, "ana", None)]));
    stage.says(ana, r#"{"text":"two"}"#);
    let told = frames(&mut stage, ana);
    assert_eq!((&told[1]["seq"], &told[2]["seq"]), (&1.into(), &2.into()));
}

#[test]
fn what_is_forgotten_is_told_to_nobody() {
    let mut stage = Stage::with_archive(&[]);
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    for (peer, text) in [(ana, "one"), (bob, "two"), (ana, "three"), (bob, "four")] {
        stage.says(peer, &format!(r#"{{"text":"{text}"}}"#));
    }
    let mut late = 0;
    let mut told = |stage: &mut Stage, what| {
        stage.handle(Input::Forgotten(what));
        late += 1;
        let peer = stage.person_with_mail(&format!("late{late}"));
        let old = frames(stage, peer)
            .into_iter()
            .filter(|f| f["history"] == true);
        old.filter_map(|f| f["seq"].as_u64()).collect::<Vec<_>>()
    };
    let message = Forget::Message(RoomName::lobby(), 4);
    assert_eq!(told(&mut stage, message), [1, 2, 3]);
    let name = Forget::Name(Name::parse("ANA").unwrap());
    assert_eq!(told(&mut stage, name), [2]);
    assert!(told(&mut stage, Forget::Room(RoomName::lobby())).is_empty());
}
