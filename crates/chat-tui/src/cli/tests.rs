//! Arguments to what is done.

use super::*;
use crate::speech::Language;

fn english() -> &'static Speech {
    speech::of(Language::English)
}

fn read(args: &[&str]) -> Result<Config, Failure> {
    let args = Args::try_parse_from(["chat-tui"].iter().chain(args));
    let args = args.map_err(|error| Failure::Usage(error.to_string()))?;
    let world = World {
        terminal: true,
        login: Some("ana".to_owned()),
        colours: Depth::Sixteen,
        seed: 7,
        sources: Sources::none(english()),
    };
    understand(&args, &world).map(|run_config| run_config.config)
}

#[track_caller]
fn place_is(args: &[&str], expected: &str) {
    let place = match read(args).unwrap().place {
        ServerLocation::At(endpoint) => endpoint.to_string(),
        ServerLocation::Here(port) => format!("here {port}"),
        ServerLocation::Hosted(port) => format!("hosted {port}"),
        ServerLocation::Demo(people, over) => format!("demo {people} {over}"),
    };
    assert_eq!(place, expected);
}

#[test]
fn every_spelling_of_an_address_is_understood() {
    place_is(&[], "here 1234");
    place_is(&["--host"], "hosted 1234");
    place_is(&["localhost"], "tcp localhost:1234");
    place_is(&["192.168.1.7:4000"], "tcp 192.168.1.7:4000");
    place_is(&["--udp", "lab"], "udp lab:1234");
    place_is(&["::1"], "tcp [::1]:1234");
    place_is(&["[::1]:4000"], "tcp [::1]:4000");
    place_is(&["[::1]", "--port", "9"], "tcp [::1]:9");
    place_is(&["--unix", "/tmp/chat"], "unix /tmp/chat");
    place_is(&["--demo"], "demo 3 udp");
    place_is(&["--demo", "8", "--tcp"], "demo 8 tcp");
    place_is(&["--demo=2", "--drop", "30%"], "demo 2 udp");
}

#[test]
fn a_demo_takes_no_key_and_no_password() {
    let config = read(&["--demo"]).unwrap();
    assert!(!config.key.wanted && !config.key.keep);
    assert_eq!(config.password, None);
}

#[test]
fn wrong_usage_is_told_with_status_two() {
    for args in [
        &["lab:x"][..],
        &["--highlight", "prova,?!", "lab"],
        &["lab:99999"],
        &["[::1"],
        &[":1234"],
        &["http://lab"],
        &["--name", "a b"],
        &["--name", "server"],
        &["--room", "a/b"],
        &["--plain"],
        &["--tcp", "--udp", "lab"],
        &["--host", "lab"],
        &["--demo", "1"],
        &["--demo", "9"],
        &["--demo", "lab"],
        &["lab", "--demo"],
        &["--demo", "--host"],
        &["--demo", "--port", "4000"],
        &["--demo", "--unix", "/tmp/chat"],
        &["--demo", "--observe"],
        &["--demo", "--find"],
        &["--demo", "--plain"],
        &["--demo", "--json"],
        &["--demo", "--tls"],
        &["--demo", "--key-file", "k"],
        &["--demo", "--password-file", "p"],
    ] {
        let failure = read(args).unwrap_err();
        assert_eq!(failure.status(), 2, "{args:?}: {failure:?}");
    }
}

#[test]
fn the_login_name_is_used_where_it_can_be_a_name() {
    for (login, expected) in [
        (Some("ana"), "ana"),
        (Some("DOMAIN\\ana maria"), "DOMAINanamaria"),
        (Some("guest-7"), "student-1007"),
        (Some(""), "student-1007"),
        (None, "student-1007"),
    ] {
        assert_eq!(usual::name(login, 7, english()).unwrap().as_str(), expected);
    }
}

#[test]
fn the_arguments_are_consistent() {
    Args::command().debug_assert();
}

#[test]
fn every_option_is_described_in_every_language() {
    for language in Language::ALL {
        let speech = speech::of(language);
        let Some(words) = &speech.options else {
            continue;
        };
        let command = translated::command(Args::command(), speech);
        command.clone().debug_assert();
        let mut options: Vec<_> = command.get_arguments().collect();
        options.sort_by_key(|option| option.get_id().as_str());
        let known: Vec<_> = options.iter().map(|o| o.get_id().as_str()).collect();
        let mut described: Vec<_> = words.described().collect();
        described.sort_unstable();
        assert_eq!(described, known, "{language:?}");
        let replay = command.find_subcommand("replay").unwrap();
        let own = replay.get_arguments().map(|o| o.get_id().as_str());
        let own: Vec<_> = own.filter(|option| *option != "help").collect();
        let described: Vec<_> = words.replay.described().collect();
        assert_eq!(described, own, "{language:?}");
    }
}

