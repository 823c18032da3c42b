//! The front without a person: each input line is said, each message is printed, and the
//! end of input ends it after everything has been confirmed. Every line is text, one that
//! begins with `/` too: the output of a program must never be obeyed. A closed standard
//! output ends the printing, not the saying.

mod calling;
mod printer;
mod typed;

use std::future::pending;
use std::io;
use std::io::Write;
use std::time::Instant;

use chat_link::policy::SEND_WINDOW;
use chat_proto::plain::tell;
use chat_proto::text::Text;

use crate::app::errand::Errand;
use crate::app::event::Effect;
use crate::arrivals;
use crate::clock;
use crate::config::Endpoint;
use crate::failure::Failure;
use crate::reasons;
use crate::session::Session;
use crate::session::phase::Phase;
use crate::session::receipts::QUEUE;
use crate::session::receipts::Recipient;
use crate::session::traffic::Input;
use crate::session::traffic::News;
use crate::session::traffic::Output;
use crate::session::traffic::QueueFull;
use crate::session::traffic::Setup;
use crate::session::traffic::Target;
use crate::signal::Signals;
use crate::signal::StopRequest;
use crate::socket::Arrival;
use crate::socket::Heard;
use crate::socket::Remark;
use crate::socket::Socket;
use crate::speech::Speech;
use crate::speech::topic::pipe;
use crate::speech::topic::reading;
use crate::speech::topic::trust;
use crate::talk;
use crate::talk::Front;
use crate::talk::Turn;

use calling::Calling;
use printer::Printer;
use typed::Typed;

/// A program, or a file, on both sides.
struct Pipe {
    speech: &'static Speech,
    session: Session,
    printer: Printer,
    input: Typed,
    /// Where it is said.
    place: Recipient,
    /// What was not said: the first reason is told at the end.
    unsaid: Option<String>,
    unsaid_count: usize,
    /// Whether the server has let us in.
    joined: bool,
    /// Whether a signal has ended it.
    stopped: bool,
    calling: Calling,
}

/// What comes from its own sides.
enum Came {
    /// Texts, or why they cannot be said.
    Read(io::Result<Vec<Result<Text, String>>>),
    /// Some of the output was written.
    Written,
}

/// Runs until everything is said, or cannot be.
pub(crate) async fn run(
    setup: Setup,
    socket: Socket,
    json: bool,
    speech: &'static Speech,
) -> Result<(), Failure> {
    let patience = socket.patience();
    let setup = Setup {
        // Over datagrams the call itself is what is waited for.
        welcome: if setup.datagrams {
            setup.welcome
        } else {
            patience
        },
        ..setup
    };
    let pipe = Pipe {
        speech,
        place: Recipient::Room(setup.room.clone()),
        session: Session::new(clock::now(), setup),
        printer: Printer::new(json),
        input: Typed::new(READ, speech),
        unsaid: None,
        unsaid_count: 0,
        joined: false,
        stopped: false,
        calling: Calling::new(clock::now().mono, patience),
    };
    talk::run(pipe, socket, None, Signals::new()?).await
}

impl Front for Pipe {
    type Came = Came;

    fn begin(&mut self) -> Turn {
        Ok(self.asked(None))
    }

    async fn next(&mut self) -> Came {
        // Reads no faster than the server confirms.
        let hungry = !self.input.ended && self.session.unconfirmed() < AHEAD;
        let printed = !self.printer.stdout.is_busy();
        tokio::select! {
            read = self.input.read(), if hungry => Came::Read(read),
            () = self.printer.stdout.write(), if !printed => Came::Written,
            never = pending() => never,
        }
    }

    fn on_came(&mut self, came: Came) -> Turn {
        if let Came::Read(read) = came {
            self.on_read(read?);
        }
        Ok(self.asked(None))
    }

