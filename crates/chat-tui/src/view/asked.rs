//! What is asked before something goes out, for the status row: as many words as
//! it has room for, and of these the keys that answer last of all.

use crate::app::App;
use crate::app::event::Action;
use crate::app::focus::question;
use crate::app::input::held::Held;
use crate::speech::topic::writing;
use crate::wrap;

/// What is asked now, if anything is, in at most so many columns where that can be.
pub(in crate::view) fn words(app: &App, room: usize) -> Option<String> {
    let (whole, (about, answers)) = match (&app.held, &app.asked) {
        (Some(held), _) => (paste(app, held), paste_in_brief(app, held)),
        (None, Some(question)) => {
            let keymap = &app.settings.keymap;
            let brief = question.in_brief(app.speech, keymap);
            (question.words(app.speech, keymap), brief)
        }
        (None, None) => {
            let lines = app.composer().lines_at_once();
            if lines == 0 {
                return None;
            }
            (at_once(app, lines), at_once_in_brief(app, lines))
        }
    };
    let keys = |count: usize| answers.get(..count).unwrap_or_default().join(" · ");
    let all = answers.len();
    let brief = format!("{about} · {}", keys(all));
    let fewer = (1..=all).rev().map(keys);
    let forms = [whole, brief].into_iter().chain(fewer);
    let forms: Vec<_> = forms.collect();
    let fits = forms.iter().find(|form| wrap::width(form) <= room);
    fits.or_else(|| forms.last()).cloned()
}

fn at_once(app: &App, lines: usize) -> String {
    let send = question::key(&app.settings.keymap, Action::Send);
    app.speech.writing.at_once(writing::AtOnce { lines, send })
}

fn at_once_in_brief(app: &App, lines: usize) -> (String, Vec<String>) {
    let words = &app.speech.writing;
    let send = question::answer(&app.settings.keymap, Action::Send, words.send_hint());
    (words.brief_at_once(lines), vec![send])
}

fn paste(app: &App, held: &Held) -> String {
    let words = &app.speech.writing;
    match held.parts {
        0 | 1 => words.paste_held(writing::PasteHeld {
            lines: held.lines,
            bytes: held.bytes,
        }),
        parts => words.paste_held_parts(writing::PasteHeldParts {
            lines: held.lines,
            bytes: held.bytes,
            count: parts,
        }),
    }
}

fn paste_in_brief(app: &App, held: &Held) -> (String, Vec<String>) {
    let words = &app.speech.writing;
    let send = match held.parts {
        0 | 1 => words.send_hint().to_owned(),
        parts => words.send_parts_hint(parts),
    };
    let answer = |action, does| question::answer(&app.settings.keymap, action, does);
    let answers = [
        answer(Action::Send, &send),
        answer(Action::Escape, words.drop_hint()),
        answer(Action::Complete, words.edit_hint()),
    ];
    (words.brief_paste(held.lines), answers.into())
}
