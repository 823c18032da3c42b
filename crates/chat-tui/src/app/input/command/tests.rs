//! What is written, and what it means.

use super::*;
use crate::speech;
use crate::speech::Language;

fn parsed(written: &str) -> Result<Command, Fault> {
    parse(written, speech::of(Language::English))
}

#[track_caller]
fn says(written: &str, expected: &str) {
    assert_eq!(parsed(written), Ok(Command::Say(expected.to_owned())));
}

#[track_caller]
fn refuses(written: &str, word: &str) {
    match parsed(written) {
        Err(Fault::Wrong(why)) => assert!(why.contains(word), "{why}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_no_command_is_said() {
    says("olá", "olá");
    says("//etc/passwd", "/etc/passwd");
    says("a /join b", "a /join b");
    says("\n/x in a paste", "\n/x in a paste");
}

#[test]
fn commands_do_what_they_say() {
    let lab = || RoomName::parse("lab").unwrap();
    assert_eq!(parsed("/join #lab"), Ok(Command::Join(lab(), None)));
    let password = Some("a b".to_owned());
    assert_eq!(parsed("/JOIN lab a b"), Ok(Command::Join(lab(), password)));
    assert_eq!(parsed("/leave"), Ok(Command::Leave(None)));
    assert_eq!(parsed("/who lab "), Ok(Command::Who(Some(lab()))));
    assert_eq!(
        parsed("/msg ana hi  there"),
        Ok(Command::Direct(Whom::new("ana"), "hi  there".to_owned()))
    );
    assert_eq!(parsed("/msg ana "), Ok(Command::Open(Whom::new("ana"))));
    // What other programs call it.
    assert_eq!(parsed("/j #lab"), Ok(Command::Join(lab(), None)));
    assert_eq!(parsed("/query ana"), Ok(Command::Open(Whom::new("ana"))));
    assert_eq!(text_start("/query ana hi"), 11);
    for who in ["/names", "/w"] {
        assert_eq!(parsed(who), Ok(Command::Who(None)));
    }
    let rain = Command::Weather("drop 30%".to_owned());
    assert_eq!(parsed("/weather drop 30%"), Ok(rain));
    let kill = Command::Release(ManualCommand::Kill(Some(3)));
    assert_eq!(parsed("/kill #3"), Ok(kill));
    assert_eq!(parsed("/how"), Ok(Command::How(HowOf::Own(None))));
    assert_eq!(parsed("/how 2"), Ok(Command::How(HowOf::Own(Some(2)))));
    assert_eq!(parsed("/how #18"), Ok(Command::How(HowOf::Number(18))));
    let lost = Command::Wire("lost again".to_owned());
    assert_eq!(parsed("/wire lost again"), Ok(lost));
    refuses("/how 0", "/how #18");
    refuses("/how #x", "/how #18");
    let pass = |order| Ok(Command::Release(order));
    assert_eq!(parsed("/pass"), pass(ManualCommand::Pass(None)));
    assert_eq!(parsed("/pass all"), pass(ManualCommand::All));
    for quit in ["/quit", "/exit", "/bye now"] {
        assert_eq!(parsed(quit), Ok(Command::Quit));
    }
}

#[test]
fn what_is_listed_without_a_screen_needs_none() {
    let all = Language::ALL.map(speech::of).into_iter();
    for (usage, what) in all.flat_map(without_screen) {
        let told = what.split([';', ',', ' ']);
        let told = told.filter(|word| word.starts_with('/') && word.len() > 1);
        let mut commands = told.chain([usage]).flat_map(parsed);
        assert!(!commands.any(|one| one.needs_screen()), "{usage}  {what}");
    }
}

#[test]
fn only_what_is_said_counts_as_text() {
    let text = |written: &'static str| written.get(text_start(written)..);
    assert_eq!(text("olá /msg"), Some("olá /msg"));
    assert_eq!(text("//etc"), Some("/etc"));
    assert_eq!(text("/msg  ana  olá a todos "), Some("olá a todos "));
    assert_eq!(text("/msg ana"), Some(""));
    assert_eq!(text("/fly away"), Some("/fly away"));
}

#[test]
fn slips_are_explained_and_go_nowhere() {
    for unknown in ["/fly", "/fly away", "/"] {
        assert!(matches!(parsed(unknown), Err(Fault::Unknown(_))));
    }
    refuses("/msg", "/msg NAME TEXT");
    refuses("/pass on", "/kill NUMBER");
    refuses("/nick server", "kept for the server");
    refuses("/join a/b", "cannot be a room");
}
