//! The loop with a person: key, frame and deadline in one place, none of them
//! ever waiting for another. What they mean is the app's; how it looks is the
//! view's.

use std::io;
use std::time::Instant;

use crossterm::event::Event as Key;
use tokio::time::sleep_until;

use crate::app;
use crate::app::App;
use crate::app::event::Edited;
use crate::app::event::Effect;
use crate::app::event::Event;
use crate::app::keys::typing::Typing;
use crate::arrivals;
use crate::clock;
use crate::editor;
use crate::editor::Editor;
use crate::failure::Failure;
use crate::frames::Frames;
use crate::journal;
use crate::journal::Journal;
use crate::keyboard::Keyboard;
use crate::keyboard::Typed;
use crate::keyboard::What;
use crate::signal;
use crate::signal::Job;
use crate::signal::Jobs;
use crate::signal::Resizes;
use crate::signal::Signals;
use crate::signal::StopRequest;
use crate::socket::Arrival;
use crate::socket::Socket;
use crate::terminal::Terminal;
use crate::view;
use crate::view::look::Look;

/// How the terminal is used.
pub(crate) struct TerminalConfig {
    /// Whether colours are wanted at all.
    pub colours: bool,
    /// Whether it is asked to tell keys apart that look alike.
    pub asks_for_keys: bool,
}

