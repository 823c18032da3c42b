//! A real program under test: started, watched, stopped, always reaped.

use std::fmt::Debug;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::process::Child;
use std::process::ChildStdin;
use std::process::Command;
use std::process::ExitStatus;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::mpsc;
use std::sync::mpsc::RecvTimeoutError;
use std::thread;
use std::time::Duration;

use crate::clock::PATIENCE;
use crate::clock::now;
use crate::forks::starting;

/// A running program with pipes to all its streams.
#[derive(Debug)]
pub struct Program {
    child: Child,
    lines: mpsc::Receiver<String>,
    said: Vec<String>,
    errors: Arc<Errors>,
    listener: Option<thread::JoinHandle<()>>,
    ended: bool,
    /// What it needs: gone when it is.
    needs: Vec<Box<dyn Debug + Send>>,
}

/// What it has written to standard error.
#[derive(Debug, Default)]
struct Errors {
    text: Mutex<String>,
    /// That there is more of it.
    more: Condvar,
}

/// How a program ended.
#[derive(Debug)]
pub struct Exit {
    /// With what status.
    pub status: ExitStatus,
    /// How long it took from when we began to wait.
    pub took: Duration,
    /// All lines of its standard output.
    pub output: Vec<String>,
    /// All of its standard error.
    pub errors: String,
}

impl Program {
    /// Starts it.
    #[track_caller]
    pub fn start(command: &mut Command) -> Self {
        let piped = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = starting(|| piped.spawn())
            .unwrap_or_else(|error| panic!("starting {command:?}: {error}"));
        let output = child.stdout.take().unwrap();
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || relay(output, &sender));
        let errors = Arc::new(Errors::default());
        let (stream, heard) = (child.stderr.take().unwrap(), Arc::clone(&errors));
        let listener = thread::spawn(move || listen(stream, &heard));
        Self {
            child,
            lines,
            said: Vec::new(),
            errors,
            listener: Some(listener),
            ended: false,
            needs: Vec::new(),
        }
    }

    /// The same with something that goes with it: a folder, an engine.
    #[must_use]
    pub fn holding(mut self, need: impl Debug + Send + 'static) -> Self {
        self.needs.push(Box::new(need));
        self
    }

    /// The number of its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Where it reads from; dropped, its input ends.
    pub fn input(&mut self) -> Option<ChildStdin> {
        self.child.stdin.take()
    }

    /// The next line of its standard output, with its end; nothing when the
    /// time is over or it has ended.
    pub fn line_within(&mut self, wait: Duration) -> Option<String> {
        match self.lines.recv_timeout(wait) {
            Ok(line) => {
                self.said.push(line.clone());
                Some(line)
            }
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => {
                self.ended = true;
                None
            }
        }
    }

    /// The next line of its standard output, without its end.
    #[track_caller]
    pub fn line(&mut self) -> String {
        let line = self.line_within(PATIENCE);
        let line = line.unwrap_or_else(|| panic!("no line; so far {}", self.story()));
        line.trim_end_matches(['\r', '\n']).to_owned()
    }

    /// All that it has written so far, for the words of a failure.
    pub fn story(&self) -> String {
        format!("output {:?}, errors {:?}", self.said, self.errors())
    }

    /// What it has written to standard error so far.
    pub fn errors(&self) -> String {
        self.errors.text.lock().unwrap().clone()
    }

    /// Waits until it has written this to standard error, so often.
    #[track_caller]
    pub fn complains(&self, words: &str, times: usize) {
        let Errors { text, more } = &*self.errors;
        let missing = |text: &mut String| text.matches(words).count() < times;
        let waited = more.wait_timeout_while(text.lock().unwrap(), PATIENCE, missing);
        let (text, wait) = waited.unwrap();
        drop(text);
        assert!(!wait.timed_out(), "no `{words}`; {}", self.story());
    }

    /// Waits for its end.
    #[track_caller]
    pub fn exit_within(&mut self, wait: Duration) -> Exit {
        let began = now();
        while !self.ended {
            let left = wait.checked_sub(began.elapsed());
            let left = left.unwrap_or_else(|| panic!("no end in {wait:?}; {}", self.story()));
            self.line_within(left);
        }
        // Its output is closed: the end itself is a moment away.
        let status = self.child.wait().unwrap();
        let took = began.elapsed();
        if let Some(listener) = self.listener.take() {
            listener.join().unwrap();
        }
        Exit {
            status,
            took,
            output: self.said.clone(),
            errors: self.errors(),
        }
    }

    /// Whether it has ended already.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().is_ok_and(|status| status.is_some())
    }

    /// Ends it at once, as a crash would.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Asks it to end: SIGTERM.
    #[cfg(unix)]
    pub fn terminate(&self) {
        self.signal(rustix::process::Signal::TERM);
    }

    /// Asks it to end as a person at the keyboard does: SIGINT.
    #[cfg(unix)]
    pub fn interrupt(&self) {
        self.signal(rustix::process::Signal::INT);
    }

    /// Tells it that its terminal is gone: SIGHUP.
    #[cfg(unix)]
    pub fn hang_up(&self) {
        self.signal(rustix::process::Signal::HUP);
    }

    /// It stands still: SIGSTOP.
    #[cfg(unix)]
    pub fn pause(&self) {
        self.signal(rustix::process::Signal::STOP);
        let pid = rustix::process::Pid::from_child(&self.child);
        // All of its threads do.
        let stops = rustix::process::WaitOptions::UNTRACED;
        rustix::process::waitpid(Some(pid), stops).unwrap();
    }

    /// It goes on: SIGCONT.
    #[cfg(unix)]
    pub fn go_on(&self) {
        self.signal(rustix::process::Signal::CONT);
    }

    #[cfg(unix)]
    fn signal(&self, signal: rustix::process::Signal) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, signal).unwrap();
    }
}

impl Drop for Program {
    #[expect(clippy::print_stderr, reason = "what a failed test is told about")]
    fn drop(&mut self) {
        self.kill();
        if thread::panicking() {
            eprintln!("the program under test said: {}", self.story());
        }
    }
}

/// Hands on what a program writes to standard output, line by line.
fn relay(output: impl Read, lines: &mpsc::Sender<String>) {
    let mut output = BufReader::new(output);
    let mut line = Vec::new();
    while output.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
        let text = String::from_utf8_lossy(&line).into_owned();
        line.clear();
        if lines.send(text).is_err() {
            return;
        }
    }
}

/// Collects what a program writes to standard error, to its end.
fn listen(mut stream: impl Read, errors: &Errors) {
    let mut buffer = [0; 4096];
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        let text = String::from_utf8_lossy(&buffer[..count]);
        errors.text.lock().unwrap().push_str(&text);
        errors.more.notify_all();
    }
}