    fn on_arrival(&mut self, arrival: Arrival) -> Turn {
        let input = match arrival {
            Arrival::Connected(way, secret) => {
                if let Some(print) = secret {
                    self.session.handle(clock::now(), Input::Secret(print));
                }
                way.into()
            }
            Arrival::Remark(remark) => {
                complain(&arrivals::remark(&remark, self.speech));
                return Ok(Vec::new());
            }
            Arrival::Derived(from, key) => Input::Derived(from, key),
            // Nobody holds anything here: that needs a screen. Nor takes another key.
            Arrival::Held(_) | Arrival::Identified(_) | Arrival::Filed(_) => return Ok(Vec::new()),
            Arrival::Lost(Failure::Silent { endpoint, port, .. }) if !self.joined => {
                return self.on_silence(endpoint, port);
            }
            // What the socket knows is better than what the session would say:
            // without a screen there is no second attempt.
            Arrival::Lost(failure) => return Err(self.ended(&failure)),
            Arrival::Heard(all) => return Ok(self.on_heard(all)),
        };
        self.session.handle(clock::now(), input);
        Ok(self.asked(None))
    }

    fn on_stop_request(&mut self, _request: &StopRequest) -> Turn {
        self.stopped = true;
        let why = self.speech.pipe.signal().to_owned();
        Err(self.ended(&Failure::Session(why)))
    }

    /// There is none.
    fn on_log_failed(&mut self, why: String) -> Turn {
        complain(&self.speech.troubles.log_failed(why));
        Ok(Vec::new())
    }

    fn on_wake(&mut self) -> Turn {
        let now = clock::now();
        let phase = self.session.phase();
        if let Some(words) = self.calling.quiet(now.mono, phase, self.speech) {
            complain(&words);
        }
        self.session.handle_timeout(now);
        Ok(self.asked(None))
    }

    fn settle(&mut self) -> Turn {
        let joined = matches!(self.session.phase(), Phase::Online { .. });
        let said = self.input.ended && joined && self.session.unconfirmed() == 0;
        let done = said && !self.printer.stdout.is_busy();
        Ok(done.then_some(Effect::Quit).into_iter().collect())
    }

    /// It asks for nothing but the connection, which is the loop's.
    fn perform(&mut self, _effect: Effect) -> Turn {
        complain(self.speech.lines.on_screen());
        Ok(Vec::new())
    }

    /// What is still told is nobody's any more.
    fn leave(&mut self) -> Vec<Effect> {
        self.session.quit(clock::now());
        let mut effects = Vec::new();
        while let Some(output) = self.session.poll_output() {
            if let Output::Send(frame) = output {
                effects.push(Effect::Errand(Errand::Send(frame)));
            }
        }
        effects
    }

    fn wake(&self) -> Option<Instant> {
        let quiet = self.calling.quiet_until(self.session.phase());
        self.session.poll_timeout().into_iter().chain(quiet).min()
    }

    fn listens(&self) -> bool {
        !self.printer.stdout.is_busy()
    }

    fn may_end(&self) -> bool {
        true
    }

    fn has_left(&self) -> bool {
        matches!(self.session.phase(), Phase::Ended { .. })
    }

    async fn finish(&mut self, signals: &mut Signals) {
        self.printer.stdout.finish(signals, self.stopped).await;
    }

    fn verdict(self) -> Result<(), Failure> {
        let words = &self.speech.pipe;
        Err(Failure::Session(match (self.unsaid, self.unsaid_count) {
            (None, _) => return self.printer.stdout.verdict(),
            (Some(why), 1) => words.one_not_said(why),
            (Some(why), n) => words.not_said(pipe::NotSaid { count: n, why }),
        }))
    }
}

impl Pipe {
    fn on_read(&mut self, texts: Vec<Result<Text, String>>) {
        for text in texts {
            let said = text.and_then(|text| {
                let said = self.session.say(clock::now(), self.place.clone(), text);
                said.map_err(|QueueFull(most)| self.speech.troubles.queue_full(most))
            });
            if let Err(why) = said {
                self.not_said(why);
            }
        }
    }

    /// Nobody has answered: that is said once, and it goes on calling.
    fn on_silence(&mut self, endpoint: Endpoint, port: u16) -> Turn {
        if let Some(called) = self.calling.given_up(clock::now().mono) {
            let seconds = called.as_secs();
            return Err(self.ended(&Failure::Silent {
                endpoint,
                seconds,
                port,
            }));
        }
        if self.calling.tells() {
            let patience = self.calling.patience();
            let remark = Remark::Unanswered { endpoint, patience };
            complain(&arrivals::remark(&remark, self.speech));
        }
        Ok(vec![Effect::Errand(Errand::Connect(Target::default()))])
    }

