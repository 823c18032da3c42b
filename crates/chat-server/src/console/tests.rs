//! Lines into deeds, and what is said of them.

use chat_proto::trace::weather::Way;
use chat_weather::manual_queue::HeldDatagram;

use super::*;

fn console(hold: bool) -> Console {
    let asked = Datagrams {
        hold,
        ..Datagrams::default()
    };
    Console::new(&asked, Transports::Both)
}

fn held(numbers: &[u64]) -> Vec<Held> {
    let one = |number: &u64| HeldDatagram::seen(*number, Way::In, br#"{"type":"hello"}"#);
    let with = |number| (([10, 0, 0, 1], 5000).into(), one(number));
    numbers.iter().map(with).collect()
}

#[track_caller]
fn said(deed: Deed) -> String {
    let Deed::Say(lines) = deed else {
        panic!("{deed:?}");
    };
    lines.join("\n")
}

#[track_caller]
fn command(console: &mut Console, line: &str, waiting: &[u64]) -> ManualCommand {
    let Deed::Obey(command) = console.hear(line, &held(waiting)) else {
        panic!("{line}");
    };
    command
}

#[test]
fn a_command_without_a_number_means_the_oldest() {
    let mut console = console(true);
    assert_eq!(
        command(&mut console, "pass", &[4, 5]),
        ManualCommand::Pass(Some(4))
    );
    assert_eq!(
        command(&mut console, "/kill 5", &[4, 5]),
        ManualCommand::Kill(Some(5))
    );
    assert_eq!(command(&mut console, "all", &[]), ManualCommand::All);
}

#[test]
fn what_was_done_is_said_with_the_datagram_that_it_was_done_to() {
    let waited = held(&[4, 5]);
    let pass = ManualCommand::Pass(Some(5));
    let told = Console::obeyed(pass, true, &waited);
    assert_eq!(told, "passed 5 ← 10.0.0.1:5000  16 bytes  hello");
    assert!(Console::obeyed(pass, false, &waited).contains("`list`"));
    assert!(Console::obeyed(ManualCommand::Off, false, &waited).contains("`hold`"));
}

#[test]
fn where_nothing_is_held_the_words_of_holding_say_how_it_would_be() {
    let mut console = console(false);
    for line in ["pass", "kill 3", "hold", "list"] {
        assert!(said(console.hear(line, &[])).contains("--hold"), "{line}");
    }
    assert!(console.opening().is_none() && console.closing().is_none());
    assert_eq!(said(console.hear("", &[])), "");
}

#[test]
fn another_weather_is_what_is_told_from_then_on() {
    let mut console = console(false);
    let Deed::Change(profile, said_then) = console.hear("weather drop 30%", &[]) else {
        panic!("no weather");
    };
    assert!(!profile.is_clear());
    assert_eq!(
        said(console.hear("weather", &[])).lines().next(),
        Some(said_then.as_str())
    );
    assert!(said(console.hear("weather cats", &[])).contains("cats"));
}

#[test]
fn a_wrong_word_is_answered_with_the_right_ones() {
    assert!(said(console(false).hear("dance", &[])).starts_with("unknown command `dance`"));
    assert!(matches!(
        console(false).hear("quiet", &[]),
        Deed::Order(DeskOrder::Order(_))
    ));
    assert!(said(console(false).hear("mute", &[])).contains("mute"));
}
