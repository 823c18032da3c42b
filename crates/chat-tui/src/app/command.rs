//! What was written: a message, or a command and what it asks for.

use chat_proto::frame::peer::Whom;
use chat_proto::name::Name;
use chat_proto::room::RoomName;
use chat_proto::text::Text;
use chat_proto::text::quoted;

use crate::app::event::Pane;
use crate::speech::Speech;

/// What was written, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Say it here.
    Say(Text),
    /// Do it here.
    Act(Text),
    /// Say it to one person.
    Direct(Whom, Text),
    /// Show the conversation with one person.
    Open(Whom),
    /// Enter a room, perhaps with a password.
    Join(RoomName, Option<String>),
    /// Leave a room, or this one.
    Leave(Option<RoomName>),
    /// Take another name.
    Nick(Name),
    /// Who is in a room, or in this one.
    Who(Option<RoomName>),
    /// Put what was said on the clipboard.
    Copy(Copy),
    /// What was said and nothing else, to be selected.
    Bare,
    /// Go to the conversation whose name fits best, or choose one.
    Go(Option<String>),
    /// All messages that are for us.
    Mentions,
    /// Show a part of the screen, or hide it.
    Toggle(Pane),
    /// Keys and commands.
    Help,
    /// Forget what is on the screen.
    Clear,
    /// Leave.
    Quit,
}

/// What is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copy {
    /// The message that is so many from the last, which is the first.
    Message(usize),
    /// The last address.
    Url,
}

/// Every command, as the help page shows it: how it is typed, what it does.
pub fn all(speech: &Speech) -> [(&'static str, &'static str); 16] {
    let (words, reading) = (&speech.commands, &speech.reading);
    [
        (words.join_usage(), words.join()),
        (words.leave_usage(), words.leave()),
        (words.msg_usage(), words.msg()),
        (words.me_usage(), words.me()),
        (words.nick_usage(), words.nick()),
        (words.who_usage(), words.who()),
        (words.clear_usage(), words.clear()),
        (words.help_usage(), words.help()),
        (words.quit_usage(), words.quit()),
        (reading.go_usage(), reading.go()),
        (reading.mentions_usage(), reading.mentions()),
        (reading.copy_usage(), reading.copy()),
        (reading.bare_usage(), reading.bare()),
        (reading.rooms_usage(), reading.rooms()),
        (reading.people_usage(), reading.people()),
        (words.text_usage(), words.text()),
    ]
}

/// How the command that is being written goes on, where it asks for something.
pub fn usage(written: &str, speech: &Speech) -> Option<&'static str> {
    let (word, _) = written.split_once(' ')?;
    let known = all(speech).into_iter().map(|(usage, _)| usage);
    let mut fits = known.filter(|usage| usage.split_once(' ').is_some_and(|(w, _)| w == word));
    fits.next()
}

/// What was written, or why it is not sent: words for the person, who gets the
/// input back to mend it.
pub fn parse(written: &str, speech: &Speech) -> Result<Command, String> {
    if let Some(text) = written.strip_prefix('/') {
        if text.starts_with('/') {
            return say(text, speech);
        }
        return obey(text, speech);
    }
    let trimmed = written.trim_start();
    if trimmed.len() < written.len() && trimmed.starts_with('/') && !written.contains('\n') {
        return Err(speech.commands.blank_before().to_owned());
    }
    say(written, speech)
}

fn say(text: &str, speech: &Speech) -> Result<Command, String> {
    Text::parse(text)
        .map(Command::Say)
        .map_err(|fault| speech.text_fault(fault))
}

fn obey(command: &str, speech: &Speech) -> Result<Command, String> {
    let words = &speech.commands;
    let (word, rest) = split_word(command);
    let usage = |how: &str| Err(words.type_as(how));
    let room = |word: &str| RoomName::parse(word).map_err(|fault| speech.room_fault(&fault));
    match (word.to_ascii_lowercase().as_str(), rest) {
        ("help", _) => Ok(Command::Help),
        ("quit" | "exit" | "bye", _) => Ok(Command::Quit),
        ("clear", _) => Ok(Command::Clear),
        ("copy", what) => match what.to_ascii_lowercase().as_str() {
            "" => Ok(Command::Copy(Copy::Message(1))),
            "url" | "link" => Ok(Command::Copy(Copy::Url)),
            number => match number.parse() {
                Ok(from_last @ 1..) => Ok(Command::Copy(Copy::Message(from_last))),
                Ok(0) | Err(_) => usage("/copy, /copy 2, /copy url"),
            },
        },
        ("bare", _) => Ok(Command::Bare),
        ("go", "") => Ok(Command::Go(None)),
        ("go", name) => Ok(Command::Go(Some(name.to_owned()))),
        ("mentions", _) => Ok(Command::Mentions),
        ("rooms", _) => Ok(Command::Toggle(Pane::Rooms)),
        ("people", _) => Ok(Command::Toggle(Pane::People)),
        ("join", "") => usage(words.join_usage()),
        ("join", rest) => {
            let (name, password) = split_word(rest);
            let password = (!password.is_empty()).then(|| password.to_owned());
            Ok(Command::Join(room(name)?, password))
        }
        ("leave" | "part", "") => Ok(Command::Leave(None)),
        ("leave" | "part", name) => Ok(Command::Leave(Some(room(name)?))),
        ("me", "") => usage(words.me_usage()),
        ("me", text) => Text::parse(text)
            .map(Command::Act)
            .map_err(|fault| speech.text_fault(fault)),
        ("nick", "") => usage(words.nick_usage()),
        ("nick", name) => Name::parse(name)
            .map(Command::Nick)
            .map_err(|bad| speech.name_fault(bad.fault)),
        ("who", "") => Ok(Command::Who(None)),
        ("who", name) => Ok(Command::Who(Some(room(name)?))),
        ("msg", rest) => match split_word(rest) {
            ("", _) => usage(words.msg_usage()),
            (name, "") => Ok(Command::Open(Whom::new(name))),
            (name, text) => Text::parse(text)
                .map(|text| Command::Direct(Whom::new(name), text))
                .map_err(|fault| speech.text_fault(fault)),
        },
        _ => Err(words.unknown(quoted(word))),
    }
}

/// The first word, and what follows it.
fn split_word(text: &str) -> (&str, &str) {
    let text = text.trim();
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word, rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech;
    use crate::speech::Language;

    fn parsed(written: &str) -> Result<Command, String> {
        parse(written, speech::of(Language::English))
    }

    #[track_caller]
    fn says(written: &str, expected: &str) {
        assert_eq!(
            parsed(written),
            Ok(Command::Say(Text::parse(expected).unwrap()))
        );
    }

    #[track_caller]
    fn refuses(written: &str, word: &str) {
        let why = parsed(written).unwrap_err();
        assert!(why.contains(word), "{why}");
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
        let text = Text::parse("hi  there").unwrap();
        assert_eq!(
            parsed("/msg ana hi  there"),
            Ok(Command::Direct(Whom::new("ana"), text))
        );
        assert_eq!(parsed("/msg ana "), Ok(Command::Open(Whom::new("ana"))));
        for quit in ["/quit", "/exit", "/bye now"] {
            assert_eq!(parsed(quit), Ok(Command::Quit));
        }
    }

    #[test]
    fn slips_are_explained_and_go_nowhere() {
        refuses("/fly", "/fly");
        refuses("/", "no command");
        refuses(" /msg ana secret", "blank before it");
        refuses("/msg", "/msg NAME TEXT");
        refuses("/nick server", "kept for the server");
        refuses("/join a/b", "cannot be a room");
        refuses("  ", "empty");
    }
}
