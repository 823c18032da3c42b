//! The client, run without a screen: lines in, lines out.

use std::io::Write;
use std::process::Command;

use crate::clock::PATIENCE;
use crate::program::Exit;
use crate::program::Program;

/// A client with pipes instead of a terminal.
#[derive(Debug)]
pub struct Client {
    /// The process.
    pub program: Program,
    input: Option<std::process::ChildStdin>,
}

impl Client {
    /// Starts it with these arguments.
    #[track_caller]
    pub fn start(exe: &str, args: &[&str]) -> Self {
        let mut program = Program::start(
            Command::new(exe)
                .args(args)
                .env("LC_ALL", "C")
                .env(CONFIGURATION.0, CONFIGURATION.1)
                .env(KEYLESS.0, KEYLESS.1),
        );
        let input = program.input();
        Self { program, input }
    }

    /// Types into it, as it stands.
    #[track_caller]
    pub fn types(&mut self, text: &str) {
        let input = self.input.as_mut().expect("its input has not ended");
        let written = input
            .write_all(text.as_bytes())
            .and_then(|()| input.flush());
        written.unwrap_or_else(|error| panic!("{error}; {}", self.program.story()));
    }

    /// Ends its input.
    pub fn end_input(&mut self) {
        self.input = None;
    }

    /// Waits for a line of its output and passes over all others before it.
    #[track_caller]
    pub fn shows(&mut self, wanted: impl Fn(&str) -> bool) -> String {
        loop {
            let line = self.program.line();
            if wanted(&line) {
                return line;
            }
        }
    }

    /// Types all of this, ends the input, and waits for the end.
    #[track_caller]
    pub fn finish(mut self, text: &str) -> Exit {
        self.types(text);
        self.end_input();
        self.program.exit_within(PATIENCE)
    }
}

/// Where no configuration of whoever runs the tests is found.
pub const CONFIGURATION: (&str, &str) = ("XDG_CONFIG_HOME", "/nowhere");

/// Who has no key: a name is anybody's, and none is made in the home of whoever runs the
/// tests. Those about keys name a file of their own.
pub const KEYLESS: (&str, &str) = ("CHAT_KEY", "off");

/// Where no server that is hosted in a test can leave anything behind.
pub const STATE: (&str, &str) = ("XDG_STATE_HOME", "/dev/null/state");
