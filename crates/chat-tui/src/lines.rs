//! The front of a person who has no screen, or wants none: whole lines in, whole
//! lines out, and nothing is ever drawn again. For screen readers, slow lines and
//! terminals that can do no more.
//!
//! The terminal keeps its own line mode: what is typed is echoed, and read aloud,
//! by the terminal. What comes meanwhile is told at once, since nobody can know
//! here whether a line has been begun; Ctrl-r shows a begun line again. What is
//! told is [`crate::teller`]'s affair, what it means the app's.

use std::collections::VecDeque;
use std::future::pending;
use std::io;
use std::time::Duration;
use std::time::Instant;

use chat_proto::codec::lines::Line;
use chat_proto::codec::lines::LineSplitter;
use chat_proto::limits::LINE_BYTES;
use chat_proto::text::clean;
use tokio::io::AsyncReadExt;
use tokio::io::Stdin;

use crate::app;
use crate::app::App;
use crate::app::event::Effect;
use crate::app::event::Event;
use crate::arrivals;
use crate::clock;
use crate::failure::Failure;
use crate::journal::Journal;
use crate::output::Output;
use crate::recorder::Recorder;
use crate::session::phase::Phase;
use crate::signal;
use crate::signal::Signals;
use crate::signal::StopRequest;
use crate::socket::Arrival;
use crate::socket::Socket;
use crate::talk;
use crate::talk::Front;
use crate::talk::Turn;
use crate::teller::Teller;

/// A person who reads and writes lines.
struct Lines {
    app: App,
    teller: Teller,
    /// What the app asks for at its beginning.
    first: Vec<Effect>,
    typed: Typed,
    output: Output,
    /// What was noted on the wire.
    recorder: Recorder,
    /// Whether a signal has ended it.
    stopped: bool,
}

/// What comes from its own sides.
enum Came {
    /// Lines; nothing for one that was too long.
    Read(io::Result<VecDeque<Option<String>>>),
    /// Some of the output was written.
    Written,
}

/// Standard input, cut into lines.
struct Typed {
    stdin: Stdin,
    splitter: LineSplitter,
    buffer: Vec<u8>,
    /// Until when receipts are waited for, once it has ended.
    ended: Option<Instant>,
}

/// Runs until the person leaves.
pub(crate) async fn run(
    mut app: App,
    socket: Socket,
    recorder: Recorder,
    journal: Option<Journal>,
) -> Result<(), Failure> {
    let signals = Signals::new()?;
    let first = app::start(&mut app);
    let teller = Teller::new(&app);
    app.hint(app.speech.lines.begins());
    let lines = Lines {
        app,
        teller,
        first,
        typed: Typed {
            stdin: tokio::io::stdin(),
            splitter: LineSplitter::default(),
            buffer: vec![0; READ],
            ended: None,
        },
        output: Output::new(),
        recorder,
        stopped: false,
    };
    Box::pin(talk::run(lines, socket, journal, signals)).await
}

impl Front for Lines {
    type Came = Came;

    fn begin(&mut self) -> Turn {
        self.tell();
        Ok(std::mem::take(&mut self.first))
    }

    async fn next(&mut self) -> Came {
        let printed = !self.output.is_busy();
        let hungry = printed && self.typed.ended.is_none();
        tokio::select! {
            read = self.typed.read(), if hungry => Came::Read(read),
            () = self.output.write(), if !printed => Came::Written,
            never = pending() => never,
        }
    }

    fn on_came(&mut self, came: Came) -> Turn {
        Ok(match came {
            Came::Written => Vec::new(),
            Came::Read(Ok(lines)) => self.on_lines(lines),
            // The terminal is gone.
            Came::Read(Err(_)) => vec![Effect::Quit],
        })
    }

    fn on_arrival(&mut self, arrival: Arrival) -> Turn {
        let mut effects = Vec::new();
        for event in arrivals::events(arrival, self.app.speech) {
            effects.extend(self.update(event));
            if talk::ends(&effects) {
                break;
            }
        }
        Ok(effects)
    }

    fn on_stop_request(&mut self, request: &StopRequest) -> Turn {
        // Where nothing is printed nobody sees that it asks: the next one is the last.
        let seen = !self.output.is_busy();
        let effects = match request {
            StopRequest::Stop => vec![Effect::Quit],
            StopRequest::Interrupt => self.update(Event::Interrupt),
        };
        self.stopped = talk::ends(&effects);
        if !self.stopped && seen {
            signal::answered();
        }
        Ok(effects)
    }

    fn on_log_failed(&mut self, why: String) -> Turn {
        Ok(self.update(Event::LogFailed(why)))
    }

    fn on_wake(&mut self) -> Turn {
        let due = app::poll_timeout(&self.app).is_some_and(|at| at <= clock::now().mono);
        Ok(if due {
            self.update(Event::Tick)
        } else {
            Vec::new()
        })
    }

