//! The front with a person at a screen: keys become events, and what the app makes of
//! them is painted. What keys mean is the app's; how it looks is the view's.

mod seats;
mod came;
mod terminal_config;

use std::time::Instant;

use chat_proto::trace::talk::Waker;
use crossterm::event::Event as Key;

use crate::app::App;
use crate::app::beside::ServerId;
use crate::app::event::Edited;
use crate::app::event::Effect;
use crate::app::event::Event;
use crate::app::keys::typing::Typing;
use crate::clock;
use crate::editor;
use crate::editor::Editor;
use crate::failure::Failure;
use crate::frames::Frames;
use crate::frames::Paint;
use crate::journal::Journal;
use crate::keyboard::Keyboard;
use crate::keyboard::Typed;
use crate::keyboard::What;
use crate::mouse;
use crate::opening::Opener;
use crate::recorder::Recorder;
use crate::signal;
use crate::signal::Job;
use crate::signal::Jobs;
use crate::signal::Resizes;
use crate::signal::Signals;
use crate::signal::StopRequest;
use crate::socket::Arrival;
use crate::socket::Socket;
use crate::talk;
use crate::talk::Front;
use crate::talk::Turn;
use crate::terminal::Terminal;
use crate::view;
use crate::view::look::Look;

use came::Came;
use seats::Seats;
pub(crate) use terminal_config::TerminalConfig;

/// A person at a screen.
struct Screen {
    seats: Seats,
    terminal: Terminal,
    jobs: Jobs,
    resizes: Resizes,
    look: Look,
    keys: Keyboard,
    typing: Typing,
    /// What has the terminal instead of us.
    editor: Option<Editor>,
    /// Whether a Ctrl-c may still come that was the editor's: it has ended, and no
    /// key came since.
    editors_interrupt: bool,
    /// The last call that came while an editor had the terminal.
    call: Option<Effect>,
    paint: Paint,
    /// Whether a wish for the end was heard, and it goes on all the same.
    owes_answer: bool,
    frames: Frames,
}

/// Runs until the person leaves.
pub(crate) async fn run(
    (app, recorder): (App, Recorder),
    socket: Socket,
    terminal_config: TerminalConfig,
    opener: Option<Opener>,
    journal: Option<Journal>,
) -> Result<(), Failure> {
    let signals = Signals::new()?;
    let screen = Screen::take((app, recorder), &terminal_config, opener)?;
    Box::pin(talk::run(screen, socket, journal, signals)).await
}

impl Front for Screen {
    type Came = Came;

    fn begin(&mut self) -> Turn {
        self.seats.begin(self.terminal.size())
    }

    async fn next(&mut self) -> Came {
        tokio::select! {
            burst = self.keys.burst() => Came::Keys(burst),
            edited = editor::ended(self.editor.as_mut()) => Came::Edited(edited),
            () = self.resizes.next() => Came::Resized,
            job = self.jobs.next() => Came::Job(job),
            // What comes before the next frame is seen in it.
            came = self.seats.came(self.paint == Paint::Done) => came,
        }
    }

    fn on_came(&mut self, came: Came) -> Turn {
        match came {
            Came::Keys(Some(burst)) => self.on_typed(burst),
            Came::Keys(None) => Ok(self.quit()),
            Came::Edited(edited) => self.take_back(edited),
            Came::Resized => {
                let size = self.seats.board.shown().size;
                let (width, height) = crossterm::terminal::size().unwrap_or(size);
                self.seats.update(&Event::Resize(width, height))
            }
            Came::Job(job) => self.on_job(job),
            Came::Noted => Ok(vec![Effect::Draw]),
            Came::Elsewhere(server, arrival) => self.seats.on_arrival_of(server, arrival),
        }
    }

    fn on_arrival(&mut self, arrival: Arrival) -> Turn {
        self.seats.on_arrival_of(ServerId::FIRST, arrival)
    }

