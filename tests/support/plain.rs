//! A peer that types: `nc`, `telnet`, `nc -u`, or a first lesson's client.

use std::time::Duration;

use crate::clock::Deadline;
use crate::clock::PATIENCE;
use crate::server::Server;
use crate::wire::Got;
use crate::wire::Via;
use crate::wire::Wire;

/// A plain peer.
#[derive(Debug)]
pub struct Typist {
    /// Its connection.
    pub wire: Wire,
}

impl Typist {
    /// Connected, and nothing typed.
    #[track_caller]
    pub fn connect(server: &Server, via: Via) -> Self {
        Self {
            wire: server.wire(via),
        }
    }

    /// Connected and in the room: has said something and read it. Gives its
    /// name too.
    #[track_caller]
    pub fn arrive(server: &Server, via: Via) -> (Self, String) {
        let mut typist = Self::connect(server, via);
        typist.types("here");
        let line = typist.hears("here", |line| line.ends_with(": here"));
        let name = speaker(&line).unwrap_or_else(|| panic!("who speaks in {line:?}?"));
        (typist, name)
    }

    /// Types a line.
    #[track_caller]
    pub fn types(&mut self, line: &str) {
        self.wire.send(format!("{line}\n").as_bytes());
    }

    /// The next line, waited for so long. It is never JSON.
    #[track_caller]
    pub fn next_within(&mut self, wait: Duration) -> Got {
        let got = self.wire.line_within(wait);
        if let Got::Line(line) = &got {
            assert!(is_for_people(line), "not a line for people: {line:?}");
        }
        got
    }

    /// The next line.
    #[track_caller]
    pub fn line(&mut self) -> String {
        match self.next_within(PATIENCE) {
            Got::Line(line) => line,
            other => panic!("no line but {other:?}"),
        }
    }

    /// Waits for a line and passes over all others before it.
    #[track_caller]
    pub fn hears(&mut self, what: &str, wanted: impl Fn(&str) -> bool) -> String {
        self.hears_all(what, wanted).pop().unwrap()
    }

    /// All lines up to the one that is waited for, which is the last.
    #[track_caller]
    pub fn hears_all(&mut self, what: &str, wanted: impl Fn(&str) -> bool) -> Vec<String> {
        let deadline = Deadline::after(PATIENCE);
        let mut seen = Vec::new();
        loop {
            match self.next_within(deadline.left().unwrap_or_default()) {
                Got::Line(line) => seen.push(line),
                other => panic!("never heard `{what}` but {seen:#?} and then {other:?}"),
            }
            if seen.last().is_some_and(|line| wanted(line)) {
                return seen;
            }
        }
    }

    /// Says something of its own, and gives every line that came before it.
    #[track_caller]
    pub fn fence(&mut self, text: &str) -> Vec<String> {
        self.types(text);
        let end = format!(": {text}");
        let mut seen = self.hears_all(text, |line| line.ends_with(&end));
        seen.pop();
        seen
    }

    /// Waits until the server has closed; gives what came before.
    #[track_caller]
    pub fn hears_the_end(&mut self) -> Vec<String> {
        let deadline = Deadline::after(PATIENCE);
        let mut seen = Vec::new();
        loop {
            match self.next_within(deadline.left().unwrap_or_default()) {
                Got::Line(line) => seen.push(line),
                Got::End => return seen,
                Got::Silence => panic!("not closed; heard {seen:#?}"),
            }
        }
    }
}

/// Who speaks in `[14:03] ana: olá`, or nobody in a line of another form.
pub fn speaker(line: &str) -> Option<String> {
    let (_, rest) = clock_of(line)?;
    let (name, _) = rest.split_once(": ")?;
    Some(name.to_owned())
}

/// Hour and minute of `[14:03] …`, and what follows.
pub fn clock_of(line: &str) -> Option<((u64, u64), &str)> {
    let (time, rest) = line.strip_prefix('[')?.split_once("] ")?;
    let (hour, minute) = time.split_once(':')?;
    let two = |s: &str| (s.len() == 2).then(|| s.parse::<u64>().ok()).flatten();
    Some(((two(hour)?, two(minute)?), rest))
}

/// `[14:03] …`, `* …` or `! …`, and nothing that steers a terminal.
fn is_for_people(line: &str) -> bool {
    // What somebody has said, a notice, a refusal, a line of shared code.
    let begins = ["* ", "! ", "| "];
    let shaped = begins.iter().any(|one| line.starts_with(one)) || clock_of(line).is_some();
    shaped && !line.chars().any(|c| c.is_control() && c != '\t')
}
