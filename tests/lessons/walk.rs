//! A section of a guide, gone through as a reader does.
//!
//! It is run in a folder of its own. `cargo run -q --example NAME --` and
//! `cargo run -q -p CRATE --` become the program that cargo has built. A port
//! that the guide names (1234, 1060, 8000) becomes one of the system's choice,
//! told by the server; nobody is on 1999. A command ends before the next one is
//! started in the same terminal, and all that it shows must stand in the guide.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::families::has_ipv6;
use crate::guide::Kind;
use crate::guide::Section;
use crate::guide::Step;
use crate::guide::alike;
use crate::program::CLIENT;
use crate::program::Program;
use crate::program::SERVER;
use crate::program::example;
use crate::program::has;
use crate::program::nobodys_port;

/// A section under way.
pub(crate) struct Run<'a> {
    section: &'a Section,
    paste: bool,
    folder: tempfile::TempDir,
    terminals: BTreeMap<u32, Program>,
    /// From the guide's port to the real one.
    ports: BTreeMap<String, String>,
}

impl<'a> Run<'a> {
    pub(crate) fn new(section: &'a Section, paste: bool) -> Self {
        let ports = BTreeMap::from([(NOBODY.to_owned(), nobodys_port().to_string())]);
        let folder = tempfile::tempdir().unwrap();
        Self {
            section,
            paste,
            folder,
            terminals: BTreeMap::new(),
            ports,
        }
    }

    /// Does every step, and returns what the steps that show something showed.
    pub(crate) fn all(mut self) -> Vec<String> {
        let mut shown = Vec::new();
        let says = |part: &str| {
            let mut lines = self.section.steps.iter().flat_map(|step| &step.lines);
            lines.any(|line| line.contains(part))
        };
        let lacks_ss = (says("ss -") || says("users:((")) && !has("ss");
        let lacks_python = says("python3") && !has("python3");
        if lacks_ss || lacks_python || (says("[::") && !has_ipv6()) {
            return self
                .section
                .steps
                .iter()
                .filter(|step| step.kind == Kind::Show)
                .map(text)
                .collect();
        }
        for step in &self.section.steps {
            match step.kind {
                Kind::Start => self.start(step),
                Kind::Type => self.types(step),
                Kind::Show if self.paste => shown.push(self.collect(step)),
                Kind::Show => self.check(step),
            }
        }
        let programs = std::mem::take(&mut self.terminals).into_values();
        let (mut running, ended): (Vec<_>, Vec<_>) = programs
            .map(|mut program| (program.runs(), program))
            .partition(|(runs, _)| *runs);
        // What still runs is stopped without a word, and only what it showed
        // before counts: the end of one is news for another.
        for (_, program) in &mut running {
            self.check_rest(program);
        }
        drop(running);
        for (_, program) in ended {
            self.close(program);
        }
        shown
    }

    fn start(&mut self, step: &Step) {
        if let Some(program) = self.terminals.remove(&step.terminal) {
            self.close(program);
        }
        let script = self.real(&step.lines.join("\n"));
        let mut command = Command::new("bash");
        command
            .args(["-c", &script])
            .current_dir(self.folder.path());
        let program = Program::start(&format!("{}: {script}", self.section.heading), command);
        self.terminals.insert(step.terminal, program);
    }

    /// The command with real programs and real ports.
    fn real(&self, script: &str) -> String {
        let mut out = String::new();
        for (nth, piece) in script.split("cargo run -q ").enumerate() {
            if nth == 0 {
                out.push_str(piece);
                continue;
            }
            let (target, args) = piece.split_once(" --").unwrap();
            let program = match target.split_once(' ').unwrap() {
                ("--example", name) => example(name),
                ("-p", "chat-server") => PathBuf::from(SERVER),
                ("-p", "chat-tui") => PathBuf::from(CLIENT),
                other => panic!("cargo run {other:?}"),
            };
            // Several readers walk at once, and none is to leave anything behind.
            let keeps = if program == Path::new(SERVER) {
                " --ephemeral"
            } else {
                ""
            };
            write!(out, "'{}'{keeps}{args}", program.display()).unwrap();
        }
        for (port, real) in &self.ports {
            out = replace_word(&out, port, real);
        }
        // One that nobody else gets, for a server that is not there yet: it may go and come
        // back, and clients call for it meanwhile.
        for port in PORTS.iter().filter(|port| !self.ports.contains_key(**port)) {
            out = replace_word(&out, port, &nobodys_port().to_string());
        }
        // A terminal shows both streams in the order of their lines.
        format!("exec 2>&1; {out}")
    }

