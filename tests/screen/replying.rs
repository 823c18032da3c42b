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

#[test]
fn signs_and_corrections_stand_with_the_message_on_every_screen() {
    let server = house::server();
    let address = server.tcp()[0].to_string();
    let at = |name| joined(Launch::new(CLIENT, &[&address, "--name", name]).size(90, 24));
    let (ana, bob) = (at("ana"), at("bob"));
    bob.says("teh cable");
    ana.shows("teh cable");
    ana.key(ALT_UP);
    ana.shows("+ sign");
    ana.key(b"+");
    ana.shows("Esc none");
    ana.key(b"1");
    // Below it, on a row of its own.
    for screen in [&ana, &bob] {
        screen.shows_that("the sign below the message", |screen| {
            let rows: Vec<_> = screen.rows(0, 90).collect();
            let at = rows.iter().position(|row| row.contains("teh cable"));
            let below = at.and_then(|at| rows.get(at + 1));
            below.is_some_and(|row| row.contains("👍"))
        });
    }
    bob.key(ALT_UP);
    bob.shows("e correct");
    bob.key(b"e");
    bob.shows("corrects bob: teh cable");
    // Ctrl-u takes away what came back into the input.
    bob.key(b"\x15");
    bob.says("the cable");
    for screen in [&ana, &bob] {
        screen.shows_row("the new words, marked", |row| row.contains("the cable ✎"));
        screen.shows_that("no others", |screen| {
            !screen.contents().contains("teh cable")
        });
    }
    // The same sign again takes it back.
    ana.key(ALT_UP);
    ana.shows("+ sign");
    ana.key(b"+");
    ana.shows("Esc none");
    ana.key(b"1");
    bob.shows_that("no sign", |screen| !screen.contents().contains("👍"));
    bob.says("/list");
    bob.shows("#lobby  2 people");
    bob.says("/topic cables");
    ana.shows_row("the topic above all", |row| row.contains("#lobby  cables"));
}
