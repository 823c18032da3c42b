//! Who has to go, who may not come in, and who finds a locked door open.

use super::*;

#[test]
fn whoever_is_sent_out_does_not_come_back_by_itself_but_may_by_hand() {
    let (mut stage, ana, bob) = led();
    orders(
        &mut stage,
        ana,
        r#""do":"kick","who":"bob","text":"too loud""#,
    );
    let bye = told(&mut stage, bob).pop().unwrap();
    assert_eq!(
        (&bye["type"], &bye["return"]),
        (&"bye".into(), &false.into())
    );
    assert_eq!(bye["text"], "you were sent out by ana: too loud");
    assert_eq!(stage.closed, [bob]);
    stage.wait(Duration::from_secs(1));
    let events: Vec<_> = told(&mut stage, ana)
        .into_iter()
        .map(|notice| notice["event"].clone())
        .collect();
    assert_eq!(events, ["kick", "leave"]);
    let back = stage.person_with_mail("bob");
    assert_eq!(told(&mut stage, back)[0]["type"], "welcome");
    for who in ["ana", "nobody"] {
        orders(&mut stage, ana, &format!(r#""do":"kick","who":"{who}""#));
        assert_eq!(
            told(&mut stage, ana).pop().unwrap()["type"],
            "error",
            "{who}"
        );
    }
}

#[test]
fn a_banned_key_stays_out_under_any_name_and_others_behind_its_address_do_not() {
    let (mut stage, ana, _) = led();
    let (zed, _) = joins(&mut stage, 2, "zed");
    orders(&mut stage, ana, r#""do":"ban","who":"zed","seconds":600"#);
    assert_eq!(told(&mut stage, zed).pop().unwrap()["return"], false);
    for name in ["zed", "other"] {
        let (again, refused) = joins(&mut stage, 2, name);
        assert_eq!(refused[0]["code"], "not_allowed", "{refused:?}");
        assert_eq!(refused[1]["return"], false);
        assert!(stage.closed.contains(&again));
    }
    stage.person("class-mate");
    let lines = stage.records.concat();
    stage.wait(Duration::from_secs(601));
    let (_, back) = joins(&mut stage, 2, "zed");
    assert_eq!(back[0]["type"], "welcome", "its time is over");
    // It outlives the server.
    let mut next = Stage::new();
    let known = chat_trust::claims::Claims::load(lines.as_bytes(), next.now.wall);
    next.hub = crate::hub::Hub::new(Rules::default()).knowing(known);
    let (_, refused) = joins(&mut next, 2, "zed");
    assert_eq!(refused[0]["code"], "not_allowed");
}

#[test]
fn a_ban_without_a_key_is_of_the_name_until_it_is_ended() {
    let (mut stage, ana, bob) = led();
    orders(&mut stage, ana, r#""do":"ban","who":"bob","text":"spam""#);
    assert!(last(&mut stage, bob).ends_with("banned by ana: spam"));
    let again = stage.person_with_mail("Bob");
    assert_eq!(told(&mut stage, again)[0]["code"], "not_allowed");
    orders(&mut stage, ana, r#""do":"ban","who":"bob","on":false"#);
    assert_eq!(last(&mut stage, ana), "bob may come back (ana)");
    let again = stage.person_with_mail("bob");
    assert_eq!(told(&mut stage, again)[0]["type"], "welcome");
}

#[test]
fn an_address_is_banned_only_where_asked_for_and_it_is_said_how_many_that_hits() {
    let (mut stage, ana, _) = led();
    let from = |stage: &mut Stage, name: &str| {
        let peer = stage.comes(crate::traffic::Transport::Tcp, "10.0.0.7:1");
        stage.says(peer, &format!(r#"{{"type":"join","name":"{name}"}}"#));
        let told = told(stage, peer).remove(0);
        (peer, told["type"].clone())
    };
    from(&mut stage, "eve");
    from(&mut stage, "eva");
    stage.mail(ana);
    orders(&mut stage, ana, r#""do":"ban","who":"eve","address":true"#);
    let notices = told(&mut stage, ana);
    let notice = notices
        .iter()
        .find(|notice| notice["event"] == "ban")
        .unwrap();
    assert_eq!(notice["address"], 2, "{notice}");
    assert_eq!(from(&mut stage, "new").1, "error");
    let plain = stage.comes(crate::traffic::Transport::Tcp, "10.0.0.7:2");
    stage.says(plain, "hello");
    let mail = stage.mail(plain);
    assert!(mail[0].starts_with("! you may not come in"), "{mail:?}");
    assert!(stage.closed.contains(&plain));
    orders(&mut stage, ana, r#""do":"ban","who":"eve","on":false"#);
    assert_eq!(from(&mut stage, "new").1, "welcome");
}

#[test]
fn behind_a_locked_door_all_who_were_there_come_back_and_nobody_new() {
    let (mut stage, ana, bob) = led();
    let (zed, _) = joins(&mut stage, 2, "zed");
    let gone = stage.person("gone");
    stage.says(gone, r#"{"type":"bye"}"#);
    orders(&mut stage, ana, r#""do":"lock""#);
    for peer in [ana, bob, zed] {
        stage.goes(peer, Parting::Lost("cable".to_owned()));
    }
    stage.wait(Duration::from_secs(3));
    for (owner, name) in [(1, "ana"), (2, "zed")] {
        let (_, back) = joins(&mut stage, owner, name);
        assert_eq!(back[0]["type"], "welcome", "{name}: {back:?}");
        assert_eq!(back[0]["locked"], true);
    }
    for name in ["bob", "gone"] {
        let back = stage.person_with_mail(name);
        assert_eq!(told(&mut stage, back)[0]["type"], "welcome", "{name}");
    }
    let new = stage.person_with_mail("new");
    let told_new = told(&mut stage, new);
    assert_eq!(
        (&told_new[0]["code"], &told_new[1]["return"]),
        (&"not_allowed".into(), &false.into())
    );
    let plain = stage.someone();
    stage.says(plain, "hello");
    let mail = stage.mail(plain);
    assert!(
        mail[0].starts_with("! the door of lobby is locked"),
        "{mail:?}"
    );
    // The same name from elsewhere is somebody else.
    let elsewhere = stage.comes(crate::traffic::Transport::Tcp, "10.0.0.7:1");
    let bob = stage.person("rui");
    assert!(stage.closed.contains(&bob));
    stage.says(elsewhere, r#"{"type":"join","name":"gone2"}"#);
    assert_eq!(told(&mut stage, elsewhere)[0]["code"], "not_allowed");
}

#[test]
fn a_session_goes_on_through_a_locked_door_whatever_its_name() {
    let (mut stage, ana, bob) = led();
    orders(&mut stage, ana, r#""do":"lock""#);
    let token = chat_link::proof::Secret::new([0; 2]).token(bob.0).digits();
    let back = stage.comes(crate::traffic::Transport::Tcp, "10.0.0.7:1");
    stage.says(
        back,
        &format!(r#"{{"type":"join","name":"rob","session":"{token}"}}"#),
    );
    assert_eq!(told(&mut stage, back)[0]["type"], "welcome");
}

#[test]
fn a_locked_room_turns_away_who_is_elsewhere_without_ending_the_connection() {
    let (mut stage, ana, bob) = led();
    stage.says(ana, r#"{"type":"join","room":"lab"}"#);
    stage.mail(ana);
    orders(&mut stage, ana, r#""do":"lock","room":"lab""#);
    stage.says(bob, r#"{"type":"join","room":"lab","id":5}"#);
    let refused = told(&mut stage, bob).pop().unwrap();
    assert_eq!(
        (&refused["code"], &refused["id"]),
        (&"not_allowed".into(), &5.into())
    );
    assert!(stage.closed.is_empty() && speaks(&mut stage, bob, ""));
    let knock = told(&mut stage, ana)
        .into_iter()
        .find(|notice| notice["event"] == "knock");
    assert_eq!(knock.unwrap()["who"], "bob");
    orders(&mut stage, ana, r#""do":"lock","room":"lab","on":false"#);
    stage.says(bob, r#"{"type":"join","room":"lab"}"#);
    assert_eq!(told(&mut stage, bob).pop().unwrap()["type"], "welcome");
}

#[test]
fn whoever_was_sent_out_finds_a_locked_door_locked() {
    let (mut stage, ana, _) = led();
    orders(&mut stage, ana, r#""do":"lock""#);
    orders(&mut stage, ana, r#""do":"kick","who":"bob""#);
    let back = stage.person_with_mail("bob");
    assert_eq!(told(&mut stage, back)[0]["code"], "not_allowed");
}