    /// A Ctrl-c in another program that has the terminal is for that program, also
    /// where it is heard after that program's end.
    fn on_stop_request(&mut self, request: &StopRequest) -> Turn {
        let late = std::mem::take(&mut self.editors_interrupt);
        match request {
            StopRequest::Interrupt if self.editor.is_some() || late => {
                self.owes_answer = true;
                Ok(Vec::new())
            }
            StopRequest::Interrupt | StopRequest::Stop => Ok(self.quit()),
        }
    }

    fn on_log_failed(&mut self, why: String) -> Turn {
        self.seats.update(&Event::LogFailed(why))
    }

    fn on_wake(&mut self) -> Turn {
        let now = clock::now().mono;
        let mut effects = Vec::new();
        if self.keys.is_idle() {
            let typed = self.typing.on_timeout(now);
            effects = self.seats.update_all(typed)?;
            self.hurry(&effects);
        }
        let due = self.seats.board.poll_timeout().is_some_and(|at| at <= now);
        if due && !talk::ends(&effects) {
            effects.extend(self.seats.update(&Event::Tick)?);
        }
        Ok(effects)
    }

    fn settle(&mut self) -> Turn {
        let at_once = self.paint == Paint::AtOnce;
        let mut effects = Vec::new();
        if self.draws() && (at_once || self.frames.next() <= clock::now().mono) {
            // It is in this frame.
            effects = self.seats.look_at_shown()?;
            effects.retain(|effect| *effect != Effect::Draw);
            self.draw()?;
        }
        // Now it is seen that it goes on.
        if std::mem::take(&mut self.owes_answer) {
            signal::answered();
        }
        Ok(effects)
    }

    fn perform(&mut self, effect: Effect) -> Turn {
        match effect {
            Effect::Draw => self.paint = self.paint.max(Paint::Due),
            Effect::Redraw => {
                self.paint = self.paint.max(Paint::Due);
                let (width, height) = self.seats.board.shown().size;
                self.terminal.resize(width, height);
            }
            // Two programs on one terminal are one too many: it rings afterwards.
            Effect::Ring | Effect::Notify(_) if self.editor.is_some() => self.call = Some(effect),
            Effect::Ring => self.terminal.ring().map_err(Failure::Terminal)?,
            Effect::Notify(told) => self.terminal.notify(&told).map_err(Failure::Terminal)?,
            Effect::Copy(text) => self.terminal.copy(&text).map_err(Failure::Terminal)?,
            Effect::Suspend => Jobs::stop(),
            Effect::Edit(text) => return self.lend(&text),
            Effect::Export(asked) => {
                let first = ServerId::FIRST;
                return self.seats.look(first, |kept| kept.export(&asked));
            }
            Effect::Watch(looks) => {
                let first = ServerId::FIRST;
                return self.seats.look(first, |kept| kept.watch(looks));
            }
            Effect::Turn(turn) => return self.seats.turn(turn),
            Effect::Errand(_) | Effect::Log(_) | Effect::Quit | Effect::Fail(_) => {
                return Ok(vec![effect]);
            }
        }
        Ok(Vec::new())
    }

    fn leave(&mut self) -> Vec<Effect> {
        // It ends anyway.
        self.seats.leave().unwrap_or_default()
    }

    fn wake(&self) -> Option<Instant> {
        let drawing = self.draws().then(|| self.frames.next());
        let own = [self.typing.poll_timeout(), drawing];
        let due = own.into_iter().flatten();
        due.chain(self.seats.board.poll_timeout()).min()
    }

    fn listens(&self) -> bool {
        true
    }

    /// Not under the hands of somebody who writes in an editor.
    fn may_end(&self) -> bool {
        self.editor.is_none()
    }

    fn has_left(&self) -> bool {
        let first = self.seats.board.get(ServerId::FIRST);
        first.is_some_and(App::has_left)
    }

    async fn finish(&mut self, _signals: &mut Signals) {
        self.seats.finish().await;
    }

    fn waker(&self, came: &Came) -> Option<Waker> {
        came.waker()
    }

    fn turned(&mut self, by: Waker, began: Instant) {
        let notes = self.seats.board.shown_mut().wire.notes_turn(by, began);
        if let Some(recorder) = self.seats.recorder() {
            recorder.turned((by, began), notes);
        }
    }

