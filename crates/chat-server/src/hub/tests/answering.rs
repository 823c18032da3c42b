//! Messages that answer others: what of that is told, and what of it is forgotten.

use chat_archive::Forget;
use chat_archive::Kept;
use chat_proto::frame::manner::Manner;
use chat_proto::frame::reference::How;
use chat_proto::frame::reference::Reference;
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

/// What somebody reads who sees lines and no numbers, without the time of day.
fn lines(stage: &mut Stage, peer: PeerId) -> Vec<String> {
    let mail = stage.mail(peer).into_iter();
    mail.map(|line| match line.split_once("] ") {
        Some((_, said)) => said.to_owned(),
        None => line,
    })
    .collect()
}

/// A person that writes lines, and is in the lobby.
fn typist(stage: &mut Stage) -> PeerId {
    let typist = stage.someone();
    stage.says(typist, "here I am, olá");
    stage.mail(typist);
    typist
}

#[test]
fn an_answer_is_told_to_all_who_hear_it_its_sender_too_and_to_whoever_asks_later() {
    let mut stage = Stage::with(|rules| (rules.messages, rules.pages) = (None, None));
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    stage.says(bob, r#"{"text":"does accept block?"}"#);
    stage.mail(ana);
    stage.mail(bob);
    stage.says(ana, r#"{"text":"yes","reply":1,"id":7}"#);
    let frame = r#"{"type":"msg","name":"ana","room":"lobby","seq":2,"reply":1,"#;
    stage.hears(bob, &[&format!(r#"{frame}"text":"yes"}}"#)]);
    let receipt = format!(r#"{frame}"id":7,"text":"yes"}}"#);
    stage.hears(ana, &[&receipt]);
    stage.says(ana, r#"{"text":"yes","id":7,"again":true}"#);
    stage.hears(ana, &[&receipt]);
    let old = format!(r#"{frame}"history":true,"text":"yes"}}"#);
    let eva = stage.someone();
    for asks in [
        r#"{"type":"join","name":"eva"}"#,
        r#"{"type":"history"}"#,
        r#"{"type":"search","text":"yes"}"#,
    ] {
        stage.says(eva, asks);
        assert!(stage.mail(eva).contains(&old), "{asks}");
    }
}

#[test]
fn an_answer_to_nothing_that_was_said_there_is_said_as_any_message_is() {
    let mut stage = Stage::new();
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    stage.says(bob, r#"{"type":"join","room":"lab"}"#);
    stage.says(bob, "{\"text\":\"one\"}\n{\"text\":\"two\"}");
    stage.mail(ana);
    stage.mail(bob);
    for (seq, reply) in [(1, 1), (2, 2), (3, u64::MAX)] {
        stage.says(ana, &format!(r#"{{"text":"yes","reply":{reply}}}"#));
        let said = frames(&mut stage, ana).pop().unwrap();
        assert_eq!((&said["seq"], &said["text"]), (&seq.into(), &"yes".into()));
        assert_eq!(said.get("reply"), None, "{reply}: of another room");
    }
    stage.says(ana, r#"{"text":"psst","to":"bob","reply":1}"#);
    for peer in [ana, bob] {
        let told = frames(&mut stage, peer).pop().unwrap();
        assert_eq!((&told["to"], told.get("reply")), (&"bob".into(), None));
    }
}

#[test]
fn whoever_sees_no_numbers_reads_whom_and_what_is_answered() {
    let mut stage = Stage::with(|rules| {
        (rules.messages, rules.pages) = (None, None);
        rules.memory.messages = 3;
    });
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    let typist = typist(&mut stage);
    stage.says(bob, r#"{"text":"does accept\nblock here?"}"#);
    stage.says(ana, r#"{"text":"yes","reply":2}"#);
    let answer = "ana (re: bob: does accept bloc…): yes";
    assert_eq!(lines(&mut stage, typist).pop().unwrap(), answer);
    stage.says(typist, "/last 1");
    assert_eq!(lines(&mut stage, typist)[0], answer);
    stage.says(bob, "{\"text\":\"a\"}\n{\"text\":\"b\"}");
    stage.says(ana, r#"{"text":"really","reply":2}"#);
    let last = lines(&mut stage, typist).pop().unwrap();
    assert_eq!(last, "ana (re: #2): really", "it is remembered no more");
}

#[test]
fn what_the_operator_has_forgotten_is_quoted_no_more() {
    let bobs = Name::parse("BOB").unwrap();
    for (what, remembered) in [
        (Forget::Message(RoomName::lobby(), 2), 2),
        (Forget::Name(bobs), 2),
        (Forget::Message(RoomName::lobby(), 1), 2),
    ] {
        let quotes = matches!(what, Forget::Message(_, 1));
        let mut stage = Stage::with(|rules| (rules.messages, rules.pages) = (None, None));
        let (ana, bob) = (stage.person("ana"), stage.person("bob"));
        let typist = typist(&mut stage);
        stage.says(bob, r#"{"text":"my secret"}"#);
        stage.says(ana, r#"{"text":"oh","reply":2}"#);
        stage.handle(Input::Forgotten(what.clone()));
        stage.mail(typist);
        stage.says(typist, "/last 9");
        let told = lines(&mut stage, typist);
        let said = told.iter().filter(|line| !line.starts_with("* ")).count();
        assert_eq!(said, remembered, "{told:?}");
        let oh = told.iter().find(|line| line.ends_with(": oh")).unwrap();
        let expected = if quotes {
            "ana (re: bob: my secret): oh"
        } else {
            "ana (re: #2): oh"
        };
        assert_eq!(oh, expected, "{what:?}");
    }
}

fn row(seq: u64, text: &str, reply: Option<u64>) -> Kept {
    Kept {
        room: RoomName::lobby(),
        seq,
        at: Stamp::from_unix_ms(seq),
        name: Name::parse("bob").unwrap(),
        text: Text::parse(text).unwrap(),
        id: None,
        session: 7,
        manner: Manner::default(),
        refers: reply.map(|seq| Reference {
            how: How::Answers,
            seq,
        }),
    }
}

/// Answers the question that waits.
fn answer(stage: &mut Stage, rows: Vec<Kept>) {
    let (ticket, _) = stage.asked.remove(0);
    let more = false;
    stage.handle(Input::Answered(ticket, Answer::Messages { rows, more }));
}

#[test]
fn what_the_archive_has_is_quoted_from_what_it_has() {
    let mut stage = Stage::with_archive(&[("lobby", 12)]);
    let ana = stage.someone();
    stage.says(ana, r#"{"type":"join","name":"ana"}"#);
    let tail = vec![
        row(10, "old", Some(3)),
        row(11, "why?", None),
        row(12, "so", Some(11)),
    ];
    answer(&mut stage, tail);
    let replies: Vec<_> = frames(&mut stage, ana)
        .into_iter()
        .filter(|frame| frame["history"] == true)
        .map(|frame| frame["reply"].as_u64())
        .collect();
    assert_eq!(replies, [Some(3), None, Some(11)]);
    let typist = typist(&mut stage);
    stage.says(ana, r#"{"text":"and this","reply":10}"#);
    let kept = stage.kept.last().unwrap().refers;
    assert_eq!(kept.map(|one| (one.how, one.seq)), Some((How::Answers, 10)));
    stage.says(typist, "/last 4");
    let told = lines(&mut stage, typist);
    let quoted = "bob (re: bob: why?): so".to_owned();
    assert!(told.contains(&quoted), "{told:?}");
    let so = "ana (re: bob: old): and this".to_owned();
    assert!(told.contains(&so), "{told:?}");
    // A page of the disk.
    stage.says(typist, "/last 9");
    let page = vec![
        row(3, "older", None),
        row(10, "old", Some(3)),
        row(12, "so", Some(11)),
    ];
    answer(&mut stage, page);
    let told = lines(&mut stage, typist);
    assert_eq!(told[1..3], ["bob (re: bob: older): old", quoted.as_str()]);
    // Hits of the disk: what they answer is quoted where it is remembered.
    stage.says(typist, "/search so");
    answer(
        &mut stage,
        vec![row(12, "so", Some(11)), row(4, "so", Some(2))],
    );
    let told = lines(&mut stage, typist);
    assert_eq!(told[..2], ["bob (re: bob: why?): so", "bob (re: #2): so"]);
}

#[test]
fn what_is_quoted_is_counted_and_given_back() {
    let mut stage = Stage::with(|rules| {
        rules.messages = None;
        rules.memory.messages = 40;
        rules.memory.all_rooms = 6_000;
    });
    let ana = stage.person("ana");
    let mut before = 0;
    for n in 1..=300_u64 {
        let reply = n.saturating_sub(n % 7);
        stage.says(
            ana,
            &format!(r#"{{"text":"twenty characters...","reply":{reply}}}"#),
        );
        let held = stage.hub.state.ledger.held();
        assert!(held <= 6_000, "{held}");
        if n == 8 {
            // It quotes number 7, and what is quoted costs something.
            assert!(held > before + 184 + 20 + 60, "{before} {held}");
        }
        before = held;
    }
    stage.handle(Input::Forgotten(Forget::Room(RoomName::lobby())));
    assert_eq!(stage.hub.state.ledger.held(), 0);
}
