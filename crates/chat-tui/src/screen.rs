//! The loop with a person: key, frame and deadline in one place, none of them
//! ever waiting for another. What they mean is the app's; how it looks is the
//! view's.

use std::io;
use std::time::Instant;

use crossterm::event::Event as Typed;
use tokio::time::sleep_until;

use crate::app;
use crate::app::App;
use crate::app::event::Effect;
use crate::app::event::Event;
use crate::app::settings::Palette;
use crate::clock;
use crate::failure::Failure;
use crate::frames::Frames;
use crate::journal;
use crate::journal::Journal;
use crate::keyboard::Keyboard;
use crate::session::traffic::Input;
use crate::signal::Job;
use crate::signal::Jobs;
use crate::signal::Signals;
use crate::socket::Arrival;
use crate::socket::Socket;
use crate::terminal::Terminal;
use crate::view;
use crate::view::theme::Theme;

/// Everything that the loop owns.
struct Screen {
    app: App,
    socket: Socket,
    terminal: Terminal,
    jobs: Jobs,
    look: Look,
    journal: Option<Journal>,
    /// Whether the screen shows less than the app knows.
    stale: bool,
    frames: Frames,
}

/// How everything is painted.
struct Look {
    theme: Theme,
    palette: Palette,
    /// Whether colours are wanted at all.
    colours: bool,
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
    colours: bool,
    journal: Option<Journal>,
) -> Result<(), Failure> {
    let jobs = Jobs::new()?;
    let terminal = Terminal::take().map_err(Failure::Terminal)?;
    let (width, height) = terminal.size();
    let mut effects = app::start(&mut app);
    let now = clock::now();
    effects.extend(app::update(&mut app, now, Event::Resize(width, height)));
    let palette = app.settings.palette;
    let mut screen = Screen {
        app,
        socket,
        terminal,
        jobs,
        look: Look::new(palette, colours),
        journal,
        stale: true,
        frames: Frames::new(now.mono),
    };
    let end = match screen.perform(effects) {
        Some(end) => end,
        None => screen.turn_until_end().await,
    };
    screen.socket.finish().await;
    if let Some(journal) = screen.journal {
        journal.finish();
    }
    match end {
        End::Quit => Ok(()),
        End::Fail(failure) => Err(failure),
    }
}

impl Screen {
    async fn turn_until_end(&mut self) -> End {
        let mut signals = match Signals::new() {
            Ok(signals) => signals,
            Err(error) => return End::Fail(Failure::Io(error)),
        };
        let mut keys = match Keyboard::listen(self.terminal.size()) {
            Ok(keys) => keys,
            Err(error) => return End::Fail(Failure::Io(error)),
        };
        loop {
            if let Some(end) = self.draw_when_due() {
                return end;
            }
            let wake = self.next_wake();
            let asleep = async {
                match wake {
                    Some(at) => sleep_until(at.into()).await,
                    None => std::future::pending().await,
                }
            };
            let end = tokio::select! {
                burst = keys.burst() => match burst {
                    Some(burst) => self.on_typed(burst),
                    // The terminal is gone.
                    None => Some(self.leave()),
                },
                arrival = self.socket.arrival() => self.on_arrival(arrival),
                () = signals.next() => Some(self.leave()),
                job = self.jobs.next() => self.on_job(job),
                why = journal::trouble(&mut self.journal) => self.update(Event::LogFailed(why)),
                () = asleep => self.on_wake(),
            };
            if let Some(end) = end {
                return end;
            }
        }
    }

    /// A key is answered at once; a burst of them, as one.
    fn on_typed(&mut self, burst: Vec<Typed>) -> Option<End> {
        let end = burst
            .into_iter()
            .find_map(|typed| self.update(meaning(typed)));
        end.or_else(|| self.draw())
    }

