//! The file under the command line, and what is printed of both.

use clap::CommandFactory;
use clap::FromArgMatches;
use proptest::prelude::*;

use super::*;
use crate::app::settings::Depth;
use crate::cli;
use crate::cli::Args;
use crate::speech;
use crate::speech::Language;

/// What stands in the end, as `--print-config` tells it without comments.
fn together(file: &str, flags: &[&str]) -> String {
    let speech = speech::of(Language::English);
    let said: Vec<OsString> = ["chat-tui"]
        .iter()
        .chain(flags)
        .map(OsString::from)
        .collect();
    let flags = Args::command().get_matches_from(&said);
    let mut sources = Sources::none(speech);
    sources.entries = file::read(file, &Args::command(), speech).unwrap();
    sources
        .entries
        .retain(|entry| stands(&Args::command(), &flags, entry));
    let matches = merged(Args::command(), said, &sources).unwrap();
    let mut args = Args::from_arg_matches(&matches).unwrap();
    args.address = args.address.or_else(|| sources.server());
    let world = cli::World {
        terminal: true,
        login: None,
        colours: Depth::Sixteen,
        seed: 7,
        sources,
    };
    let settings = cli::understand(&args, &world).unwrap().settings;
    let server = args.address.as_deref();
    cli::printed::configuration(&Args::command(), (&matches, server), &settings)
}

fn chosen(printed: &str) -> Vec<&str> {
    let lines = printed
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.filter(|line| *line != "[keys]").collect()
}

#[track_caller]
fn stands_then(file: &str, args: &[&str], expected: &[&str]) {
    assert_eq!(chosen(&together(file, args)), expected);
}

#[test]
fn the_command_line_stands_over_the_file_and_the_file_over_the_defaults() {
    stands_then("", &[], &[]);
    stands_then("name = 'ana'", &[], &[r#"name = "ana""#]);
    stands_then("name = 'ana'", &["--name", "bob"], &[r#"name = "bob""#]);
    stands_then("room = ['a', 'b']", &["--room", "c"], &[r#"room = "c""#]);
    stands_then(
        "people-list = false\nport = 4000",
        &["--times=seconds"],
        &["port = 4000", r#"times = "seconds""#, "people-list = false"],
    );
}

#[test]
fn another_way_to_the_server_on_the_command_line_takes_the_place_of_the_files() {
    stands_then("udp = true", &["--tcp"], &["tcp = true"]);
    stands_then("server = 'lab'", &["--host"], &["host = true"]);
    stands_then("server = 'lab'", &["--unix", "/x"], &[r#"unix = "/x""#]);
    stands_then("unix = '/x'", &["lab"], &[r#"server = "lab""#]);
    stands_then(
        "udp = true\nserver = 'a'",
        &["b"],
        &[r#"server = "b""#, "udp = true"],
    );
}

#[test]
fn keys_of_the_command_line_stand_over_those_of_the_same_action() {
    let file = "[keys]\nundo = 'F5'\nhelp = ['F2', 'F3']";
    let printed = together(file, &["--key", "undo=F6"]);
    assert_eq!(
        chosen(&printed),
        [
            "undo = \"F6\"  # undo",
            "help = [\"F2\", \"F3\"]  # these keys"
        ]
    );
}

#[test]
fn the_printed_file_tells_every_option_and_what_it_is_for() {
    let printed = together("", &[]);
    let command = Args::command();
    let lasting = command
        .get_arguments()
        .filter(|arg| file::is_for_files(arg));
    for arg in lasting.filter(|arg| arg.get_id() != KEY) {
        let line = format!("#{} = ", file::name_of(arg));
        assert!(printed.contains(&line), "{line}: {printed}");
    }
    assert!(printed.contains(
        "# How many messages are kept, of all conversations together\n#history = 10000\n"
    ));
    assert!(printed.contains("#page-up = \"PgUp\"  # a page up\n"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn what_is_printed_is_read_back_to_the_same(
        path in "/[a-zA-Z \"'\\\\#áé=\\[\\]-]{1,12}",
        port in 0u16..,
        lists in any::<(bool, bool)>(),
        history in 100u32..1_000_000,
        key in "(F[56]|Ctrl-x [a-z]|Ctrl-[ot]|Alt-[gi-k])",
    ) {
        let file = format!(
            "port = {port}\nlog = {}\nroom-list = {}\npeople-list = {}\nhistory = {history}\nnotify = ['bell', 'osc9']\n[keys]\nundo = [{key:?}, 'F4']\nlast-room = []",
            toml::Value::from(path), lists.0, lists.1
        );
        let printed = together(&file, &[]);
        prop_assert_eq!(chosen(&printed).len(), 8);
        prop_assert_eq!(together(&printed, &[]), printed);
    }
}
