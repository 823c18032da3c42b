//! The server's operator at a terminal: lines change the weather while the server
//! is the job in front, and never stop it where it is not.

use chat_tests::terminal::Launch;
use chat_tests::terminal::Terminal;

use crate::house::SERVER;

/// A shell whose only job is the server, in the background until it is fetched.
#[track_caller]
fn as_a_job_in_the_background() -> Terminal {
    let args = [
        "--bind",
        "127.0.0.1",
        "--port",
        "0",
        "--quiet",
        "--ephemeral",
    ];
    let terminal = Launch::new("sh", &[&["-c", SHELL, SERVER][..], &args].concat()).start();
    terminal.shows("listening on udp");
    terminal
}

const SHELL: &str = "\
set -m
\"$0\" \"$@\" &
while read line && [ \"$line\" != fg ]; do
    echo \"the shell heard: $line\"
    jobs
done
fg
";

#[test]
fn a_server_in_the_background_leaves_the_terminal_to_the_shell() {
    let mut shell = as_a_job_in_the_background();
    for round in 1..=3 {
        shell.types(&format!("weather delay {round}ms\n"));
        shell.shows(&format!("the shell heard: weather delay {round}ms"));
    }
    shell.shows("Running");
    shell.types("fg\n");
    shell.types("weather delay 9ms, seed 4\n");
    shell.shows("weather: delay 9ms, seed 4");
    assert!(!shell.rows().iter().any(|row| row.contains("Stopped")));
    shell.key(b"\x03");
    assert!(shell.ends().success());
}

#[test]
fn the_hints_say_how_the_weather_is_changed() {
    let args = ["--tcp", "--bind", "127.0.0.1", "--port", "0", "--ephemeral"];
    let mut server = Launch::new(SERVER, &args).start();
    server.shows("a bad network:  weather slice");
    server.types("help\n");
    server.shows("weather off");
    server.key(b"\x03");
    assert!(server.ends().success());
}
