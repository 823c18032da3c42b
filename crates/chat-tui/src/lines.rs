//! The loop with a person who has no screen, or wants none: whole lines in, whole
//! lines out, and nothing is ever drawn again. For screen readers, slow lines and
//! terminals that can do no more.
//!
//! The terminal keeps its own line mode: what is typed is echoed, and read aloud,
//! by the terminal. What comes meanwhile is told at once, since nobody can know
//! here whether a line has been begun; Ctrl-r shows a begun line again. What is
//! told is [`crate::teller`]'s affair, what it means the app's.

use std::collections::VecDeque;
use std::io;
use std::time::Duration;
use std::time::Instant;

use chat_proto::codec::lines::Line;
use chat_proto::codec::lines::LineSplitter;
use chat_proto::limits::LINE_BYTES;
use chat_proto::text::clean;
use tokio::io::AsyncReadExt;
use tokio::io::Stdin;
use tokio::time::sleep_until;

use crate::app;
use crate::app::App;
use crate::app::event::Effect;
use crate::app::event::Event;
use crate::arrivals;
use crate::clock;
use crate::failure::Failure;
use crate::journal;
use crate::journal::Journal;
use crate::output::Output;
use crate::session::phase::Phase;
use crate::signal;
use crate::signal::Signals;
use crate::signal::StopRequest;
use crate::socket::Arrival;
use crate::socket::Socket;
use crate::teller::Teller;

/// Everything that the loop owns.
struct Lines {
    app: App,
    socket: Socket,
    journal: Option<Journal>,
    teller: Teller,
    typed: Typed,
    output: Output,
    /// Whether a signal has ended it.
    stopped: bool,
}

/// Standard input, cut into lines.
struct Typed {
    stdin: Stdin,
    splitter: LineSplitter,
    buffer: Vec<u8>,
    /// Until when receipts are waited for, once it has ended.
    ended: Option<Instant>,
}

/// How the loop ends.
enum End {
    Quit,
    Fail(Failure),
}

/// Runs until the person leaves.
pub(crate) async fn run(
    mut app: App,
    socket: Socket,
    journal: Option<Journal>,
) -> Result<(), Failure> {
    let effects = app::start(&mut app);
    let mut lines = Lines {
        teller: Teller::new(&app),
        app,
        socket,
        journal,
        typed: Typed {
            stdin: tokio::io::stdin(),
            splitter: LineSplitter::default(),
            buffer: vec![0; READ],
            ended: None,
        },
        output: Output::new(),
        stopped: false,
    };
    let mut signals = Signals::new()?;
    lines.app.hint(lines.app.speech.lines.begins());
    let end = match lines.perform(effects) {
        Some(end) => end,
        None => lines.turn_until_end(&mut signals).await,
    };
    lines.socket.finish().await;
    lines.output.finish(&mut signals, lines.stopped).await;
    if let Some(journal) = lines.journal {
        journal.finish();
    }
    match end {
        End::Quit => lines.output.verdict(),
        End::Fail(failure) => Err(failure),
    }
}

impl Lines {
    async fn turn_until_end(&mut self, signals: &mut Signals) -> End {
        loop {
            // Hears no faster than its output is read, and takes nobody for silent whom
            // it does not listen to.
            let printed = !self.output.is_busy();
            if printed && let Some(end) = self.end_of_input() {
                return end;
            }
            let wakes = app::poll_timeout(&self.app).into_iter();
            let wake = wakes.chain(self.typed.ended).min();
            let asleep = async {
                match wake {
                    Some(at) => sleep_until(at.into()).await,
                    None => std::future::pending().await,
                }
            };
            let hungry = printed && self.typed.ended.is_none();
            let end = tokio::select! {
                read = self.typed.read(), if hungry => self.on_read(read),
                arrival = self.socket.arrival(), if printed => self.on_arrival(arrival),
                () = self.output.write(), if !printed => None,
                wish = signals.stop_request() => self.on_stop_request(&wish),
                why = journal::trouble(&mut self.journal) => self.update(Event::LogFailed(why)),
                () = asleep, if printed => self.on_wake(),
            };
            if let Some(end) = end {
                return end;
            }
            signal::look_up().await;
        }
    }

