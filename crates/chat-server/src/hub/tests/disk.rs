//! What the hub does while its archive is in trouble, or slow.

use serde_json::Value;

use super::stage::Stage;
use crate::traffic::Input;
use crate::traffic::PeerId;

fn frames(stage: &mut Stage, peer: PeerId) -> Vec<Value> {
    let mail = stage.mail(peer).into_iter();
    mail.map(|line| serde_json::from_str(&line).unwrap())
        .collect()
}

#[test]
fn each_room_is_told_once_that_nothing_is_kept_and_once_that_it_is_again() {
    let mut stage = Stage::with_archive(&[]);
    let ana = stage.person("ana");
    stage.says(ana, r#"{"type":"join","room":"lab"}"#);
    stage.says(ana, r#"{"text":"kept"}"#);
    stage.mail(ana);
    stage.handle(Input::Unkept("kept-1".to_owned()));
    let bob = stage.person_with_mail("bob");
    stage.says(bob, r#"{"type":"join","room":"sala"}"#);
    stage.handle(Input::Kept("kept-1".to_owned()));
    let events = |frames: &[Value]| -> Vec<String> {
        let notices = frames
            .iter()
            .filter(|f| f["event"] == "unkept" || f["event"] == "kept");
        let words = notices.map(|f| format!("{} {}", f["event"], f["room"]).replace('"', ""));
        words.collect()
    };
    let (of_ana, of_bob) = (frames(&mut stage, ana), frames(&mut stage, bob));
    assert_eq!(
        events(&of_ana),
        ["unkept lab", "unkept lobby", "kept lab", "kept lobby"]
    );
    assert_eq!(events(&of_bob), ["unkept sala", "kept lobby", "kept sala"]);
    assert_eq!(of_bob[0]["log"], "kept-1");
    // Whoever was told the old id in this run has heard the same numbers.
    let eva = stage.someone();
    stage.says(
        eva,
        r#"{"type":"join","name":"eva","room":"lab","since":1,"log":"kept"}"#,
    );
    assert!(frames(&mut stage, eva)[0].get("replay").is_none());
}

#[test]
fn while_the_disk_is_behind_messages_are_refused_and_nothing_else_is() {
    let mut stage = Stage::with_archive(&[]);
    let ana = stage.person("ana");
    stage.handle(Input::Behind(true));
    stage.says(ana, r#"{"text":"hi","id":1}"#);
    let refused = frames(&mut stage, ana);
    assert_eq!(
        (&refused[0]["code"], &refused[0]["id"]),
        (&"rate_limited".into(), &1.into())
    );
    assert_eq!(refused[0]["wait_ms"], 250);
    stage.says(ana, r#"{"text":"psst","to":"ana","id":2}"#);
    stage.says(ana, r#"{"type":"who"}"#);
    let kinds = frames(&mut stage, ana);
    assert_eq!(
        (&kinds[0]["id"], &kinds[1]["type"]),
        (&2.into(), &"who".into())
    );
    stage.handle(Input::Behind(false));
    stage.says(ana, r#"{"text":"hi","id":3}"#);
    assert_eq!(frames(&mut stage, ana)[0]["seq"], 1, "a number is not lost");
}