    fn types(&mut self, step: &Step) {
        let program = self.terminals.get_mut(&step.terminal).unwrap();
        for line in &step.lines {
            match line.as_str() {
                "^C" => program.is_interrupted(),
                "^D" => program.end_input(),
                "^Z" => program.signal("STOP"),
                "fg" => program.signal("CONT"),
                text => program.types(&format!("{text}\n")),
            }
        }
    }

    /// The next lines are those of the guide.
    fn check(&mut self, step: &Step) {
        let mut skip = false;
        for line in &step.lines {
            if line != "…" {
                self.check_line(step.terminal, line, skip);
            }
            skip = line == "…";
        }
        if skip {
            // What else this program shows is left open.
            let program = self.terminals.get_mut(&step.terminal).unwrap();
            program.left_open = true;
        }
    }

    /// The next line is this one, or a later one where lines are skipped.
    fn check_line(&mut self, terminal: u32, line: &str, skip: bool) {
        let mut seen = Vec::new();
        while let Some(shown) = self.next_line(terminal) {
            if alike(line, &shown) {
                self.learn_own(line, &shown);
                return;
            }
            assert!(
                skip,
                "{}: {shown:?} instead of {line:?}",
                self.section.heading
            );
            seen.push(shown);
        }
        panic!(
            "{}: ended without {line:?}; showed {seen:#?}",
            self.section.heading
        );
    }

    /// The next line of a program, with the guide's ports for the real ones.
    fn next_line(&mut self, terminal: u32) -> Option<String> {
        let program = self.terminals.get_mut(&terminal).unwrap();
        let line = program.next_line()?;
        Some(self.learn(&line))
    }

    fn learn(&mut self, line: &str) -> String {
        if let Some((_, name)) = line
            .split_once("listening on ")
            .or_else(|| line.split_once("HTTP on "))
        {
            let mut words = name
                .split([' ', ':'])
                .filter(|word| word.parse::<u16>().is_ok());
            let asked = self.section.steps.iter().flat_map(|step| &step.lines);
            let asked: String = asked.map(String::as_str).collect();
            let free = PORTS
                .iter()
                .find(|port| asked.contains(*port) && !self.ports.contains_key(**port));
            let known = |word: &&str| self.ports.values().any(|port| port == word);
            if let (Some(port), Some(word)) = (free, words.next_back().filter(|word| !known(word)))
            {
                self.ports.insert((*port).to_owned(), word.to_owned());
            }
        }
        let mut line = line.to_owned();
        for (port, real) in &self.ports {
            line = replace_word(&line, real, port);
        }
        line
    }

    /// A client's port, which the guide repeats in a later command.
    fn learn_own(&mut self, guide: &str, shown: &str) {
        let own = |line: &str| line.strip_prefix("i am 127.0.0.1:").map(str::to_owned);
        if let (Some(guide), Some(real)) = (own(guide), own(shown)) {
            self.ports.insert(guide, real);
        }
    }

    /// All that a program shows until it falls silent.
    fn collect(&mut self, step: &Step) -> String {
        let mut lines = Vec::new();
        let program = self.terminals.get_mut(&step.terminal).unwrap();
        program.next_lines(Duration::from_millis(3200), &mut lines);
        let guide = step
            .lines
            .iter()
            .find(|line| line.starts_with("i am "))
            .cloned();
        for line in lines.iter().filter(|line| line.starts_with("i am ")) {
            self.learn_own(guide.as_deref().unwrap_or_default(), line);
        }
        lines.iter().map(|line| self.learn(line) + "\n").collect()
    }

    /// What a program has shown beyond the guide, up to now.
    fn check_rest(&self, program: &mut Program) {
        let mut rest = Vec::new();
        if !self.paste && !program.left_open {
            program.next_lines(Duration::ZERO, &mut rest);
        }
        assert!(
            rest.is_empty(),
            "{}: the guide does not tell {rest:#?}",
            self.section.heading
        );
    }

    /// Waits for the end of a program, which shows nothing beyond the guide.
    fn close(&self, program: Program) {
        if self.paste || program.left_open {
            return;
        }
        let told = program.shown_so_far();
        let ended = program.ends();
        let rest = ended.shown.get(told..).unwrap_or_default();
        assert!(
            rest.is_empty(),
            "{}: the guide does not tell {rest:#?}",
            self.section.heading
        );
    }
}

/// What a guide says now.
fn text(step: &Step) -> String {
    step.lines.join("\n") + "\n"
}

/// Replaces a number where it stands alone.
fn replace_word(text: &str, number: &str, by: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(number) {
        out.push_str(before);
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let alone = !digit(out.chars().next_back()) && !digit(after.chars().next());
        out.push_str(if alone { by } else { number });
        rest = after;
    }
    out + rest
}

const PORTS: [&str; 3] = ["1234", "1060", "8000"];
const NOBODY: &str = "1999";
