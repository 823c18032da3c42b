//! One command explained, in a few lines: how it is typed and what it does, as the list
//! of all has it, and then an example and what else it is called.

use crate::app::input::command::alias::ALIASES;
use crate::app::input::command::alias::alias;
use crate::app::input::command::list;
use crate::near;
use crate::speech::Speech;
use crate::speech::examples::EXAMPLES;
use crate::speech::topic::commands;

/// The command of this name, with or without its `/`; or that there is none, and which
/// one was probably meant.
pub fn explain(asked: &str, speech: &Speech) -> Result<String, String> {
    let words = &speech.commands;
    let asked = asked.trim_start_matches('/').to_lowercase();
    let name = alias(&asked);
    let told_with = TOLD_WITH.iter().find(|(one, _)| *one == name);
    let name = told_with.map_or(name, |(_, with)| with);
    let mut all = list::all(speech).into_iter();
    let Some((usage, what)) = all.find(|(usage, _)| self::name(usage) == name) else {
        return Err(match nearest(&asked, speech) {
            Some(near) => words.no_such_but(commands::NoSuchBut { asked, near }),
            None => words.no_such(asked),
        });
    };
    let mut lines = vec![format!("{usage}  {what}")];
    lines.extend(example(name, speech).map(|example| words.for_example(example)));
    let others = ALIASES.iter().filter(|(_, meant)| *meant == name);
    let others: Vec<_> = others.map(|(other, _)| format!("/{other}")).collect();
    if !others.is_empty() {
        lines.push(words.also(others.join(", ")));
    }
    Ok(lines.join("\n"))
}

/// How this command is typed.
pub fn usage(word: &str, speech: &Speech) -> Option<&'static str> {
    let mut all = list::all(speech).into_iter().map(|(usage, _)| usage);
    all.find(|usage| name(usage) == word)
}

/// The command that was probably meant by a word that is none.
pub fn nearest(word: &str, speech: &Speech) -> Option<&'static str> {
    let word = word.to_lowercase();
    let all = list::all(speech).into_iter();
    let names = all.map(|(usage, _)| name(usage));
    let known = names.chain(ALIASES.iter().map(|(other, _)| *other));
    near::nearest(&word, known.filter(|name| name.len() > 1))
}

/// As somebody types it who wants something of it; nothing where its name says it all.
fn example(name: &str, speech: &Speech) -> Option<&'static str> {
    let words = &speech.commands;
    Some(match name {
        "msg" => words.msg_example(),
        "me" => words.me_example(),
        "reply" => speech.referring.reply_example(),
        "correct" => speech.referring.correct_example(),
        "topic" => speech.house.topic_example(),
        "announce" => words.announce_example(),
        "kick" => words.kick_example(),
        "poll" => words.poll_example(),
        _ => EXAMPLES.iter().find(|(of, _)| *of == name)?.1,
    })
}

/// `join` of `/join ROOM`.
fn name(usage: &'static str) -> &'static str {
    let word = usage.split(' ').next().unwrap_or(usage);
    word.strip_prefix('/').unwrap_or(word)
}

/// Commands that are told in one line with another, and that one.
const TOLD_WITH: [(&str, &str); 5] = [
    ("pass", "hold"),
    ("double", "hold"),
    ("kill", "hold"),
    ("bans", "class"),
    ("takeback", "redact"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::input::command::parse;
    use crate::speech;
    use crate::speech::Language;

    #[test]
    fn every_command_that_asks_for_something_has_an_example_that_works() {
        // What is typed behind it, the server shows; what is text needs no example.
        const NONE: [&str; 2] = ["claim", "/TEXT"];
        let all = Language::ALL.map(speech::of).into_iter();
        let all = all.flat_map(|speech| {
            let usages = list::all(speech).into_iter();
            usages.map(move |(usage, _)| (speech, usage))
        });
        for (speech, usage) in all {
            let name = name(usage);
            let asks = usage.contains(' ') && !NONE.contains(&name);
            let Some(example) = example(name, speech) else {
                assert!(!asks, "{usage}");
                continue;
            };
            let typed = example.strip_prefix(&format!("/{name}"));
            assert!(typed.is_some_and(|rest| rest.starts_with(' ')), "{example}");
            assert!(parse(example, speech).is_ok(), "{example}");
        }
    }

    #[test]
    fn one_command_is_explained_by_each_of_its_names() {
        let words = speech::of(Language::English);
        let expected =
            "/who  who is here; /who ROOM elsewhere\nfor example: /who lab2\nalso: /names, /w";
        for asked in ["who", "/WHO", "names"] {
            assert_eq!(explain(asked, words).as_deref(), Ok(expected));
        }
        for (one, with) in TOLD_WITH {
            assert_eq!(explain(one, words), explain(with, words));
            assert!(parse(&format!("/{one}"), words).is_ok(), "{one}");
        }
        let words = speech::of(Language::Portuguese);
        let expected = "/bare  só o texto, para o selecionar";
        assert_eq!(explain("bare", words).as_deref(), Ok(expected));
    }

    #[test]
    fn a_word_that_is_none_is_told_the_nearest() {
        let words = speech::of(Language::English);
        let wrong = |asked: &str| explain(asked, words).unwrap_err();
        assert_eq!(
            wrong("jion"),
            "there is no command /jion: did you mean /join?"
        );
        assert_eq!(
            wrong("quti"),
            "there is no command /quti: did you mean /quit?"
        );
        assert_eq!(
            wrong("xyzzy"),
            "there is no command /xyzzy: /help lists them"
        );
    }
}
