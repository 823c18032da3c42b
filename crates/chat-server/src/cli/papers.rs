//! Prints what the shell and the manual want.

use std::io;
use std::io::Write;

use chat_net::papers;
use chat_net::papers::Paper;
use clap::Command;

use crate::failure::Failure;

/// Prints it. Whoever reads may stop reading.
pub(in crate::cli) fn print(paper: Paper, command: Command) -> Result<(), Failure> {
    let sections = [
        papers::section("EXIT STATUS", &STATUSES),
        papers::section("ENVIRONMENT", &ENVIRONMENT),
        papers::section("FILES", &FILES),
        papers::section("SIGNALS", &SIGNALS),
    ];
    put(&paper.printed(command, &sections))
}

/// Writes it to standard output.
pub(in crate::cli) fn put(text: &[u8]) -> Result<(), Failure> {
    is_taken(text).map(drop)
}

/// The same, and whether anybody still reads.
pub(in crate::cli) fn is_taken(text: &[u8]) -> Result<bool, Failure> {
    let mut output = io::stdout().lock();
    match output.write_all(text).and_then(|()| output.flush()) {
        Err(source) if source.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        Err(source) => Err(Failure::System {
            what: "write to standard output",
            source,
        }),
        Ok(()) => Ok(true),
    }
}

const STATUSES: [(&str, &str); 3] = [
    ("0", "It was told to end, and everybody was told so."),
    (
        "1",
        "It could not start, or not go on: the last line on standard error says why, and what to \
         do.",
    ),
    ("2", "The command line cannot be understood."),
];

const ENVIRONMENT: [(&str, &str); 3] = [
    (
        "CHAT_PASSWORD",
        "What everybody is asked for, where no --password-file is given.",
    ),
    (
        "XDG_STATE_HOME",
        "Where the archive, the claims and the audit are kept, in the folder chat-server.",
    ),
    ("XDG_RUNTIME_DIR", "Where --observe opens its socket."),
];

/// Where they are on Linux.
const FILES: [(&str, &str); 3] = [
    (
        "~/.local/state/chat-server/archive.sqlite",
        "What is said in rooms, for as long as --keep says; with .names, .mark and .lock beside \
         it.",
    ),
    (
        "~/.local/state/chat-server/audit.ndjson",
        "Who ordered what: chat-server audit shows it.",
    ),
    (
        "/etc/default/chat-server",
        "The options of the service, where it was installed.",
    ),
];

const SIGNALS: [(&str, &str); 2] = [
    (
        "SIGINT, SIGTERM",
        "Tell everybody and end, within five seconds; a second one ends it at once.",
    ),
    ("SIGHUP", "Read the certificate of --tls CERT KEY again."),
];