    fn on_arrival(&mut self, arrival: Arrival) -> Option<End> {
        match arrival {
            Arrival::Connected(address) => self.update(Event::Net(Input::Connected(address))),
            Arrival::Linked(address) => self.update(Event::Net(Input::Linked(address))),
            Arrival::Lost(failure) => {
                let why = failure.said(self.app.speech);
                self.update(Event::Net(Input::Lost(why)))
            }
            Arrival::Held(held) => self.update(Event::Held(held)),
            Arrival::Heard(all) => all.into_iter().find_map(|heard| {
                let input = heard.frame.map_or(Input::NotAFrame, Input::Frame);
                self.update(Event::Net(input))
            }),
        }
    }

    fn on_job(&mut self, job: Job) -> Option<End> {
        let done = match job {
            Job::Stop => {
                self.terminal.suspend();
                Ok(())
            }
            Job::GoOn => self.terminal.take_again(),
        };
        done.err().map(broken).or_else(|| self.draw())
    }

    fn on_wake(&mut self) -> Option<End> {
        let due = app::poll_timeout(&self.app).is_some_and(|at| at <= clock::now().mono);
        if due { self.update(Event::Tick) } else { None }
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
        let mut end = None;
        for effect in effects {
            let mut done = Ok(());
            match effect {
                Effect::Connect => self.socket.connect(),
                Effect::Close if self.app.has_left() => {}
                Effect::Close => self.socket.close(),
                Effect::Send(frame) => self.socket.send(&frame),
                Effect::Draw => self.stale = true,
                Effect::Weather(forecast) => self.socket.change(*forecast),
                Effect::Hold => self.socket.hold(),
                Effect::Order(order) => self.socket.obey(order),
                Effect::Redraw => {
                    self.stale = true;
                    let (width, height) = self.app.size;
                    self.terminal.resize(width, height);
                }
                Effect::Copy(text) => done = self.terminal.copy(&text),
                Effect::Ring => done = self.terminal.ring(),
                Effect::Notify(told) => done = self.terminal.notify(&told),
                Effect::Log(line) => {
                    self.journal
                        .iter_mut()
                        .for_each(|journal| journal.keep(line.clone()));
                }
                Effect::Suspend => Jobs::stop(),
                Effect::Quit => end = Some(End::Quit),
                Effect::Fail(why) => return Some(End::Fail(Failure::Session(why))),
            }
            if let Err(error) = done {
                return Some(broken(error));
            }
        }
        end
    }

    fn next_wake(&self) -> Option<Instant> {
        let drawing = self.stale.then(|| self.frames.next());
        app::poll_timeout(&self.app)
            .into_iter()
            .chain(drawing)
            .min()
    }

    /// Messages are gathered: however many come, so many frames a second.
    fn draw_when_due(&mut self) -> Option<End> {
        let due = self.stale && self.frames.next() <= clock::now().mono;
        if due { self.draw() } else { None }
    }

    fn draw(&mut self) -> Option<End> {
        self.stale = false;
        let palette = self.app.settings.palette;
        if palette != self.look.palette {
            self.look = Look::new(palette, self.look.colours);
            self.terminal.spoil();
        }
        let (app, theme) = (&self.app, &self.look.theme);
        let drawn = self.terminal.draw(|buffer| view::draw(buffer, app, theme));
        self.frames.on_drawn(clock::now().mono);
        drawn.err().map(broken)
    }
}

fn broken(error: io::Error) -> End {
    End::Fail(Failure::Terminal(error))
}

impl Look {
    fn new(palette: Palette, colours: bool) -> Self {
        Self {
            theme: Theme::new(palette, colours),
            palette,
            colours,
        }
    }
}

fn meaning(typed: Typed) -> Event {
    match typed {
        Typed::Key(key) => Event::Key(key),
        Typed::Paste(text) => Event::Paste(text),
        Typed::Resize(width, height) => Event::Resize(width, height),
        Typed::FocusGained => Event::Focus(true),
        Typed::FocusLost => Event::Focus(false),
        // Not asked for, and no harm.
        Typed::Mouse(_) => Event::Tick,
    }
}
