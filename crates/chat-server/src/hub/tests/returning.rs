//! Who says `bye` and returns, over each transport: what an address may do is not
//! given anew to whoever comes again.

use std::time::Duration;

use super::stage::Stage;
use crate::traffic::Parting;
use crate::traffic::PeerId;
use crate::traffic::Transport;

/// Over which transport somebody comes, and from where the n-th time.
type Way = (Transport, fn(usize) -> String);

/// Where those who are limited come from: each time another port, and of IPv6 another
/// address.
fn places() -> [Way; 3] {
    [
        (Transport::Tcp, |n| format!("10.9.0.7:{}", 1 + n % 60_000)),
        (Transport::Udp, |n| format!("10.9.0.7:{}", 1 + n % 60_000)),
        (Transport::Tcp, |n| format!("[fd00:1:2:3::{n:x}]:9")),
    ]
}

/// Those of this machine, who share nothing.
fn here() -> [Way; 3] {
    [
        (Transport::Tcp, |n| format!("127.0.0.1:{}", 1 + n % 60_000)),
        (Transport::Udp, |n| format!("[::1]:{}", 1 + n % 60_000)),
        (Transport::Unix, |_| String::new()),
    ]
}

fn count(mail: &[String], part: &str) -> usize {
    mail.iter().filter(|line| line.contains(part)).count()
}

/// How many lines of this kind somebody hears who comes so often, says these lines and
/// goes again.
fn comes_again(
    stage: &mut Stage,
    (transport, place): Way,
    times: usize,
    lines: &str,
    part: &str,
) -> usize {
    (0..times)
        .map(|n| {
            let peer = stage.comes(transport, &place(n));
            let lines = lines.replace("NAME", &format!("n{n}"));
            stage.says(peer, &format!("{lines}\n{{\"type\":\"bye\"}}"));
            count(&stage.mail(peer), part)
        })
        .sum()
}

/// Checks how often something is done by who comes a thousand times at once, and
/// within ten seconds afterwards; and that this machine's own are not limited.
#[track_caller]
fn check(lines: &str, part: &str, (at_once, in_ten_seconds): (usize, usize)) {
    let stage = || Stage::with(|rules| rules.arrivals = None);
    for from in places() {
        let mut stage = stage();
        let done = comes_again(&mut stage, from, 1000, lines, part);
        assert_eq!(done, at_once, "at once, over {from:?}");
        stage.wait(Duration::from_secs(10));
        let done = comes_again(&mut stage, from, 1000, lines, part);
        assert_eq!(done, in_ten_seconds, "after ten seconds, over {from:?}");
        let other = (Transport::Tcp, (|_| "10.9.0.8:1".to_owned()) as fn(_) -> _);
        let done = comes_again(&mut stage, other, 1, lines, part);
        assert!(done > 0, "somebody elsewhere pays for it: {from:?}");
    }
    for from in here() {
        let each = comes_again(&mut stage(), from, 1, lines, part);
        let all = comes_again(&mut stage(), from, 1000, lines, part);
        assert_eq!(all, 1000 * each, "over {from:?}");
    }
}

#[test]
fn messages_are_those_of_an_address() {
    let three = "{\"name\":\"NAME\",\"text\":\"a\"}\n{\"text\":\"b\"}\n{\"text\":\"c\"}";
    // A join for each, which is allowed as long as there are messages left.
    let quick = |rules: &mut crate::config::Rules| {
        rules.arrivals = None;
        rules.questions = None;
        // What was said before is not to be counted again.
        rules.memory.replayed = 0;
    };
    for from in places() {
        let mut stage = Stage::with(quick);
        let part = r#""type":"msg""#;
        let said = comes_again(&mut stage, from, 1000, three, part);
        assert!((1200..1200 + 100).contains(&said), "{said} over {from:?}");
        stage.wait(Duration::from_secs(5));
        let said = comes_again(&mut stage, from, 1000, three, part);
        assert!((500..500 + 100).contains(&said), "{said} over {from:?}");
    }
}

#[test]
fn questions_are_those_of_an_address_whoever_has_joined() {
    // A room of one: whoever comes looks into it without joining.
    let who = r#"{"type":"who","room":"lobby"}"#;
    check(who, "no_such_room", (600, 500));
}

#[test]
fn what_is_no_frame_is_that_of_an_address() {
    let nonsense = ["{\"type\":\"rubbish\"}"; 20].join("\n");
    check(&nonsense, "bad_frame", (6000, 1000));
}