    /// The end, once the input has ended and nothing is waited for.
    fn settle(&mut self) -> Turn {
        let until = self.typed.ended.filter(|_| !self.output.is_busy());
        if !until.is_some_and(|until| self.has_said_all(until)) {
            return Ok(Vec::new());
        }
        let words = &self.app.speech.lines;
        Ok(vec![match self.app.session.unconfirmed() {
            0 => Effect::Quit,
            left => Effect::Fail(words.unconfirmed(left)),
        }])
    }

    fn perform(&mut self, effect: Effect) -> Turn {
        match effect {
            // The bell; where it cannot ring nobody misses it.
            Effect::Ring | Effect::Notify(_) => self.output.print(b"\x07"),
            // Whatever changed was told in lines, and a terminal stops its jobs itself.
            Effect::Draw | Effect::Redraw | Effect::Suspend => {}
            Effect::Export(asked) => {
                let mut effects = Vec::new();
                for told in self.recorder.export(&asked) {
                    effects.extend(self.update(told));
                }
                return Ok(effects);
            }
            Effect::Watch(looks) => {
                let mut effects = Vec::new();
                for noted in self.recorder.watch(looks) {
                    effects.extend(self.update(noted));
                }
                return Ok(effects);
            }
            Effect::Copy(_) | Effect::Edit(_) | Effect::Turn(_) => {
                self.app.hint(self.app.speech.lines.on_screen());
                self.tell();
            }
            Effect::Errand(_) | Effect::Log(_) | Effect::Quit | Effect::Fail(_) => {
                return Ok(vec![effect]);
            }
        }
        Ok(Vec::new())
    }

    fn leave(&mut self) -> Vec<Effect> {
        self.app.session.quit(clock::now());
        let effects = app::start(&mut self.app);
        self.tell();
        effects
    }

    fn wake(&self) -> Option<Instant> {
        let wakes = app::poll_timeout(&self.app).into_iter();
        wakes.chain(self.typed.ended).min()
    }

    fn listens(&self) -> bool {
        !self.output.is_busy()
    }

    fn may_end(&self) -> bool {
        true
    }

    fn has_left(&self) -> bool {
        self.app.has_left()
    }

    async fn finish(&mut self, signals: &mut Signals) {
        self.output.finish(signals, self.stopped).await;
    }

    fn verdict(self) -> Result<(), Failure> {
        self.output.verdict()
    }
}

impl Lines {
    fn on_lines(&mut self, lines: VecDeque<Option<String>>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for line in lines {
            if let Some(line) = line {
                effects.extend(self.on_line(line));
            } else {
                let words = self.app.speech.lines.line_long(LINE_BYTES);
                self.app.trouble(&words);
                self.tell();
            }
            if talk::ends(&effects) {
                break;
            }
        }
        effects
    }

    fn on_line(&mut self, line: String) -> Vec<Effect> {
        // An empty line is an answer, where something was asked.
        let blank = line.trim().is_empty() && self.app.asked.is_none();
        let effects = self.update(Event::Line(line));
        if blank && !talk::ends(&effects) {
            let lines = self.teller.state(&mut self.app);
            self.print(&lines);
        }
        effects
    }

    /// After the end of input: whether nothing is waited for any more.
    fn has_said_all(&self, until: Instant) -> bool {
        let gone = matches!(self.app.session.phase(), Phase::Waiting { .. });
        let joined = matches!(self.app.session.phase(), Phase::Online { .. });
        let said = joined && self.app.session.unconfirmed() == 0;
        gone || said || until <= clock::now().mono
    }

    fn update(&mut self, event: Event) -> Vec<Effect> {
        let effects = app::update(&mut self.app, clock::now(), event);
        self.tell();
        effects
    }

    fn tell(&mut self) {
        let lines = self.teller.news(&mut self.app);
        self.print(&lines);
    }

    /// Each line whole, and nothing in it that steers a terminal.
    fn print(&mut self, lines: &[String]) {
        for line in lines {
            self.output.print(clean(line).as_bytes());
            self.output.print(b"\n");
        }
    }
}

impl Typed {
    /// The lines of the next read, nothing for one that was too long. Loses nothing
    /// if dropped while waiting.
    async fn read(&mut self) -> io::Result<VecDeque<Option<String>>> {
        let count = self.stdin.read(&mut self.buffer).await?;
        let mut found = VecDeque::new();
        let mut keep = |line: Line<'_>| {
            found.push_back(match line {
                Line::Whole(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
                Line::TooLong(_) => None,
            });
        };
        if count == 0 {
            self.ended = Some(clock::now().mono + LAST_WORDS);
            self.splitter.flush(&mut keep);
        } else {
            let read = self.buffer.get(..count).unwrap_or_default();
            self.splitter.feed(read, &mut keep);
        }
        Ok(found)
    }
}

const READ: usize = 16 * 1024;
/// How long receipts are waited for after the end of input.
const LAST_WORDS: Duration = Duration::from_secs(5);