    fn on_stop_request(&mut self, wish: &StopRequest) -> Option<End> {
        // Where nothing is printed nobody sees that it asks: the next one is the last.
        let seen = !self.output.is_busy();
        let end = match wish {
            StopRequest::Stop => Some(self.leave()),
            StopRequest::Interrupt => self.update(Event::Interrupt),
        };
        self.stopped = end.is_some();
        if end.is_none() && seen {
            signal::answered();
        }
        end
    }

    /// What is to be done once the input has ended and nothing is waited for.
    fn end_of_input(&mut self) -> Option<End> {
        let until = self.typed.ended?;
        if !self.has_said_all(until) {
            return None;
        }
        let left = self.app.session.unconfirmed();
        let end = self.leave();
        let words = &self.app.speech.lines;
        Some(match left {
            0 => end,
            left => End::Fail(Failure::Session(words.unconfirmed(left))),
        })
    }

    fn on_read(&mut self, read: io::Result<VecDeque<Option<String>>>) -> Option<End> {
        let Ok(lines) = read else {
            // The terminal is gone.
            return Some(self.leave());
        };
        lines.into_iter().find_map(|line| {
            if let Some(line) = line {
                return self.on_line(line);
            }
            let words = self.app.speech.lines.line_long(LINE_BYTES);
            self.app.trouble(&words);
            self.tell();
            None
        })
    }

    fn on_line(&mut self, line: String) -> Option<End> {
        // An empty line is an answer, where something was asked.
        let blank = line.trim().is_empty() && self.app.asked.is_none();
        let end = self.update(Event::Line(line));
        if end.is_some() || !blank {
            return end;
        }
        let lines = self.teller.state(&mut self.app);
        self.print(&lines);
        None
    }

    fn on_arrival(&mut self, arrival: Arrival) -> Option<End> {
        let events = arrivals::events(arrival, self.app.speech);
        events.into_iter().find_map(|event| self.update(event))
    }

    fn on_wake(&mut self) -> Option<End> {
        let due = app::poll_timeout(&self.app).is_some_and(|at| at <= clock::now().mono);
        if due { self.update(Event::Tick) } else { None }
    }

    /// After the end of input: whether nothing is waited for any more.
    fn has_said_all(&self, until: Instant) -> bool {
        let gone = matches!(self.app.session.phase(), Phase::Waiting { .. });
        let joined = matches!(self.app.session.phase(), Phase::Online { .. });
        let said = joined && self.app.session.unconfirmed() == 0;
        gone || said || until <= clock::now().mono
    }

    fn leave(&mut self) -> End {
        self.app.session.quit(clock::now());
        let effects = app::start(&mut self.app);
        let _ = self.perform(effects);
        End::Quit
    }

    fn update(&mut self, event: Event) -> Option<End> {
        let effects = app::update(&mut self.app, clock::now(), event);
        self.perform(effects)
    }

    fn perform(&mut self, effects: Vec<Effect>) -> Option<End> {
        self.tell();
        let mut end = None;
        for effect in effects {
            match effect {
                Effect::Connect => self.socket.connect(),
                Effect::Close if self.app.has_left() => {}
                Effect::Close => self.socket.close(),
                Effect::Send(frame) => self.socket.send(&frame),
                Effect::Weather(profile) => self.socket.change(*profile),
                Effect::Record(file) => self.socket.record(file.as_deref()),
                Effect::Hold => self.socket.hold(),
                Effect::Release(order) => self.socket.obey(order),
                // The bell; where it cannot ring nobody misses it.
                Effect::Ring | Effect::Notify(_) => self.output.print(b"\x07"),
                Effect::Log(line) => {
                    let journal = self.journal.iter_mut();
                    journal.for_each(|journal| journal.keep(line.clone()));
                }
                // There is no screen to draw or to copy from, and the terminal itself
                // stops a job.
                Effect::Draw
                | Effect::Redraw
                | Effect::Suspend
                | Effect::Copy(_)
                | Effect::Edit(_) => {}
                Effect::Quit => end = Some(End::Quit),
                Effect::Fail(why) => return Some(End::Fail(Failure::Session(why))),
            }
        }
        end
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
