//! The loop without a screen: each input line is said, each message is printed, and the
//! end of input ends it after everything has been confirmed. Every line is text, one that
//! begins with `/` too: the output of a program must never be obeyed. A closed standard
//! output ends the printing, not the saying.

mod printer;

use std::io;
use std::io::Write;
use std::time::Instant;

use chat_link::policy::SEND_WINDOW;
use chat_proto::codec::lines::Line;
use chat_proto::codec::lines::LineSplitter;
use chat_proto::limits::LINE_BYTES;
use chat_proto::plain::tell;
use chat_proto::text::Text;
use chat_proto::text::TextFault;
use tokio::io::AsyncReadExt;
use tokio::io::Stdin;
use tokio::time::sleep_until;

use crate::clock;
use crate::config::Endpoint;
use crate::failure::Failure;
use crate::session::Session;
use crate::session::phase::Phase;
use crate::session::receipts::QUEUE;
use crate::session::receipts::Recipient;
use crate::session::traffic::Input;
use crate::session::traffic::News;
use crate::session::traffic::Output;
use crate::session::traffic::QueueFull;
use crate::session::traffic::Setup;
use crate::signal;
use crate::signal::Signals;
use crate::socket::Arrival;
use crate::socket::Heard;
use crate::socket::Remark;
use crate::socket::Socket;
use crate::speech::Speech;
use crate::speech::topic::pipe;
use crate::speech::topic::reading;

use printer::Printer;

/// Everything that the loop owns.
struct Pipe {
    speech: &'static Speech,
    session: Session,
    socket: Socket,
    printer: Printer,
    input: Typing,
    /// What was not said: the first reason is told at the end.
    unsaid: Option<String>,
    unsaid_count: usize,
    /// Whether the server has let us in.
    joined: bool,
    /// Whether a signal has ended it.
    stopped: bool,
    calling: Calling,
}

/// The call, as long as nobody has answered.
struct Calling {
    began: Instant,
    /// Whether it was said that nobody answers.
    told: bool,
}

/// Standard input, cut into lines.
struct Typing {
    speech: &'static Speech,
    stdin: Stdin,
    lines: LineSplitter,
    buffer: Vec<u8>,
    ended: bool,
    /// The number of the last line, for complaints.
    number: u64,
}

/// How the loop ends.
type End = Result<(), Failure>;

/// Runs until everything is said, or cannot be.
pub(crate) async fn run(
    setup: Setup,
    mut socket: Socket,
    json: bool,
    speech: &'static Speech,
) -> End {
    let room = setup.room.clone();
    let session = Session::new(clock::now(), setup);
    socket.connect();
    let mut pipe = Pipe {
        speech,
        session,
        socket,
        printer: Printer::new(json),
        input: Typing {
            stdin: tokio::io::stdin(),
            lines: LineSplitter::default(),
            buffer: vec![0; READ],
            ended: false,
            number: 0,
            speech,
        },
        unsaid: None,
        unsaid_count: 0,
        joined: false,
        stopped: false,
        calling: Calling {
            began: clock::now().mono,
            told: false,
        },
    };
    let mut signals = Signals::new()?;
    let end = pipe
        .turn_until_end(Recipient::Room(room), &mut signals)
        .await;
    pipe.session.quit(clock::now());
    while let Some(output) = pipe.session.poll_output() {
        if let Output::Send(frame) = output {
            pipe.socket.send(&frame);
        }
    }
    pipe.socket.finish().await;
    let stopped = pipe.stopped;
    pipe.printer.stdout.finish(&mut signals, stopped).await;
    end.and_then(|()| pipe.verdict())
}

impl Pipe {
    async fn turn_until_end(&mut self, place: Recipient, signals: &mut Signals) -> End {
        // The first connection is under way already.
        while let Some(output) = self.session.poll_output() {
            drop(output);
        }
        while !self.is_done() {
            let wake = self.session.poll_timeout();
            let asleep = async {
                match wake {
                    Some(at) => sleep_until(at.into()).await,
                    None => std::future::pending().await,
                }
            };
            // Reads no faster than the server confirms.
            let hungry = !self.input.ended && self.session.unconfirmed() < AHEAD;
            // Hears no faster than its output is read, and takes nobody for silent whom
            // it does not listen to.
            let printed = !self.printer.stdout.is_busy();
            tokio::select! {
                read = self.input.read(), if hungry => self.on_read(read?, &place),
                arrival = self.socket.arrival(), if printed => self.on_arrival(arrival)?,
                () = self.printer.stdout.write(), if !printed => {}
                () = asleep, if printed => {
                    self.session.handle_timeout(clock::now());
                    self.drain(None)?;
                }
                () = signals.next() => {
                    self.stopped = true;
                    let why = self.speech.pipe.signal().to_owned();
                    return Err(self.ended(&Failure::Session(why)));
                }
            }
            self.drain(None)?;
            signal::look_up().await;
        }
        Ok(())
    }

    fn is_done(&self) -> bool {
        let joined = matches!(self.session.phase(), Phase::Online { .. });
        let said = self.input.ended && joined && self.session.unconfirmed() == 0;
        said && !self.printer.stdout.is_busy()
    }