#[test]
fn arrivals_are_those_of_an_address_and_those_turned_away_cost_none() {
    for from in places() {
        let mut stage = Stage::new();
        let hello = r#"{"type":"ping"}"#;
        let came = comes_again(&mut stage, from, 2000, hello, "pong");
        assert_eq!(came, 600, "over {from:?}");
        let peer = stage.comes(from.0, &from.1(0));
        stage.says(peer, hello);
        let told = stage.mail(peer);
        assert!(told[0].contains("server_full"), "{told:?}");
        assert!(told[0].contains("in a short time"), "{told:?}");
        assert!(told[1].contains(r#""type":"bye""#), "{told:?}");
        stage.wait(Duration::from_secs(10));
        let came = comes_again(&mut stage, from, 2000, hello, "pong");
        assert_eq!(came, 200, "over {from:?}");
    }
    for from in here() {
        let came = comes_again(&mut Stage::new(), from, 2000, "{\"type\":\"ping\"}", "pong");
        assert_eq!(came, 2000, "over {from:?}");
    }
}

#[test]
fn the_refusals_of_a_flood_are_few_whoever_comes_again() {
    let flood = ["{\"text\":\"x\"}"; 100].join("\n");
    let mut stage = Stage::with(|rules| rules.arrivals = None);
    let told = comes_again(&mut stage, places()[0], 500, &flood, "error");
    // Each of the first is told that it has not joined, while messages are allowed.
    assert!(told <= 1200 + 300, "{told} refusals of 50,000 messages");
}

#[test]
fn a_lab_behind_one_gateway_does_what_a_lab_does() {
    let mut stage = Stage::new();
    let mut everybody: Vec<PeerId> = Vec::new();
    for n in 0..60 {
        let peer = stage.comes(Transport::Tcp, &format!("10.9.0.7:{}", 1000 + n));
        stage.says(peer, &format!(r#"{{"type":"join","name":"s{n}"}}"#));
        everybody.push(peer);
    }
    // Each pastes a program of twenty lines, at once; then each says a line a second.
    let program = ["{\"text\":\"line\"}"; 20].join("\n");
    for peer in &everybody {
        stage.says(*peer, &program);
    }
    for _ in 0..30 {
        stage.wait(Duration::from_secs(1));
        for peer in &everybody {
            stage.says(*peer, "{\"text\":\"line\"}\n{\"type\":\"who\"}");
            stage.wait(Duration::from_millis(1));
        }
    }
    for peer in everybody {
        let told = stage.mail(peer);
        assert_eq!(count(&told, "rate_limited"), 0, "{peer:?}");
    }
}

#[test]
fn whoever_is_quick_for_itself_takes_nothing_from_others() {
    let mut stage = Stage::new();
    let flooder = stage.comes(Transport::Tcp, "10.9.0.7:1");
    let other = stage.comes(Transport::Tcp, "10.9.0.7:2");
    stage.says(flooder, r#"{"type":"join","name":"flooder"}"#);
    for _ in 0..10_000 {
        stage.says(flooder, r#"{"text":"x"}"#);
    }
    stage.says(other, "{\"name\":\"other\",\"text\":\"heard\"}");
    assert_eq!(count(&stage.mail(other), "heard"), 1);
}

fn guarded() -> Stage {
    Stage::with(|rules| {
        rules.password = Some("sesame".to_owned());
        rules.arrivals = None;
    })
}

const GUESS: &str = r#"{"type":"join","name":"NAME","password":"guess"}"#;
const RIGHT: &str = r#"{"type":"join","name":"NAME","password":"sesame"}"#;

#[test]
fn passwords_are_guessed_forty_times_and_then_once_in_two_seconds() {
    for from in places().into_iter().chain(here()) {
        let mut stage = guarded();
        let wrong = comes_again(&mut stage, from, 500, GUESS, "wrong_password");
        assert_eq!(wrong, 40, "over {from:?}");
        // Else the right one would be found as quickly as ever.
        let let_in = comes_again(&mut stage, from, 1, RIGHT, "welcome");
        assert_eq!(let_in, 0, "over {from:?}");
        stage.wait(Duration::from_secs(10));
        let wrong = comes_again(&mut stage, from, 500, GUESS, "wrong_password");
        assert_eq!(wrong, 5, "over {from:?}");
        let other = (Transport::Tcp, (|_| "10.9.0.8:1".to_owned()) as fn(_) -> _);
        let let_in = comes_again(&mut stage, other, 1, RIGHT, "welcome");
        assert_eq!(let_in, 1, "somebody elsewhere pays for it: {from:?}");
    }
}

#[test]
fn a_guess_too_many_is_told_how_long_to_wait_and_the_connection_lives() {
    let mut stage = guarded();
    comes_again(&mut stage, places()[0], 40, GUESS, "");
    let peer = stage.comes(Transport::Tcp, "10.9.0.7:9");
    stage.says(peer, &RIGHT.replace("NAME", "ana"));
    let told = stage.mail(peer);
    assert!(
        told[0].contains(r#""code":"rate_limited","wait_ms":2000"#),
        "{told:?}"
    );
    assert!(!stage.closed.contains(&peer));
    stage.wait(Duration::from_secs(2));
    stage.says(peer, &RIGHT.replace("NAME", "ana"));
    assert!(stage.mail(peer)[0].contains("welcome"));
}

#[test]
fn whoever_gives_the_right_password_is_no_guesser() {
    let mut stage = guarded();
    let let_in = comes_again(&mut stage, places()[0], 500, RIGHT, "welcome");
    assert_eq!(let_in, 500);
}

#[test]
fn those_turned_away_take_no_place_and_are_closed_within_five_seconds() {
    let mut stage = Stage::with(|rules| rules.max_per_address = 2);
    let mut come = |n| stage.comes(Transport::Tcp, &format!("10.9.0.7:{n}"));
    let (first, second, third) = (come(1), come(2), come(3));
    let many: Vec<PeerId> = (10..100).map(come).collect();
    // None of these has said a word when there is a place again.
    stage.goes(first, Parting::Ended);
    let next = stage.comes(Transport::Tcp, "10.9.0.7:4");
    stage.says(next, r#"{"type":"join","name":"ana"}"#);
    assert!(stage.mail(next)[0].contains("welcome"));
    stage.wait(Duration::from_secs(5));
    assert!(
        many.iter()
            .chain([&third])
            .all(|peer| stage.closed.contains(peer))
    );
    assert!(stage.mail(third)[0].starts_with("! too many connections from your address"));
    assert!(!stage.closed.contains(&second));
    assert_eq!(stage.hub.census().peers, 2);
}

#[test]
fn a_full_house_of_one_address_keeps_nobody_elsewhere_out() {
    let mut stage = Stage::with(|rules| rules.max_peers = 300);
    for n in 0..4400 {
        stage.comes(Transport::Tcp, &format!("10.9.0.7:{}", 1 + n));
    }
    let person = stage.comes(Transport::Tcp, "10.9.0.8:1");
    stage.says(person, r#"{"type":"join","name":"ana"}"#);
    assert!(stage.mail(person)[0].contains("welcome"));
}

#[test]
fn whoever_finds_the_doorway_full_is_told_so_at_once() {
    let mut stage = Stage::with(|rules| rules.max_peers = 1);
    let everybody: Vec<PeerId> = (0..300).map(|_| stage.someone()).collect();
    let last = everybody.last().copied().unwrap();
    assert!(stage.closed.contains(&last));
    let told = stage.mail(last);
    assert_eq!(told, ["! the server is full (1 peers): try again later"]);
}

#[test]
fn a_first_line_without_end_is_ended_in_the_tongue_in_which_it_began() {
    use chat_proto::codec::Tongue;
    let mut stage = Stage::new();
    for (tongue, expected) in [
        (
            Tongue::Json,
            r#"{"type":"bye","text":"your first line did not end within 10 s"#,
        ),
        (
            Tongue::Plain,
            "* your first line did not end within 10 s: end each line",
        ),
    ] {
        let peer = stage.someone();
        stage.goes(peer, Parting::Unfinished(tongue, 10));
        let told = stage.mail(peer);
        assert!(told[0].starts_with(expected), "{told:?}");
        assert!(stage.closed.contains(&peer));
    }
}

#[test]
fn this_machines_own_share_a_limit_where_that_is_asked_for() {
    let mut stage = Stage::with(|rules| {
        rules.limit_loopback = true;
        rules.max_per_address = 1;
    });
    stage.comes(Transport::Tcp, "127.0.0.2:1");
    let second = stage.comes(Transport::Tcp, "127.0.0.2:2");
    let other = stage.comes(Transport::Tcp, "127.0.0.3:1");
    for (peer, answer) in [(second, "server_full"), (other, "pong")] {
        stage.says(peer, r#"{"type":"ping"}"#);
        let told = stage.mail(peer);
        assert!(told[0].contains(answer), "{told:?}");
    }
}
