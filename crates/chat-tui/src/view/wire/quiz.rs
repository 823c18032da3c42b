//! What happens next? The question with its choices, and what there is to say once
//! somebody has answered: in place of the sentence.

use chat_wire::explain::explain;
use chat_wire::marks::Mark;
use chat_wire::page::wrapped;
use chat_wire::quiz::pose::Posed;
use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::app::App;
use crate::app::wire::player::Player;
use crate::app::wire::quiz::Quiz;
use crate::app::wire::quiz::Stand;
use crate::areas::Area;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::view::wire::tongue;

pub(in crate::view::wire) fn draw(
    buffer: &mut Buffer,
    area: Area,
    (app, quiz): (&App, &Quiz),
    theme: &Theme,
) {
    let room = usize::from(area.width.saturating_sub(2)).max(1);
    let lines = match quiz.stand() {
        Stand::Waits => waits(app, theme, room),
        Stand::Asked(posed) => asked(app, theme, (posed, room)),
        Stand::Answered(posed, given) => answered(app, theme, (posed, given, room)),
    };
    for (y, (line, style)) in (area.y..area.y + area.height).zip(lines) {
        let x = paint::put(buffer, (area.x, y), 1, "▌", theme.hint);
        paint::put(buffer, (x, y), area.width - 1, &line, style);
    }
}

type Lines = Vec<(String, Style)>;

fn waits(app: &App, theme: &Theme, room: usize) -> Lines {
    let words = &app.speech.doing;
    let player = app.wire.player();
    let is_over = player.is_some_and(|player: &Player| !player.plays());
    let said = if is_over {
        words.quiz_is_over()
    } else {
        words.quiz_waits()
    };
    styled(wrapped(said, room), theme.own)
}

fn asked(app: &App, theme: &Theme, (posed, room): (&Posed, usize)) -> Lines {
    let mut lines = styled(wrapped(&posed.asked, room), theme.own);
    for (at, choice) in posed.choices.iter().enumerate() {
        let choice = format!(" {}  {choice}", at + 1);
        lines.push((choice, theme.text));
    }
    lines.push((app.speech.doing.quiz_keys().to_owned(), theme.quiet));
    lines
}

/// The choice that was right, the one that was given, and why.
fn answered(app: &App, theme: &Theme, (posed, given, room): (&Posed, usize, usize)) -> Lines {
    let words = &app.speech.doing;
    let is_right = given == posed.right;
    let (said, style) = if is_right {
        (words.right().to_owned(), theme.own)
    } else {
        (words.wrong(posed.right + 1), theme.trouble)
    };
    let mut lines = vec![(said, style)];
    for (at, choice) in posed.choices.iter().enumerate() {
        let mark = match (at == posed.right, at == given) {
            (true, _) => Mark::Came.sign(app.settings.is_ascii()),
            (false, true) => Mark::Lost.sign(app.settings.is_ascii()),
            (false, false) => continue,
        };
        lines.push((format!(" {} {mark} {choice}", at + 1), theme.text));
    }
    let row = app.wire.chosen();
    let row = row.and_then(|at| app.wire.ladder().rows.get(at));
    let why = row.map(|row| explain(row, tongue::language(app)));
    let why = wrapped(&why.unwrap_or_default(), room);
    lines.extend(styled(why, theme.own));
    lines.push((words.quiz_next().to_owned(), theme.quiet));
    lines
}

fn styled(lines: Vec<String>, style: Style) -> Lines {
    lines.into_iter().map(|line| (line, style)).collect()
}