    fn on_heard(&mut self, all: Vec<Heard>) -> Vec<Effect> {
        self.calling.on_heard();
        let mut effects = Vec::new();
        for Heard { line, frame } in all {
            let input = frame.map_or(Input::NotAFrame, Input::Frame);
            self.session.handle(clock::now(), input);
            effects.extend(self.asked(Some(&line)));
            if talk::ends(&effects) {
                break;
            }
        }
        effects
    }

    /// What the session asks for, up to the end; `line` is the frame that it answers.
    fn asked(&mut self, line: Option<&[u8]>) -> Vec<Effect> {
        let mut effects = Vec::new();
        while let Some(output) = self.session.poll_output() {
            match Effect::of(output) {
                Ok(effect) => effects.push(effect),
                Err(news) => effects.extend(self.on_news(news, line)),
            }
            if talk::ends(&effects) {
                break;
            }
        }
        effects
    }

    /// Tells it; the end, if it is one.
    fn on_news(&mut self, news: News, line: Option<&[u8]>) -> Option<Effect> {
        match news {
            News::Connecting
            // It ends with the first connection.
            | News::Moved { .. }
            | News::Renumbered
            | News::Answered { .. }
            | News::Unanswered { .. }
            | News::CaughtUp { .. }
            // Nobody sits here who could be asked.
            | News::Needs(_) => {}
            News::Lost { why, .. } | News::Ended(why) => {
                let why = Failure::Session(reasons::said(&why, self.speech));
                return Some(Effect::Fail(self.ended(&why).said(self.speech)));
            }
            News::NameTaken {
                taken,
                trying,
                owned,
            } => complain(&if owned {
                self.speech.trust.owned(trust::Owned { taken, trying })
            } else {
                let taken = pipe::NameTaken { taken, trying };
                self.speech.pipe.name_taken(taken)
            }),
            News::Also(names) => complain(&self.speech.trust.also(names.join(", "))),
            // What a pipe would say was meant for the class alone.
            News::Unasked => {
                while self.session.poll_output().is_some() {}
                let why = Failure::Session(self.speech.trust.unasked().to_owned());
                return Some(Effect::Fail(self.ended(&why).said(self.speech)));
            }
            News::Joined(frame) => {
                self.joined = true;
                self.printer.print(&frame, line);
            }
            News::Heard(frame)
            | News::Missed(frame)
            | News::NotEntered { frame, .. }
            | News::People { frame, .. }
            | News::Confirmed { frame, .. } => {
                self.printer.print(&frame, line);
            }
            News::Gap { room, count } => {
                complain(
                    &self
                        .speech
                        .reading
                        .missing(reading::Missing { count, room }),
                );
            }
            News::Refused { why, .. } => self.not_said(reasons::said(&why, self.speech)),
            News::Unconfirmed { .. } => {
                self.not_said(self.speech.pipe.not_confirmed().to_owned());
            }
        }
        None
    }

    fn not_said(&mut self, why: String) {
        self.unsaid_count += 1;
        self.unsaid.get_or_insert(why);
    }

    /// The failure, and what it means for the lines that were still to be said.
    fn ended(&self, failure: &Failure) -> Failure {
        let why = failure.said(self.speech);
        let words = &self.speech.pipe;
        Failure::Session(match self.session.unconfirmed() {
            n if n == 0 || !self.joined => why,
            1 => words.one_unconfirmed(why),
            n => words.unconfirmed(pipe::Unconfirmed { why, count: n }),
        })
    }
}

/// One line on standard error; where that is closed there is nobody to tell.
fn complain(what: &str) {
    // Some of it is the server's, which must not forge a line of ours.
    let _ = writeln!(io::stderr(), "chat-tui: {}", tell::in_one_line(what));
}

/// Lines that are on their way to the server at once: as many as a link has.
pub(crate) const UNDER_WAY: usize = SEND_WINDOW as usize;
/// Lines that are read before the server has confirmed the ones before.
const AHEAD: usize = 2 * UNDER_WAY;
/// Bytes of one read: few enough that all its lines may wait, each with its end.
const READ: usize = 1024;
const _: () = assert!(AHEAD + READ / 2 < QUEUE);
