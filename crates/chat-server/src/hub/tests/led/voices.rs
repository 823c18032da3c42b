//! Hands and votes.

use super::*;

#[test]
fn hands_are_called_in_order() {
    let (mut stage, ana, bob) = led();
    let plain = stage.someone();
    stage.says(plain, "hello");
    orders(&mut stage, bob, r#""do":"hand","id":3"#);
    let own = told(&mut stage, bob).pop().unwrap();
    assert_eq!(
        (&own["event"], &own["on"], &own["id"]),
        (&"hand".into(), &true.into(), &3.into())
    );
    stage.says(plain, "/hand");
    assert_eq!(last(&mut stage, ana), "guest-1 raises a hand");
    stage.says(ana, r#"{"type":"who"}"#);
    assert_eq!(
        told(&mut stage, ana).pop().unwrap()["hands"],
        serde_json::json!(["bob", "guest-1"])
    );
    orders(&mut stage, bob, r#""do":"hand""#);
    is_not_allowed(&mut stage, bob);
    for expected in [
        "bob, it is your turn (ana)",
        "guest-1, it is your turn (ana)",
    ] {
        orders(&mut stage, ana, r#""do":"next""#);
        assert_eq!(last(&mut stage, bob), expected);
    }
    orders(&mut stage, ana, r#""do":"next""#);
    is_not_allowed(&mut stage, ana);
    orders(&mut stage, bob, r#""do":"hand""#);
    orders(&mut stage, bob, r#""do":"hand","on":false"#);
    assert_eq!(last(&mut stage, ana), "bob takes the hand down");
}

#[test]
fn the_hand_of_whoever_has_left_is_down() {
    let (mut stage, ana, bob) = led();
    orders(&mut stage, bob, r#""do":"hand""#);
    stage.goes(bob, Parting::Ended);
    orders(&mut stage, ana, r#""do":"next""#);
    is_not_allowed(&mut stage, ana);
}

#[test]
fn whoever_comes_during_a_poll_is_told_how_many_have_voted() {
    let (mut stage, ana, bob) = led();
    let poll = r#""do":"poll","text":"Ready?","options":["yes","no"]"#;
    orders(&mut stage, ana, poll);
    orders(&mut stage, bob, r#""do":"vote","option":1"#);
    let late = stage.person_with_mail("late");
    let told_late = told(&mut stage, late);
    let [.., question, votes] = told_late.as_slice() else {
        panic!("{told_late:?}");
    };
    assert_eq!(question["question"], "Ready?");
    assert_eq!(
        (&votes["event"], &votes["votes"]),
        (&"vote".into(), &1.into())
    );
    assert!(votes.get("counts").is_none(), "{votes}");
}

#[test]
fn votes_are_counted_and_nobody_is_told_whose_they_are() {
    let (mut stage, ana, bob) = led();
    let zed = stage.person("zed");
    orders(
        &mut stage,
        ana,
        r#""do":"poll","text":"Ready?","options":["yes","no"]"#,
    );
    assert_eq!(
        last(&mut stage, bob),
        "ana asks: Ready? 1) yes 2) no — answer with /vote 1"
    );
    let late = stage.person_with_mail("late");
    let asked = told(&mut stage, late).pop().unwrap();
    assert_eq!(asked["question"], "Ready?");
    stage.mail(zed);
    orders(&mut stage, bob, r#""do":"vote","option":1,"id":9"#);
    orders(&mut stage, bob, r#""do":"vote","option":2,"id":9"#);
    let own = told(&mut stage, bob).pop().unwrap();
    assert_eq!(
        (&own["event"], &own["option"], &own["id"]),
        (&"vote".into(), &2.into(), &9.into())
    );
    stage.wait(Duration::from_secs(1));
    let news = told(&mut stage, zed);
    assert_eq!(news.len(), 1, "{news:?}");
    assert_eq!(
        (&news[0]["votes"], news[0].get("counts"), news[0].get("by")),
        (&1.into(), None, None)
    );
    let of_teacher = told(&mut stage, ana);
    assert!(
        of_teacher
            .iter()
            .any(|news| news["counts"] == serde_json::json!([0, 1]))
    );
    orders(&mut stage, bob, r#""do":"vote","option":3"#);
    is_not_allowed(&mut stage, bob);
    orders(&mut stage, ana, r#""do":"poll","on":false"#);
    let end = told(&mut stage, zed).pop().unwrap();
    assert_eq!(
        (&end["on"], &end["counts"]),
        (&false.into(), &serde_json::json!([0, 1]))
    );
    orders(&mut stage, bob, r#""do":"vote","option":1"#);
    is_not_allowed(&mut stage, bob);
    assert!(stage.audit.iter().all(|line| !line.contains("option")));
}

#[test]
fn a_flood_of_votes_costs_a_room_one_line_a_second() {
    let (mut stage, ana, bob) = led();
    let zed = stage.person("zed");
    orders(
        &mut stage,
        ana,
        r#""do":"poll","text":"q","options":["a","b"]"#,
    );
    stage.mail(zed);
    for round in 0..100 {
        let option = round % 2 + 1;
        orders(
            &mut stage,
            bob,
            &format!(r#""do":"vote","option":{option}"#),
        );
        stage.wait(Duration::from_millis(30));
    }
    let news = stage.mail(zed).len();
    assert!((3..=5).contains(&news), "{news} lines in three seconds");
}

#[test]
fn whoever_orders_too_much_is_refused_and_teachers_may_be_quick() {
    let mut stage = Stage::new();
    let (ana, bob) = leads(&mut stage);
    stage.mail(ana);
    let toggles = |stage: &mut Stage, times: usize| {
        for n in 0..times {
            let on = n % 2 == 0;
            orders(stage, bob, &format!(r#""do":"hand","on":{on}"#));
        }
    };
    toggles(&mut stage, 200);
    let told_ana = stage.mail(ana).len();
    assert!(told_ana <= 20, "{told_ana} hands");
    for _ in 0..50 {
        stage.says(ana, r#"{"text":"fast"}"#);
    }
    assert_eq!(
        told(&mut stage, ana)
            .iter()
            .filter(|told| told["type"] == "msg")
            .count(),
        50
    );
}

#[test]
fn silence_is_known_to_a_thousand_before_anything_else_is_said() {
    let (mut stage, ana, _) = led();
    let crowd: Vec<_> = (0..1000)
        .map(|n| {
            let peer = stage.comes(crate::traffic::Transport::Tcp, "127.0.0.1:1");
            stage.says(peer, &format!(r#"{{"type":"join","name":"p{n}"}}"#));
            peer
        })
        .collect();
    stage.wait(Duration::from_secs(2));
    for peer in &crowd {
        stage.mail(*peer);
    }
    for (n, peer) in crowd.iter().enumerate() {
        if n == 500 {
            orders(&mut stage, ana, r#""do":"quiet""#);
        }
        stage.says(*peer, r#"{"text":"me too"}"#);
    }
    for peer in [crowd[0], crowd[999]] {
        let told = told(&mut stage, peer);
        let rooms: Vec<_> = told.iter().filter(|told| told["type"] != "error").collect();
        assert_eq!(rooms.len(), 501, "500 messages, and silence");
        assert_eq!(
            rooms.last().unwrap()["event"],
            "quiet",
            "nothing is said after it"
        );
    }
}
