//! A worksheet: what happens next? Only what a rule decides is asked (a timer, an
//! acknowledgement, an order, a border), never what was drawn by chance. Of the choices
//! one is what the recording shows, the others are the rules of other protocols, and what
//! beginners believe.

use std::fmt::Write;

use crate::marks::Mark;
use crate::payload::Payload;
use crate::record::event::Why;
use crate::rows::Ladder;
use crate::rows::row::Note;
use crate::rows::row::Row;
use crate::rows::row::What;
use crate::words::language::Language;

/// What is asked of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Question {
    asked: String,
    /// The right one first.
    choices: [String; 4],
}

/// At most so many questions, their answers at the end.
pub fn worksheet(ladder: &Ladder, most: usize, language: Language) -> String {
    let mut sheet = String::new();
    let mut answers = Vec::new();
    for (at, question) in spread(ladder, most, language).into_iter().enumerate() {
        let number = at + 1;
        // Which place the right one has is the same each time, and no pattern.
        let right = (at * 3 + at / 4 + 1) % 4;
        let [answer, one, two, three] = &question.choices;
        let mut choices = vec![one, two, three];
        choices.insert(right, answer);
        push(&mut sheet, &format!("{number}. {}", question.asked));
        for (letter, choice) in ('a'..).zip(choices) {
            push(&mut sheet, &format!("   {letter}) {choice}"));
        }
        push(&mut sheet, "");
        let letter = ('a'..='d').nth(right).unwrap_or('a');
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
    let mut kinds: [Vec<Question>; 5] = Default::default();
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

/// The question of a row, and its kind.
fn question(row: &Row, language: Language) -> Option<(usize, Question)> {
    if let What::Read(chunk) = &row.what {
        let kept = chunk.kept.filter(|kept| *kept > 0)?;
        return Some((0, border(chunk.bytes, chunk.lines, kept).of(language)));
    }
    let (n, copy) = row.payload().and_then(Payload::frame)?;
    if row.mark == Mark::Duplicate {
        return Some((1, duplicate(n, copy).of(language)));
    }
    row.notes.iter().find_map(|note| match note {
        Note::Again(Why::Timeout, _) => Some((2, timeout(n, copy).of(language))),
        Note::Again(Why::Overtaken, _) => Some((3, overtaken(n, copy).of(language))),
        Note::Kept { n, missing } => Some((4, kept(*n, *missing).of(language))),
        Note::Again(Why::New, _)
        | Note::Fate(..)
        | Note::Arrived
        | Note::Absent
        | Note::Confirmed { .. }
        | Note::CameBefore { .. }
        | Note::Refused { .. }
        | Note::Said { .. }
        | Note::Overtaken { .. }
        | Note::NotTaken(_)
        | Note::ReadAs(_)
        | Note::SameAgain
        | Note::NotThere => None,
    })
}

/// A question with its choices, in each language.
struct Both([[String; 2]; 5]);

impl Both {
    fn of(self, language: Language) -> Question {
        let [asked, right, one, two, three] = self.0.map(|[english, portuguese]| match language {
            Language::English => english,
            Language::Portuguese => portuguese,
        });
        Question {
            asked,
            choices: [right, one, two, three],
        }
    }
}

fn said(english: impl Into<String>, portuguese: impl Into<String>) -> [String; 2] {
    [english.into(), portuguese.into()]
}

fn border(bytes: usize, lines: u64, kept: usize) -> Both {
    Both([
        said(
            format!(
                "A read of a stream brings {bytes} bytes. In them frames end: {lines}, and {kept} bytes are behind the last end. What does the program do with these?"
            ),
            format!(
                "Uma leitura de um fluxo traz {bytes} bytes. Neles acabam mensagens: {lines}, e há {kept} bytes depois do último fim. Que faz o programa com esses?"
            ),
        ),
        said(
            "It keeps them until the rest of the frame comes.",
            "Guarda-os até vir o resto da mensagem.",
        ),
        said(
            "It takes them as a frame of their own.",
            "Toma-os por uma mensagem inteira.",
        ),
        said(
            "It drops them: TCP sends a broken message again.",
            "Deita-os fora: o TCP reenvia uma mensagem partida.",
        ),
        said(
            "It cannot happen: one send is one receive.",
            "Não acontece: um envio é uma recepção.",
        ),
    ])
}

fn duplicate(n: u32, copy: u16) -> Both {
    Both([
        said(
            format!(
                "Copy {copy} of frame {n} comes, and the frame had come before. What does the receiver do?"
            ),
            format!(
                "Chega a cópia {copy} da trama {n}, e a trama já tinha chegado. Que faz o receptor?"
            ),
        ),
        said(
            "It acknowledges it again and says nothing again.",
            "Confirma-a de novo e não repete nada.",
        ),
        said(
            "It is silent: it has answered once.",
            "Cala-se: já respondeu uma vez.",
        ),
        said(
            "It says the message a second time.",
            "Diz a mensagem segunda vez.",
        ),
        said(
            "It closes the link: the sender is wrong.",
            "Fecha a ligação: o emissor errou.",
        ),
    ])
}

fn timeout(n: u32, copy: u16) -> Both {
    Both([
        said(
            format!("Frame {n} has had no answer, and its wait ends. What happens?"),
            format!("A trama {n} não teve resposta, e acaba a sua espera. Que acontece?"),
        ),
        said(
            format!("{n} alone leaves again, as copy {copy}."),
            format!("Só a {n} sai outra vez, como cópia {copy}."),
        ),
        said(
            format!("{n} and all that left after it leave again."),
            format!("A {n} e tudo o que saiu depois dela saem outra vez."),
        ),
        said(
            format!("The receiver asks for {n}."),
            format!("O receptor pede a {n}."),
        ),
        said(
            "Nothing: what is lost is lost.",
            "Nada: o que se perdeu, perdeu-se.",
        ),
    ])
}

fn overtaken(n: u32, copy: u16) -> Both {
    Both([
        said(
            format!(
                "A frame that left after {n} is acknowledged, and {n} is not. What does the sender of {n} do?"
            ),
            format!(
                "É confirmada uma trama que saiu depois da {n}, e a {n} não. Que faz quem enviou a {n}?"
            ),
        ),
        said(
            format!("It sends {n} again as copy {copy}, before its timer expires."),
            format!("Envia outra vez a {n}, como cópia {copy}, antes de acabar o temporizador."),
        ),
        said(
            "It waits until the timer expires.",
            "Espera até acabar o temporizador.",
        ),
        said(
            "It sends all again from there on.",
            "Envia tudo outra vez a partir daí.",
        ),
        said("It gives the link up.", "Desiste da ligação."),
    ])
}

fn kept(n: u32, missing: u32) -> Both {
    Both([
        said(
            format!(
                "Frame {n} comes, and {missing} is missing. What does the receiver do with {n}?"
            ),
            format!("Chega a trama {n}, e falta a {missing}. Que faz o receptor com a {n}?"),
        ),
        said(
            format!("It keeps {n} until {missing} has come, and then hands on both in order."),
            format!("Guarda a {n} até chegar a {missing}, e depois entrega as duas por ordem."),
        ),
        said(
            format!("It hands on {n} at once."),
            format!("Entrega logo a {n}."),
        ),
        said(
            format!("It drops {n}: it will be sent again."),
            format!("Deita fora a {n}: será enviada outra vez."),
        ),
        said(
            format!("It hands on {n} and never {missing}."),
            format!("Entrega a {n} e nunca a {missing}."),
        ),
    ])
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
