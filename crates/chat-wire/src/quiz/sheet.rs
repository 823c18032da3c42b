//! A worksheet: questions about a recording, their answers at the end.

use std::fmt::Write;

use crate::quiz::pose::KINDS;
use crate::quiz::pose::Posed;
use crate::quiz::pose::question;
use crate::quiz::texts::Question;
use crate::rows::Ladder;
use crate::words::language::Language;

/// At most so many questions, their answers at the end.
pub fn worksheet(ladder: &Ladder, most: usize, language: Language) -> String {
    let mut sheet = String::new();
    let mut answers = Vec::new();
    for (at, question) in spread(ladder, most, language).into_iter().enumerate() {
        let number = at + 1;
        let posed = Posed::of(question, at);
        push(&mut sheet, &format!("{number}. {}", posed.asked));
        for (letter, choice) in ('a'..).zip(&posed.choices) {
            push(&mut sheet, &format!("   {letter}) {choice}"));
        }
        push(&mut sheet, "");
        let letter = ('a'..='d').nth(posed.right).unwrap_or('a');
        answers.push(format!("{number}{letter}"));
    }
    if answers.is_empty() {
        return language.of(
            format_args!(
                "Nothing in this recording was decided by a rule that could be asked for.\n"
            ),
            format_args!(
                "Nada nesta gravação foi decidido por uma regra que se pudesse perguntar.\n"
            ),
        );
    }
    let answers = answers.join(" ");
    let end = language.of(
        format_args!("Answers: {answers}"),
        format_args!("Respostas: {answers}"),
    );
    push(&mut sheet, &end);
    sheet
}

/// Questions of all kinds, before a second one of any.
fn spread(ladder: &Ladder, most: usize, language: Language) -> Vec<Question> {
    let mut kinds: [Vec<Question>; KINDS] = Default::default();
    for row in ladder.rows.iter().filter(|row| !row.is_background) {
        if let Some((kind, question)) = question(row, language)
            && let Some(list) = kinds.get_mut(kind)
        {
            list.push(question);
        }
    }
    let longest = kinds.iter().map(Vec::len).max().unwrap_or(0);
    let all = (0..longest).flat_map(|at| kinds.iter().filter_map(move |list| list.get(at)));
    all.take(most).cloned().collect()
}

fn push(out: &mut String, line: &str) {
    // Writing to memory does not fail.
    let _ = writeln!(out, "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::merged;
    use crate::record;

    const LINES: &str = r#"{"event":"begin","program":"chat-tui","name":"ana"}
{"ms":1,"flow":"127.0.0.1:1","event":"sent","n":4,"try":2,"why":"timeout","bytes":9,"wait_ms":80}
{"ms":1,"flow":"127.0.0.1:1","event":"out","x":"00000001","bytes":9,"what":{"n":4,"try":2,"type":"msg"}}
{"ms":2,"flow":"127.0.0.1:1","event":"in","x":"00000002","bytes":9,"what":{"n":8,"type":"msg"}}
{"ms":2,"flow":"127.0.0.1:1","event":"held","n":8,"missing":7}
{"ms":3,"flow":"tcp 127.0.0.1:1","event":"read","x":"00000003","bytes":254,"ends":[105,223]}
{"ms":4,"flow":"127.0.0.1:1","event":"in","x":"00000004","bytes":9,"what":{"n":8,"try":2,"type":"msg"}}
{"ms":4,"flow":"127.0.0.1:1","event":"duplicate","n":8,"try":2}
"#;

    fn ladder() -> Ladder {
        merged(&record::read(LINES.as_bytes()).recordings).ladder
    }

    /// The choice that the last line says is right, of each question.
    fn right(sheet: &str) -> Vec<&str> {
        let answers = sheet.lines().last().unwrap().split(' ').skip(1);
        let mut found = Vec::new();
        for (question, answer) in sheet.split("\n\n").zip(answers) {
            let letter = answer.chars().last().unwrap();
            let start = format!("   {letter}) ");
            found.extend(question.lines().find_map(|line| line.strip_prefix(&*start)));
        }
        found
    }

    #[test]
    fn the_right_answer_is_what_the_recording_shows() {
        let sheet = worksheet(&ladder(), 10, Language::English);
        let expected = [
            "It keeps them until the rest of the frame comes.",
            "It acknowledges it again and says nothing again.",
            "4 alone leaves again, as copy 2.",
            "It keeps 8 until 7 has come, and then hands on both in order.",
        ];
        assert_eq!(right(&sheet), expected, "{sheet}");
        let other = worksheet(&ladder(), 10, Language::Portuguese);
        assert_eq!(right(&other).len(), 4, "{other}");
    }

    #[test]
    fn there_are_no_more_questions_than_are_wanted_and_none_where_nothing_was_decided() {
        assert_eq!(right(&worksheet(&ladder(), 2, Language::English)).len(), 2);
        let none = worksheet(&Ladder::default(), 10, Language::English);
        assert!(none.starts_with("Nothing"), "{none}");
    }
}