#[test]
fn the_help_is_in_portuguese_where_that_is_asked_for() {
    let speech = speech::of(Language::Portuguese);
    let mut command = translated::command(Args::command(), speech);
    let help = command.render_long_help().to_string();
    for word in ["Usage", "Options", "default", "possible values", "the "] {
        assert!(!help.contains(word), "{word}: {help}");
    }
    assert!(help.contains("Utilização: chat-tui"), "{help}");
    assert!(help.contains("[predefinição: 1234]"), "{help}");
    let replay = ["chat-tui", "replay", "--help"];
    let help = command.try_get_matches_from(replay).unwrap_err();
    let help = help.render().to_string();
    assert!(help.contains("Utilização: chat-tui replay"), "{help}");
    assert!(help.contains("Desenhar a escada"), "{help}");
}

#[test]
fn what_cannot_be_understood_is_said_in_portuguese() {
    let speech = speech::of(Language::Portuguese);
    let command = translated::command(Args::command(), speech);
    for (arguments, told) in [
        (&["--bogus"][..], "opção desconhecida: '--bogus'\n"),
        (&["--drop"], "falta um valor para '--drop"),
        (&["--port", "x"], "valor inválido: 'x' para '--port"),
        (
            &["--tcp", "--tcp"],
            "a opção '--tcp' só se pode indicar uma vez",
        ),
        (&["--tcp", "--udp"], "não se pode usar com"),
    ] {
        let argv = std::iter::once(&"chat-tui").chain(arguments);
        let error = command.clone().try_get_matches_from(argv).unwrap_err();
        let words = translated::refusal(&error, speech).unwrap();
        assert!(words.contains(told), "{words}");
        for english in ["error", "found", "Usage", "For more", "the argument", "tip"] {
            assert!(!words.contains(english), "{english}: {words}");
        }
    }
    let help = command.clone().try_get_matches_from(["chat-tui", "--help"]);
    assert!(translated::refusal(&help.unwrap_err(), speech).is_none());
}

#[test]
fn the_help_of_brazil_has_all_the_options_in_its_own_words() {
    let speech = speech::of(Language::Brazilian);
    let mut command = translated::command(Args::command(), speech);
    let help = command.render_long_help().to_string();
    for word in [
        "Utilização",
        "ficheiro",
        "FICHEIRO",
        "ecrã",
        "porto",
        "PORTO",
    ] {
        assert!(!help.contains(word), "{word}: {help}");
    }
    for word in ["Uso: chat-tui", "[padrão: 1234]", "HOST[:PORTA]", "Tela:"] {
        assert!(help.contains(word), "{word}: {help}");
    }
    assert!(help.contains("Perder datagramas"), "{help}");
}

#[test]
fn an_option_that_nobody_gives_is_what_the_screen_takes_for_granted() {
    let args = Args::try_parse_from(["chat-tui"]).unwrap();
    let given = format!("{:?}", args.screen.settings());
    assert_eq!(given, format!("{:?}", ScreenSettings::default()));
}

#[test]
fn what_is_switched_off_is_off() {
    let off = |option: &str| {
        let args = Args::try_parse_from(["chat-tui", option, "off"]).unwrap();
        (args.screen.settings().signs, args.screen.tells().keys_apart)
    };
    assert_eq!(off("--signs"), (false, true));
    assert_eq!(off("--keyboard-protocol"), (true, false));
}

#[test]
fn what_is_wrong_is_told_of_the_option_that_has_it_and_with_what_is_right() {
    for (args, told) in [
        (&["--drop", "30%", "lab"][..], "--drop: `drop` is for UDP"),
        (
            &["--udp", "--drop", "x", "lab"],
            "--drop: `x` is not a share",
        ),
        (
            &["--udp", "--drop", "9%", "--delay", "x", "lab"],
            "--delay: `x` is not a duration",
        ),
        (&["--udp", "--weather", "hail", "lab"], "--weather: "),
        (&["--hold", "lab"], "--hold: "),
        (&["--port", "7301x"], "a port is a number from 0 to 65535"),
        (&["--port", "0", "lab"], "--port: a port is 1 to 65535"),
        (&["lab:0"], "a port is 1 to 65535"),
        (
            &["--password-file", "/nonexistent/x"],
            "give --password-file another path",
        ),
    ] {
        let failure = read(args).unwrap_err().said(english());
        assert!(failure.contains(told), "{args:?}: {failure}");
    }
}
