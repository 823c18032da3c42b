//! Messages that say another one better, and signs of what somebody thinks of one.

use serde_json::Value;

use super::stage::Stage;
use crate::traffic::PeerId;

fn frames(stage: &mut Stage, peer: PeerId) -> Vec<Value> {
    let mail = stage.mail(peer).into_iter();
    mail.map(|line| serde_json::from_str(&line).unwrap())
        .collect()
}

/// Says it, and what everybody is told it refers to.
fn refers(stage: &mut Stage, by: PeerId, fields: &str) -> (Option<u64>, Option<u64>) {
    stage.mail(by);
    stage.says(by, &format!("{{{fields}}}"));
    let said = frames(stage, by).pop().unwrap();
    assert_eq!(said["type"], "msg", "{said}");
    (said["edit"].as_u64(), said["react"].as_u64())
}

fn stage() -> Stage {
    Stage::with(|rules| (rules.messages, rules.pages) = (None, None))
}

#[test]
fn what_one_has_said_oneself_is_said_better_and_nobody_elses() {
    let mut stage = stage();
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    refers(&mut stage, ana, r#""text":"teh cable""#);
    let better = r#""text":"the cable","edit":1"#;
    assert_eq!(refers(&mut stage, ana, better), (Some(1), None));
    assert_eq!(refers(&mut stage, bob, better), (None, None), "of ana");
    let again = r#""text":"the red cable","edit":2"#;
    assert_eq!(
        refers(&mut stage, ana, again),
        (Some(1), None),
        "the first number is meant"
    );
    refers(&mut stage, ana, r#""text":"+1","react":3"#);
    assert_eq!(
        refers(&mut stage, ana, r#""text":"-1","edit":5"#),
        (None, None),
        "a sign is not said better"
    );
    for unknown in [r#""text":"x","edit":99"#, r#""text":"x","react":99"#] {
        assert_eq!(refers(&mut stage, ana, unknown), (None, None));
    }
    // Whoever comes later is told the same.
    let eva = stage.person_with_mail("eva");
    let told: Vec<_> = frames(&mut stage, eva)
        .into_iter()
        .filter(|frame| frame["history"] == true)
        .map(|frame| (frame["seq"].as_u64().unwrap(), frame["edit"].as_u64()))
        .collect();
    assert_eq!(
        told[..4],
        [(1, None), (2, Some(1)), (3, None), (4, Some(1))]
    );
}

#[test]
fn a_message_is_said_better_only_so_often() {
    let mut stage = stage();
    let ana = stage.person("ana");
    refers(&mut stage, ana, r#""text":"one""#);
    let edits: Vec<_> = (0..12)
        .map(|_| refers(&mut stage, ana, r#""text":"two","edit":1"#).0)
        .collect();
    assert_eq!(edits.iter().filter(|edit| edit.is_some()).count(), 10);
    assert_eq!(edits[9..], [Some(1), None, None]);
}

#[test]
fn a_sign_is_told_to_all_and_a_sentence_is_none() {
    let mut stage = stage();
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    refers(&mut stage, bob, r#""text":"done!""#);
    assert_eq!(
        refers(&mut stage, ana, r#""text":"👍","react":1"#),
        (None, Some(1))
    );
    let sentence = r#""text":"well done, all of you","react":1"#;
    assert_eq!(refers(&mut stage, ana, sentence), (None, None));
    let to_one = r#""text":"👍","react":1,"to":"bob""#;
    assert_eq!(refers(&mut stage, ana, to_one), (None, None));
    assert!(
        frames(&mut stage, bob)
            .iter()
            .any(|said| said["react"] == 1)
    );
}

#[test]
fn whoever_sees_no_numbers_reads_what_was_said_before_and_after() {
    let mut stage = stage();
    let ana = stage.person("ana");
    let typist = stage.someone();
    stage.says(typist, "olá, olá");
    for fields in [
        r#""text":"teh cable""#,
        r#""text":"the cable","edit":2"#,
        r#""text":"👍","react":3"#,
        r#""text":"yes","reply":2"#,
    ] {
        stage.says(ana, &format!("{{{fields}}}"));
    }
    let told = stage.mail(typist);
    let said = told.iter().map(|line| match line.split_once("] ") {
        Some((_, said)) => said,
        None => line,
    });
    let said: Vec<_> = said.collect();
    assert_eq!(
        said[said.len() - 3..],
        [
            "ana (edit: teh cable): the cable",
            "ana (re: ana: the cable): 👍",
            "ana (re: ana: the cable): yes"
        ]
    );
}

#[test]
fn whatever_says_it_better_is_taken_back_with_it() {
    for by_number in ["", r#","seq":3"#, r#","seq":1"#] {
        let mut stage = Stage::with_archive(&[]);
        let ana = stage.person("ana");
        for fields in [
            r#""text":"rude""#,
            r#""text":"ruder","edit":1"#,
            r#""text":"rudest","edit":1"#,
        ] {
            stage.says(ana, &format!("{{{fields}}}"));
        }
        stage.mail(ana);
        stage.says(
            ana,
            &format!(r#"{{"type":"order","do":"redact"{by_number}}}"#),
        );
        let told: Vec<_> = frames(&mut stage, ana)
            .into_iter()
            .map(|notice| (notice["event"] == "redact", notice["seq"].as_u64()))
            .collect();
        assert_eq!(
            told,
            [(true, Some(1)), (true, Some(2)), (true, Some(3))],
            "{by_number}"
        );
        let redacted: Vec<_> = stage.redacted.iter().map(|(_, seq)| *seq).collect();
        assert_eq!(redacted, [1, 2, 3]);
        let late = stage.person_with_mail("late");
        assert_eq!(frames(&mut stage, late).len(), 1, "the welcome alone");
    }
}
