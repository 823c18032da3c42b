//! What a file may say, and what it is told.

use clap::CommandFactory;

use super::*;
use crate::cli::Args;
use crate::cli::translated;
use crate::speech;
use crate::speech::Language;

fn parsed(text: &str) -> Result<Vec<FileOption>, Complaint> {
    read(text, &Args::command(), speech::of(Language::English))
}

#[track_caller]
fn is(text: &str, words: &[&str]) {
    let entries = parsed(text).unwrap();
    let read: Vec<_> = entries.into_iter().flat_map(|entry| entry.words).collect();
    assert_eq!(read, words);
}

#[track_caller]
fn refused(text: &str, line: usize, told: &str) {
    let what = told.to_owned();
    assert_eq!(parsed(text), Err(Complaint { line, what }));
}

#[test]
fn what_a_file_says_is_what_a_command_line_would() {
    is("", &[]);
    is("\u{feff}name = 'ana'", &["--name=ana"]);
    is("port = 4000\nroom = 'lab'", &["--port=4000", "--room=lab"]);
    is("room = ['lobby', 'lab']", &["--room=lobby", "--room=lab"]);
    is(
        "udp = true\nserver = 'lab:4000'",
        &["--udp", "--", "lab:4000"],
    );
    is("udp = false\ntcp = true", &["--tcp"]);
    is("people-list = false", &["--people-list=off"]);
    is(
        "[keys]\nundo = ['F5', 'Ctrl-x u']\nhelp = []",
        &["--key=undo=F5", "--key=undo=Ctrl-x u", "--key=help="],
    );
}

#[test]
fn what_no_option_is_called_is_told_with_its_line_and_what_was_meant() {
    refused(
        "# mine\n\nnmae = 'ana'",
        3,
        "there is no option `nmae`: did you mean `name`?",
    );
    refused(
        "qqqq = 1",
        1,
        "there is no option `qqqq`: chat-tui --no-config --print-config lists them",
    );
    refused(
        "[keys]\nundo = 'F5'\nnext-rom = 'F6'",
        3,
        "no action is called `next-rom`: did you mean `next-room`?",
    );
    refused(
        "seed = 7",
        1,
        "`seed` is for one run of the program: give it on the command line, as --seed",
    );
}

#[test]
fn a_wrong_value_is_told_with_what_is_allowed() {
    refused(
        "theme = 'drak'",
        1,
        "`theme` cannot be `drak`: it is one of terminal, dark, light, high-contrast: did you mean `dark`?",
    );
    refused(
        "port = 99999",
        1,
        "`port` cannot be `99999`: a port is a number from 0 to 65535",
    );
    refused("udp = 'yes'", 1, "`udp` is true or false");
    refused(
        "name = ['ana']",
        1,
        "`name` is one value, such as a text in quotes or a number",
    );
    refused(
        "room = [['a']]",
        1,
        "`room` is a value, or a list of values in brackets",
    );
    refused(
        "tcp = true\nudp = true",
        2,
        "`tcp` and `udp` cannot both be set: take one of them out",
    );
    refused(
        "host = true\nserver = 'lab'",
        2,
        "`host` and `server` cannot both be set: take one of them out",
    );
    let words = speech::of(Language::English).configuration.wants_keys();
    refused("keys = 3", 1, words);
    let syntax = parsed("name = 'ana'\nx = = 1").unwrap_err();
    assert_eq!(syntax.line, 2, "{syntax:?}");
}

#[test]
fn what_is_for_one_run_is_an_option() {
    let command = translated::command(Args::command(), speech::of(Language::Portuguese));
    for one_run in ONE_RUN {
        let mut all = command.get_arguments();
        assert!(all.any(|arg| arg.get_id() == one_run), "{one_run}");
    }
}

#[test]
fn all_weather_is_for_one_run() {
    let command = Args::command();
    let weather = command
        .get_arguments()
        .filter(|arg| arg.get_help_heading() == Some("Weather"));
    let mut weather = weather.peekable();
    assert!(weather.peek().is_some());
    for arg in weather {
        assert!(!is_for_files(arg), "{}", arg.get_id());
    }
}
