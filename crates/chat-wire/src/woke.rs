//! Who woke the program: keyboard, socket, timer, screen on one time axis. What
//! asynchronous means is seen there.

use unicode_width::UnicodeWidthStr;

use crate::rows::Ladder;
use crate::rows::turns::Turn;
use crate::rows::turns::Woken;
use crate::words::language::Language;

/// The lines of the picture, in so many columns, up to the newest.
pub fn woke(ladder: &Ladder, width: usize, language: Language) -> Vec<String> {
    let Some(end) = ladder.turns.iter().map(|turn| turn.at).max() else {
        return vec![language.of_three(
            format_args!(" Nothing has woken the program since one looks here: press a key, or let somebody say something."),
            format_args!(" Nada acordou o programa desde que aqui se olha: prima uma tecla, ou deixe alguém dizer algo."), format_args!(" Nada acordou o programa desde que se olha aqui: pressione uma tecla, ou deixe alguém dizer algo."),
        )];
    };
    let room = width.saturating_sub(NAMES + COUNTS).max(8);
    let column = scale(ladder, end, room);
    let start = end - column * i64::try_from(room - 1).unwrap_or(0);
    let step = language.time(column);
    let mut lines = vec![language.of(
        format_args!(
            " {:NAMES$}1 column is {step}; the newest is at the right",
            ""
        ),
        format_args!(
            " {:NAMES$}1 coluna são {step}; o mais novo está à direita",
            ""
        ),
    )];
    for what in Woken::ALL {
        let turns: Vec<_> = ladder
            .turns
            .iter()
            .filter(|turn| turn.what == what)
            .collect();
        let shown: Vec<_> = turns.into_iter().filter(|turn| turn.at >= start).collect();
        let axis = axis(&shown, (start, column), room);
        let name = name(what, language);
        let blanks = " ".repeat(NAMES.saturating_sub(name.width()));
        lines.push(format!(
            " {name}{blanks}{axis}  {}",
            counts(&shown, language)
        ));
    }
    lines
}

/// What is to be said of it.
pub fn sentence(language: Language) -> String {
    language.of(
        format_args!("One loop waits for all of these at once and does whichever comes first; none of them ever waits for another, and in between the program uses no time at all. That is what asynchronous means."),
        format_args!("Um só ciclo espera por todos ao mesmo tempo e trata o que vier primeiro; nenhum espera por outro, e pelo meio o programa não gasta tempo nenhum. É isto que quer dizer assíncrono."),
    )
}

/// A round number of microseconds, so that the newest forty or so are in sight.
fn scale(ladder: &Ladder, end: i64, room: usize) -> i64 {
    let first = ladder.turns.iter().rev().nth(IN_SIGHT).map(|turn| turn.at);
    let first = first.or_else(|| ladder.turns.iter().next().map(|turn| turn.at));
    let span = (end - first.unwrap_or(end)).max(0);
    let room = i64::try_from(room).unwrap_or(i64::MAX);
    let fits = |step: &&i64| span <= step.saturating_mul(room);
    STEPS.iter().find(fits).copied().unwrap_or(LONGEST)
}

/// `··│··2│····`.
fn axis(turns: &[&Turn], (start, column): (i64, i64), room: usize) -> String {
    let mut cells = vec![0_u32; room];
    for turn in turns {
        let at = usize::try_from((turn.at - start) / column).unwrap_or(0);
        if let Some(cell) = cells.get_mut(at) {
            *cell += 1;
        }
    }
    let cell = |count: u32| match count {
        0 => '·',
        1 => '│',
        2..10 => char::from_digit(count, 10).unwrap_or('+'),
        _ => '+',
    };
    cells.into_iter().map(cell).collect()
}

fn name(what: Woken, language: Language) -> &'static str {
    match what {
        Woken::Keyboard => language.word(["keyboard", "teclado"]),
        Woken::Socket => language.word(["socket", "socket"]),
        Woken::Timer => language.word(["timer", "relógio"]),
        Woken::Signal => language.word(["system", "sistema"]),
        Woken::Screen => language.word(["screen", "ecrã", "tela"]),
    }
}

/// How often, and how long it took at most.
fn counts(turns: &[&Turn], language: Language) -> String {
    let count = turns.len();
    let Some(worst) = turns.iter().map(|turn| turn.took).max() else {
        return "0".to_owned();
    };
    let worst = language.time_finely(worst);
    format!("{count} ≤ {worst}")
}

/// Columns of the names, and of what stands behind the axis.
const NAMES: usize = 10;
const COUNTS: usize = 18;

/// Turns that are in sight.
const IN_SIGHT: usize = 40;

/// Microseconds of a column.
const STEPS: [i64; 10] = [
    1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, LONGEST,
];
const LONGEST: i64 = 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::Live;
    use crate::record;
    use crate::rows::party::Side;

    #[test]
    fn a_line_that_comes_between_two_keys_stands_between_them() {
        let mut live = Live::new(Side::Client, "ana");
        for line in [
            r#"{"ms":10.2,"event":"woke","by":"keyboard","took_ms":0.2}"#,
            r#"{"ms":11.0,"event":"drawn","bytes":812,"took_ms":0.4}"#,
            r#"{"ms":14.1,"event":"woke","by":"socket","took_ms":0.1}"#,
            r#"{"ms":20.2,"event":"woke","by":"keyboard","took_ms":0.2}"#,
            r#"{"ms":20.3,"event":"woke","by":"keyboard","took_ms":0.2}"#,
        ] {
            live.take_line(record::line(line.as_bytes()).unwrap());
        }
        let seen = woke(live.ladder(), 44, Language::English).join("\n");
        let expected = "           1 column is 1.0 ms; the newest is at the right
 keyboard  ····│·········││  3 ≤ 0.20 ms
 socket    ········│·······  1 ≤ 0.10 ms
 timer     ················  0
 system    ················  0
 screen    ·····│··········  1 ≤ 0.40 ms";
        assert_eq!(seen, expected, "\n{seen}");
        assert!(live.ladder().rows.is_empty(), "none of it is a row");
    }

    #[test]
    fn no_width_fails_and_what_is_forgotten_is_bounded() {
        let mut live = Live::new(Side::Client, "ana");
        for ms in 0..5000 {
            let turn = format!(r#"{{"ms":{ms}.0,"event":"woke","by":"timer","took_ms":0.1}}"#);
            live.take_line(record::line(turn.as_bytes()).unwrap());
        }
        assert!(live.ladder().turns.iter().count() <= 1024);
        for width in 0..200 {
            for language in Language::ALL {
                assert_eq!(woke(live.ladder(), width, language).len(), 6);
            }
        }
    }
}
