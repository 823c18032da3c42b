//! Takes the terminal as the client does, paints on it, and panics.

use std::io::Read;

use chat_tui::painted::Painted;
use chat_tui::terminal::Tells;
use chat_tui::terminal::Terminal;
use ratatui::style::Color;

#[expect(clippy::panic, reason = "that is what it is for")]
fn main() {
    let tells = Tells {
        keys_apart: false,
        mouse: true,
    };
    let mut terminal = Terminal::take(tells).unwrap_or_else(|error| panic!("{error}"));
    let drawn = terminal.draw(|frame| {
        frame.set_string(0, 0, "before the panic", (Color::Red, Color::Blue));
        Painted::default()
    });
    drawn.unwrap_or_else(|error| panic!("{error}"));
    // Whoever watches presses a key when it has been seen.
    let _ = std::io::stdin().read(&mut [0]);
    panic!("on purpose");
}
