//! A message is chosen and answered, and everybody sees to what.

use chat_tests::terminal::Launch;

use crate::house;
use crate::house::CLIENT;
use crate::house::joined;

const ALT_UP: &[u8] = b"\x1b[1;3A";

#[test]
fn an_answer_stands_below_what_it_answers_on_every_screen() {
    let server = house::server();
    let address = server.tcp()[0].to_string();
    let at = |name| joined(Launch::new(CLIENT, &[&address, "--name", name]).size(90, 24));
    let (ana, bob) = (at("ana"), at("bob"));
    bob.says("does accept wait for ever?");
    ana.shows("for ever?");
    bob.says("and recv?");
    ana.shows("and recv?");
    // The newest, the one above it, and the answer.
    ana.key(ALT_UP);
    ana.shows("r answer");
    ana.key(ALT_UP);
    ana.key(b"r");
    ana.shows("answers bob: does accept wait for ever?");
    ana.says("until somebody comes");
    for screen in [&ana, &bob] {
        screen.shows_that("the quote above the answer", |screen| {
            let rows: Vec<_> = screen.rows(0, 90).collect();
            let quote = rows
                .iter()
                .position(|row| row.contains("↳ bob: does accept"));
            quote.is_some_and(|at| {
                let below = rows.get(at + 1);
                below.is_some_and(|row| row.contains("until somebody comes"))
            })
        });
    }
    // Whoever chooses a message and goes back has written nothing.
    bob.key(ALT_UP);
    bob.shows("r answer");
    bob.key(b"\x1b");
    bob.shows_that("the input", |screen| {
        !screen.contents().contains("r answer")
    });
    bob.says("thanks");
    ana.shows_row("no answer", |row| {
        row.contains("thanks") && !row.contains('↳')
    });
}