    fn on_read(&mut self, texts: Vec<Result<Text, String>>, place: &Recipient) {
        for text in texts {
            let said = text.and_then(|text| {
                let said = self.session.say(clock::now(), place.clone(), text);
                said.map_err(|QueueFull(most)| self.speech.troubles.queue_full(most))
            });
            if let Err(why) = said {
                self.not_said(why);
            }
        }
    }

    fn on_arrival(&mut self, arrival: Arrival) -> End {
        match arrival {
            Arrival::Connected(address) => {
                self.session.handle(clock::now(), Input::Connected(address));
                self.drain(None)
            }
            Arrival::Remark(remark) => {
                complain(&remark.said(self.speech));
                Ok(())
            }
            // Nobody holds anything here.
            Arrival::Held(_) => Ok(()),
            Arrival::Linked(address, patience) => {
                let linked = Input::Linked(address, patience);
                self.session.handle(clock::now(), linked);
                self.drain(None)
            }
            Arrival::Lost(Failure::Silent { endpoint, port, .. }) if !self.joined => {
                self.on_silence(endpoint, port)
            }
            // What the socket knows is better than what the session would say:
            // without a screen there is no second attempt.
            Arrival::Lost(failure) => Err(self.ended(&failure)),
            Arrival::Heard(all) => all.into_iter().try_for_each(|heard| self.on_heard(heard)),
        }
    }

    /// Nobody has answered: that is said once, and it goes on calling.
    fn on_silence(&mut self, endpoint: Endpoint, port: u16) -> End {
        let (patience, called) = (
            self.socket.patience(),
            clock::now().mono - self.calling.began,
        );
        if called >= patience {
            let seconds = called.as_secs();
            return Err(self.ended(&Failure::Silent {
                endpoint,
                seconds,
                port,
            }));
        }
        if !std::mem::replace(&mut self.calling.told, true) {
            complain(&Remark::Unanswered { endpoint, patience }.said(self.speech));
        }
        self.socket.connect();
        Ok(())
    }

    fn on_heard(&mut self, heard: Heard) -> End {
        let Heard { line, frame } = heard;
        let input = frame.map_or(Input::NotAFrame, Input::Frame);
        self.session.handle(clock::now(), input);
        self.drain(Some(&line))
    }

    /// Does what the session asks; `line` is the frame that it answers.
    fn drain(&mut self, line: Option<&[u8]>) -> End {
        while let Some(output) = self.session.poll_output() {
            match output {
                Output::Connect | Output::Close => {}
                Output::Send(frame) => self.socket.send(&frame),
                Output::Tell(news) => self.on_news(news, line)?,
            }
        }
        Ok(())
    }

    fn on_news(&mut self, news: News, line: Option<&[u8]>) -> End {
        match news {
            News::Connecting => {}
            News::Lost { why, .. } | News::Ended(why) => {
                return Err(self.ended(&Failure::Session(why.said(self.speech))));
            }
            News::NameTaken { taken, trying } => {
                complain(
                    &self
                        .speech
                        .pipe
                        .name_taken(pipe::NameTaken { taken, trying }),
                );
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
            News::Refused { why, .. } => self.not_said(why.said(self.speech)),
            News::Unconfirmed { .. } => {
                self.not_said(self.speech.pipe.not_confirmed().to_owned());
            }
        }
        Ok(())
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

    fn verdict(self) -> End {
        let words = &self.speech.pipe;
        Err(Failure::Session(match (self.unsaid, self.unsaid_count) {
            (None, _) => return self.printer.stdout.verdict(),
            (Some(why), 1) => words.one_not_said(why),
            (Some(why), n) => words.not_said(pipe::NotSaid { count: n, why }),
        }))
    }
}

impl Typing {
    /// The lines of the next read. Loses nothing if dropped while waiting.
    async fn read(&mut self) -> io::Result<Vec<Result<Text, String>>> {
        let count = self.stdin.read(&mut self.buffer).await?;
        let mut found = Vec::new();
        let number = &mut self.number;
        let mut keep = |line: Line<'_>| {
            *number += 1;
            found.extend(text_of(line, *number, self.speech));
        };
        if count == 0 {
            self.ended = true;
            self.lines.flush(&mut keep);
        } else {
            let read = self.buffer.get(..count).unwrap_or_default();
            self.lines.feed(read, &mut keep);
        }
        Ok(found)
    }
}

/// A line's text, or why it cannot be said. Blank lines say nothing.
fn text_of(line: Line<'_>, number: u64, speech: &Speech) -> Option<Result<Text, String>> {
    let Line::Whole(bytes) = line else {
        return Some(Err(speech.pipe.line_long(pipe::LineLong {
            number,
            most: LINE_BYTES,
        })));
    };
    match Text::parse(&String::from_utf8_lossy(bytes)) {
        Ok(text) => Some(Ok(text)),
        Err(TextFault::Empty) => None,
        Err(fault) => Some(Err(speech.pipe.line(pipe::Line {
            number,
            why: speech.text_fault(fault),
        }))),
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
