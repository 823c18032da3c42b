//! The screen in ASCII, for a terminal that shows nothing else: each sign of ours becomes
//! one that says the like. Letters that people write stay as they are.

use ratatui::buffer::Buffer;

/// What stands in the cells becomes ASCII, as far as it is a sign of ours.
pub(in crate::view) fn reduce(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if let Some(ascii) = meaning(cell.symbol()) {
            cell.set_symbol(ascii);
        }
    }
}

fn meaning(sign: &str) -> Option<&'static str> {
    if sign.is_ascii() {
        return None;
    }
    let mut known = SIGNS.iter().filter(|(signs, _)| signs.contains(sign));
    known.next().map(|(_, ascii)| *ascii)
}

/// Signs one column wide, and what stands for them.
const SIGNS: [(&str, &str); 24] = [
    ("─┄╌", "-"),
    ("━═", "="),
    ("│┃▌▏▕", "|"),
    ("┆┊┇", ":"),
    ("┬┴┼┌┐└┘╭╮╯╰", "+"),
    ("┣├", "["),
    ("┫┤", "]"),
    ("→▸►»›", ">"),
    ("←◂«‹", "<"),
    ("↑▴▲", "^"),
    ("↓▾▼", "v"),
    ("●○◦•∙⁕", "*"),
    ("✓", "+"),
    ("✗×✕", "x"),
    ("≡", "="),
    ("…┅", "~"),
    ("·", "."),
    ("█▉▊▋▍▎▇▆▅▄", "#"),
    ("▁▂▃", "_"),
    ("±≈", "~"),
    ("⏎↵", "$"),
    ("↳", ">"),
    ("✎", "*"),
    ("◆", "#"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_become_ascii_one_for_one_and_letters_stay() {
        let mut buffer = Buffer::with_lines(["─│✓ olá… 漢 ┣━┫ →≡✗"]);
        reduce(&mut buffer);
        assert_eq!(buffer, Buffer::with_lines(["-|+ olá~ 漢 [=] >=x"]));
    }

    #[test]
    fn whatever_stands_for_a_sign_is_one_column_of_ascii() {
        for (signs, ascii) in SIGNS {
            assert!(ascii.is_ascii() && ascii.len() == 1, "{signs}");
            for sign in signs.chars() {
                assert_eq!(crate::wrap::width(&sign.to_string()), 1, "{sign}");
            }
        }
    }
}