    fn verdict(self) -> Result<(), Failure> {
        Ok(())
    }
}

impl Screen {
    fn take(
        (app, recorder): (App, Recorder),
        terminal_config: &TerminalConfig,
        opener: Option<Opener>,
    ) -> Result<Self, Failure> {
        let (resizes, jobs) = (Resizes::new()?, Jobs::new()?);
        let terminal = Terminal::take(terminal_config.tells).map_err(Failure::Terminal)?;
        let keys = Keyboard::listen(terminal_config.tells.keys_apart)?;
        Ok(Self {
            look: Look::new(app.settings.palette, terminal_config.colours),
            seats: Seats::new((app, recorder), opener),
            terminal,
            jobs,
            resizes,
            keys,
            typing: Typing::default(),
            editor: None,
            editors_interrupt: false,
            call: None,
            paint: Paint::AtOnce,
            owes_answer: false,
            frames: Frames::new(clock::now().mono),
        })
    }

    /// A key is answered at once; a burst of them, as one.
    fn on_typed(&mut self, burst: Vec<Typed>) -> Turn {
        self.editors_interrupt = false;
        let mut events = Vec::new();
        for typed in burst {
            events.extend(self.meaning(typed)?);
        }
        let effects = self.seats.update_all(events)?;
        self.hurry(&effects);
        self.owes_answer = !talk::ends(&effects);
        Ok(effects)
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
            Key::Mouse(mouse) => mouse::meant(mouse).map(Event::Mouse).into_iter().collect(),
        })
    }

    /// The terminal goes to the person's editor. The conversation goes on.
    fn lend(&mut self, text: &str) -> Turn {
        self.keys.pause()?;
        self.terminal.lend();
        match Editor::start(text) {
            Ok(editor) => self.editor = Some(editor),
            Err(edited) => return self.take_back(edited),
        }
        Ok(Vec::new())
    }

    fn take_back(&mut self, edited: Edited) -> Turn {
        self.editors_interrupt = self.editor.take().is_some();
        self.terminal.take_again().map_err(Failure::Terminal)?;
        self.keys.resume()?;
        let size = self.seats.board.shown().size;
        let (width, height) = crossterm::terminal::size().unwrap_or(size);
        self.terminal.resize(width, height);
        self.paint = Paint::AtOnce;
        let events = vec![Event::Edited(edited), Event::Resize(width, height)];
        let mut effects = self.seats.update_all(events)?;
        effects.extend(self.call.take());
        Ok(effects)
    }

    fn on_job(&mut self, job: Job) -> Turn {
        match job {
            Job::Stop => self.terminal.suspend(),
            // It is another program's that goes on with us.
            Job::GoOn if self.editor.is_some() => {}
            Job::GoOn => self.terminal.take_again().map_err(Failure::Terminal)?,
        }
        self.paint = Paint::AtOnce;
        Ok(Vec::new())
    }

    /// The end, whoever has the terminal.
    fn quit(&mut self) -> Vec<Effect> {
        self.editor = None;
        vec![Effect::Quit]
    }

    /// What these have changed is painted at once.
    fn hurry(&mut self, effects: &[Effect]) {
        let draws = effects.contains(&Effect::Draw) || effects.contains(&Effect::Redraw);
        if self.paint == Paint::Due || draws {
            self.paint = Paint::AtOnce;
        }
    }

    /// Whether something is to be painted, and there is where to.
    fn draws(&self) -> bool {
        self.paint > Paint::Done && self.editor.is_none()
    }

    fn draw(&mut self) -> Result<(), Failure> {
        self.paint = Paint::Done;
        let began = clock::now().mono;
        let app = self.seats.board.shown();
        if self.look.follow(app.settings.palette) {
            self.terminal.spoil();
        }
        let look = &self.look;
        self.terminal.wants_mouse(app.settings.mouse);
        let drawn = self.terminal.draw(|b| view::draw(b, app, &look.theme));
        self.frames.on_drawn(clock::now().mono);
        let drew = drawn.map_err(Failure::Terminal)?;
        if let Some(recorder) = self.seats.recorder() {
            recorder.drew(drew, began);
        }
        Ok(())
    }
}