/// Everything that the loop owns.
struct Screen {
    app: App,
    socket: Socket,
    terminal: Terminal,
    jobs: Jobs,
    look: Look,
    journal: Option<Journal>,
    keys: Keyboard,
    typing: Typing,
    /// What has the terminal instead of us.
    editor: Option<Editor>,
    /// The end that came meanwhile.
    ending: Option<End>,
    /// Whether the screen shows less than the app knows.
    stale: bool,
    frames: Frames,
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
    terminal_config: TerminalConfig,
    journal: Option<Journal>,
) -> Result<(), Failure> {
    let (signals, resizes) = (Signals::new()?, Resizes::new()?);
    let jobs = Jobs::new()?;
    let terminal = Terminal::take(terminal_config.asks_for_keys).map_err(Failure::Terminal)?;
    let keys = Keyboard::listen(terminal_config.asks_for_keys)?;
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
        look: Look::new(palette, terminal_config.colours),
        journal,
        keys,
        typing: Typing::default(),
        editor: None,
        ending: None,
        stale: true,
        frames: Frames::new(now.mono),
    };
    let end = match screen.perform(effects) {
        Some(end) => end,
        None => screen.turn_until_end(signals, resizes).await,
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
    async fn turn_until_end(&mut self, mut signals: Signals, mut resizes: Resizes) -> End {
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
                burst = self.keys.burst() => self.on_burst(burst),
                arrival = self.socket.arrival() => self.on_arrival(arrival),
                edited = editor::ended(self.editor.as_mut()) => self.on_edited(edited),
                request = signals.stop_request() => self.on_stop_request(&request),
                () = resizes.next() => self.on_resize(),
                job = self.jobs.next() => self.on_job(job),
                why = journal::trouble(&mut self.journal) => self.update(Event::LogFailed(why)),
                () = asleep => self.on_wake(),
            };
            if let Some(end) = end {
                return end;
            }
            signal::look_up().await;
        }
    }

    fn on_burst(&mut self, burst: Option<Vec<Typed>>) -> Option<End> {
        answered(match burst {
            Some(burst) => self.on_typed(burst),
            // The terminal is gone.
            None => Some(self.leave()),
        })
    }

    /// A key is answered at once; a burst of them, as one.
    fn on_typed(&mut self, burst: Vec<Typed>) -> Option<End> {
        let mut events = Vec::new();
        for typed in burst {
            match self.meaning(typed) {
                Ok(meant) => events.extend(meant),
                Err(failure) => return Some(End::Fail(failure)),
            }
        }
        self.update_all(events)
    }

    fn meaning(&mut self, typed: Typed) -> Result<Vec<Event>, Failure> {
        let event = match typed.what {
            What::Event(event) => event,
            What::TellsKeysApart => {
                self.terminal.tell_keys_apart().map_err(Failure::Terminal)?;
                return Ok(Vec::new());
            }
        };
        Ok(match event {
            Key::Key(key) => self.typing.on_key(typed.at, typed.together, key),
            Key::Paste(text) => self.typing.on_paste(typed.at, text),
            Key::Resize(width, height) => vec![Event::Resize(width, height)],
            Key::FocusGained => vec![Event::Focus(true)],
            Key::FocusLost => vec![Event::Focus(false)],
            // Not asked for, and no harm.
            Key::Mouse(_) => Vec::new(),
        })
    }

    fn on_resize(&mut self) -> Option<End> {
        let (width, height) = crossterm::terminal::size().unwrap_or(self.app.size);
        self.update(Event::Resize(width, height))
    }

    /// A Ctrl-c in another program that has the terminal is for that program.
    fn on_stop_request(&mut self, request: &StopRequest) -> Option<End> {
        match (request, &self.editor) {
            (StopRequest::Interrupt, Some(_)) => answered(None),
            (StopRequest::Interrupt, None) | (StopRequest::Stop, _) => Some(self.leave()),
        }
    }

    /// The terminal goes to the person's editor. The conversation goes on.
    fn lend(&mut self, text: &str) -> Result<(), Failure> {
        self.keys.pause()?;
        self.terminal.lend();
        match Editor::start(text) {
            Ok(editor) => {
                self.editor = Some(editor);
                Ok(())
            }
            Err(edited) => self.take_back(edited),
        }
    }

    fn take_back(&mut self, edited: Edited) -> Result<(), Failure> {
        self.editor = None;
        self.terminal.take_again().map_err(Failure::Terminal)?;
        self.keys.resume()?;
        let (width, height) = crossterm::terminal::size().unwrap_or(self.app.size);
        self.terminal.resize(width, height);
        let now = clock::now();
        for event in [Event::Edited(edited), Event::Resize(width, height)] {
            // Nothing is sent by that.
            drop(app::update(&mut self.app, now, event));
        }
        self.stale = true;
        Ok(())
    }

    fn on_edited(&mut self, edited: Edited) -> Option<End> {
        if let Err(failure) = self.take_back(edited) {
            return Some(End::Fail(failure));
        }
        self.ending.take()
    }

    fn update_all(&mut self, events: Vec<Event>) -> Option<End> {
        let end = events.into_iter().find_map(|event| self.update(event));
        end.or_else(|| if self.draws() { self.draw() } else { None })
    }

    fn on_arrival(&mut self, arrival: Arrival) -> Option<End> {
        let events = arrivals::events(arrival, self.app.speech);
        events.into_iter().find_map(|event| self.update(event))
    }

    fn on_job(&mut self, job: Job) -> Option<End> {
        let done = match job {
            Job::Stop => {
                self.terminal.suspend();
                Ok(())
            }
            // It is another program's that goes on with us.
            Job::GoOn if self.editor.is_some() => return None,
            Job::GoOn => self.terminal.take_again(),
        };
        done.err().map(broken).or_else(|| self.draw())
    }

    fn on_wake(&mut self) -> Option<End> {
        let now = clock::now().mono;
        let typed = if self.keys.is_idle() {
            self.typing.on_timeout(now)
        } else {
            Vec::new()
        };
        let end = self.update_all(typed);
        let due = app::poll_timeout(&self.app).is_some_and(|at| at <= now);
        if due && end.is_none() {
            return self.update(Event::Tick);
        }
        end
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
            match self.perform_one(effect) {
                Ok(none) => end = none.or(end),
                Err(failure) => end = Some(End::Fail(failure)),
            }
            if matches!(end, Some(End::Fail(_))) {
                break;
            }
        }
        if self.editor.is_some() {
            // Two programs on one terminal are one too many.
            self.ending = end.or_else(|| self.ending.take());
            return None;
        }
        end
    }

    fn perform_one(&mut self, effect: Effect) -> Result<Option<End>, Failure> {
        match effect {
            Effect::Connect => self.socket.connect(),
            Effect::Close if self.app.has_left() => {}
            Effect::Close => self.socket.close(),
            Effect::Send(frame) => self.socket.send(&frame),
            Effect::Draw => self.stale = true,
            Effect::Weather(profile) => self.socket.change(*profile),
            Effect::Record(file) => self.socket.record(file.as_deref()),
            Effect::Hold => self.socket.hold(),
            Effect::Release(order) => self.socket.obey(order),
            Effect::Redraw => {
                self.stale = true;
                let (width, height) = self.app.size;
                self.terminal.resize(width, height);
            }
            Effect::Copy(_) | Effect::Ring | Effect::Notify(_) if self.editor.is_some() => {}
            Effect::Copy(text) => self.terminal.copy(&text).map_err(Failure::Terminal)?,
            Effect::Ring => self.terminal.ring().map_err(Failure::Terminal)?,
            Effect::Notify(told) => self.terminal.notify(&told).map_err(Failure::Terminal)?,
            Effect::Log(line) => self
                .journal
                .iter_mut()
                .for_each(|journal| journal.keep(line.clone())),
            Effect::Suspend => Jobs::stop(),
            Effect::Edit(text) => self.lend(&text)?,
            Effect::Quit => return Ok(Some(End::Quit)),
            Effect::Fail(why) => return Err(Failure::Session(why)),
        }
        Ok(None)
    }

    fn next_wake(&self) -> Option<Instant> {
        let drawing = self.draws().then(|| self.frames.next());
        app::poll_timeout(&self.app)
            .into_iter()
            .chain(self.typing.poll_timeout())
            .chain(drawing)
            .min()
    }

    /// Whether something is to be painted, and there is where to.
    fn draws(&self) -> bool {
        self.stale && self.editor.is_none()
    }

    /// Messages are gathered: however many come, so many frames a second.
    fn draw_when_due(&mut self) -> Option<End> {
        let due = self.draws() && self.frames.next() <= clock::now().mono;
        if due { self.draw() } else { None }
    }

    fn draw(&mut self) -> Option<End> {
        self.stale = false;
        if self.look.follow(self.app.settings.palette) {
            self.terminal.spoil();
        }
        let (app, theme) = (&self.app, &self.look.theme);
        let drawn = self.terminal.draw(|buffer| view::draw(buffer, app, theme));
        self.frames.on_drawn(clock::now().mono);
        drawn.err().map(broken)
    }
}

/// Whatever was wished for was heard and done; unless it is the end, it goes on.
fn answered(end: Option<End>) -> Option<End> {
    if end.is_none() {
        signal::answered();
    }
    end
}

fn broken(error: io::Error) -> End {
    End::Fail(Failure::Terminal(error))
}
