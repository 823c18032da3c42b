//! The loop with a person: key, frame and deadline in one place, none of them
//! ever waiting for another. What they mean is the app's; how it looks is the
//! view's.

use std::time::Duration;
use std::time::Instant;

use crossterm::event::Event as Typed;
use tokio::time::sleep_until;

use crate::app;
use crate::app::App;
use crate::app::event::Effect;
use crate::app::event::Event;
use crate::app::typing::Typing;
use crate::clock;
use crate::failure::Failure;
use crate::keyboard::Keyboard;
use crate::session::traffic::Input;
use crate::signal::Signals;
use crate::socket::Arrival;
use crate::socket::Socket;
use crate::terminal;
use crate::terminal::Terminal;
use crate::view;
use crate::view::theme::Theme;

/// Everything that the loop owns.
struct Screen {
    app: App,
    socket: Socket,
    terminal: Terminal,
    theme: Theme,
    typing: Typing,
    /// Whether the screen shows less than the app knows.
    stale: bool,
    drawn: Instant,
}

/// How the loop ends.
enum End {
    Quit,
    Fail(Failure),
}

/// Runs until the person leaves.
pub(crate) async fn run(mut app: App, socket: Socket, theme: Theme) -> Result<(), Failure> {
    let terminal = Terminal::take()?;
    let (width, height) = terminal::size();
    let mut effects = app::start(&mut app);
    let now = clock::now();
    effects.extend(app::update(&mut app, now, Event::Resize(width, height)));
    let mut screen = Screen {
        app,
        socket,
        terminal,
        theme,
        typing: Typing::default(),
        stale: true,
        drawn: now.mono,
    };
    let end = match screen.perform(effects) {
        Some(end) => end,
        None => screen.turn_until_end().await,
    };
    screen.socket.finish().await;
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
        let mut keys = match Keyboard::listen() {
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
                () = asleep => self.on_wake(),
            };
            if let Some(end) = end {
                return end;
            }
        }
    }

    /// A key is answered at once; a burst of them, as one.
    fn on_typed(&mut self, burst: Vec<(Instant, Typed)>) -> Option<End> {
        let mut events = Vec::new();
        for (at, typed) in burst {
            events.extend(match typed {
                Typed::Key(key) => self.typing.on_key(at, key),
                Typed::Paste(text) => self.typing.on_paste(at, text),
                Typed::Resize(width, height) => vec![Event::Resize(width, height)],
                Typed::FocusGained => vec![Event::Focus(true)],
                Typed::FocusLost => vec![Event::Focus(false)],
                // Not asked for, and no harm.
                Typed::Mouse(_) => Vec::new(),
            });
        }
        self.update_all(events)
    }

    fn update_all(&mut self, events: Vec<Event>) -> Option<End> {
        let end = events.into_iter().find_map(|event| self.update(event));
        end.or_else(|| if self.stale { self.draw() } else { None })
    }

    fn on_arrival(&mut self, arrival: Arrival) -> Option<End> {
        match arrival {
            Arrival::Connected(address) => self.update(Event::Net(Input::Connected(address))),
            Arrival::Linked(address) => self.update(Event::Net(Input::Linked(address))),
            Arrival::Lost(failure) => {
                let why = failure.said(self.app.speech);
                self.update(Event::Net(Input::Lost(why)))
            }
            Arrival::Heard(all) => all.into_iter().find_map(|heard| {
                let input = heard.frame.map_or(Input::NotAFrame, Input::Frame);
                self.update(Event::Net(input))
            }),
        }
    }

    fn on_wake(&mut self) -> Option<End> {
        let now = clock::now().mono;
        let typed = self.typing.on_timeout(now);
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
            let done = match effect {
                Effect::Connect => {
                    self.socket.connect();
                    Ok(())
                }
                Effect::Close if self.app.has_left() => Ok(()),
                Effect::Close => {
                    self.socket.close();
                    Ok(())
                }
                Effect::Send(frame) => {
                    self.socket.send(&frame);
                    Ok(())
                }
                Effect::Draw => {
                    self.stale = true;
                    Ok(())
                }
                Effect::Redraw => {
                    self.stale = true;
                    self.terminal.repaint();
                    Ok(())
                }
                Effect::Ring => self.terminal.ring(),
                Effect::Suspend => {
                    self.stale = true;
                    self.terminal.suspend()
                }
                Effect::Quit => {
                    end = Some(End::Quit);
                    Ok(())
                }
                Effect::Fail(why) => Err(Failure::Session(why)),
            };
            if let Err(failure) = done {
                return Some(End::Fail(failure));
            }
        }
        end
    }

    fn next_wake(&self) -> Option<Instant> {
        let drawing = self.stale.then(|| self.drawn + FRAME);
        app::poll_timeout(&self.app)
            .into_iter()
            .chain(self.typing.poll_timeout())
            .chain(drawing)
            .min()
    }

    /// Messages are gathered: however many come, so many frames a second.
    fn draw_when_due(&mut self) -> Option<End> {
        let due = self.stale && self.drawn + FRAME <= clock::now().mono;
        if due { self.draw() } else { None }
    }

    fn draw(&mut self) -> Option<End> {
        self.stale = false;
        let (app, theme) = (&self.app, &self.theme);
        let drawn = self.terminal.draw(|buffer| view::draw(buffer, app, theme));
        self.drawn = clock::now().mono;
        drawn.err().map(End::Fail)
    }
}

/// The shortest time between two frames that nobody's finger asked for.
const FRAME: Duration = Duration::from_millis(33);
