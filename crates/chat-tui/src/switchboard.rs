//! Several servers and one person before them: an app for each, of which one is shown.
//!
//! Pure, as the app is: keys go to the app that is shown, what a server sends to its own,
//! and what is to be done comes back with the server that it is about.

use std::time::Instant;

use chat_proto::now::Now;

use crate::app;
use crate::app::App;
use crate::app::beside::Beside;
use crate::app::beside::BesideRow;
use crate::app::beside::ServerId;
use crate::app::beside::ServerTurn;
use crate::app::beside::Sight;
use crate::app::conversation::places::Conversation;
use crate::app::event::Effect;
use crate::app::event::Event;
use crate::session::phase::Phase;

/// The apps. One is always shown.
#[derive(Debug)]
pub struct Switchboard {
    shown: App,
    /// In no order: each has its id.
    hidden: Vec<App>,
    /// The id of the next one.
    next: u32,
}

/// Something is to be done outside, about one server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// Which.
    pub server: ServerId,
    /// What.
    pub effect: Effect,
}

impl Switchboard {
    /// Servers that one person can look after.
    pub const MOST: usize = 8;

    /// At one server.
    pub fn new(app: App) -> Self {
        Self {
            shown: app,
            hidden: Vec::new(),
            next: ServerId::FIRST.0 + 1,
        }
    }

    /// The app that is shown.
    pub fn shown(&self) -> &App {
        &self.shown
    }

    /// The same, to change it.
    pub fn shown_mut(&mut self) -> &mut App {
        &mut self.shown
    }

    /// The app of this server, if one is still there.
    pub fn get(&self, server: ServerId) -> Option<&App> {
        self.all().find(|app| app.server == server)
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &App> {
        std::iter::once(&self.shown).chain(&self.hidden)
    }

    /// Whether one can be at one more.
    pub fn has_space(&self) -> bool {
        self.hidden.len() + 1 < Self::MOST
    }

    /// The id of the one that is added next.
    pub fn next(&self) -> ServerId {
        ServerId(self.next)
    }

    /// At one more server, which is shown if the person has just asked for it.
    pub fn add(&mut self, now: Now, mut app: App, shows: bool) -> Vec<Deed> {
        let server = self.next();
        self.next += 1;
        (app.server, app.sight) = (server, Sight::Behind);
        let (width, height) = self.shown.size;
        self.hidden.push(app);
        let mut deeds = self.started(server);
        deeds.extend(self.update_of(now, server, Event::Resize(width, height)));
        if shows {
            deeds.extend(self.turn_to(now, server, None));
        }
        self.list();
        deeds
    }

    /// What each session asked for when it began.
    pub fn start(&mut self) -> Vec<Deed> {
        let deeds = self.servers().into_iter();
        deeds.flat_map(|server| self.started(server)).collect()
    }

    /// Something that is about no server: to the one that is shown, or to all.
    pub fn update(&mut self, now: Now, event: &Event) -> Vec<Deed> {
        let is_for_all = matches!(
            event,
            Event::Resize(..) | Event::Focus(_) | Event::LogFailed(_) | Event::Tick
        );
        if !is_for_all {
            return self.update_of(now, self.shown.server, event.clone());
        }
        let mut deeds = Vec::new();
        for server in self.servers() {
            let due = |app: &App| app::poll_timeout(app).is_some_and(|at| at <= now.mono);
            if !matches!(event, Event::Tick) || self.get(server).is_some_and(due) {
                deeds.extend(self.update_of(now, server, event.clone()));
            }
        }
        deeds
    }

    /// Something that is about this one.
    pub fn update_of(&mut self, now: Now, server: ServerId, event: Event) -> Vec<Deed> {
        if matches!(event, Event::Key(_) | Event::Paste(_) | Event::Mouse(_)) {
            // Whoever types here is there for all of them.
            for other in &mut self.hidden {
                other.touched(now);
            }
        }
        let Some(app) = self.app_mut(server) else {
            return Vec::new();
        };
        let effects = app::update(app, now, event);
        let mut deeds = Vec::new();
        for effect in effects {
            if let Effect::Turn(ServerTurn::To(other, place)) = effect {
                deeds.extend(self.turn_to(now, other, place));
            } else if effect == Effect::Turn(ServerTurn::Leave) {
                deeds.extend(self.leave(now));
            } else if let Effect::Fail(why) = &effect
                && !self.hidden.is_empty()
            {
                // One server is no reason to leave the others.
                deeds.extend(self.update_of(now, server, Event::Remark(why.clone())));
            } else {
                deeds.push(Deed { server, effect });
            }
        }
        self.list();
        deeds
    }

    /// Takes leave of all of them.
    pub fn quit(&mut self, now: Now) -> Vec<Deed> {
        self.shown.session.quit(now);
        for app in &mut self.hidden {
            app.session.quit(now);
        }
        self.start()
    }

    /// When one of them wants to be woken.
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.all().filter_map(app::poll_timeout).min()
    }

    fn servers(&self) -> Vec<ServerId> {
        self.all().map(|app| app.server).collect()
    }

    fn app_mut(&mut self, server: ServerId) -> Option<&mut App> {
        let mut all = std::iter::once(&mut self.shown).chain(&mut self.hidden);
        all.find(|app| app.server == server)
    }

    fn started(&mut self, server: ServerId) -> Vec<Deed> {
        let effects = self.app_mut(server).map_or(Vec::new(), app::start);
        about(server, effects)
    }

    /// Shows another one; what was set at the one before holds there too.
    fn turn_to(&mut self, now: Now, server: ServerId, place: Option<usize>) -> Vec<Deed> {
        let hidden = self.hidden.iter().position(|app| app.server == server);
        if let Some(mut app) = hidden.map(|at| self.hidden.swap_remove(at)) {
            app.settings = self.shown.settings.clone();
            app.sight = Sight::Shown;
            let mut before = std::mem::replace(&mut self.shown, app);
            before.sight = Sight::Behind;
            self.hidden.push(before);
        }
        self.shown.come_forward(now, place);
        let effect = Effect::Redraw;
        vec![Deed { server, effect }]
    }

    /// Leaves the one that is shown, where there are others: the one before it is shown then.
    fn leave(&mut self, now: Now) -> Vec<Deed> {
        let left = self.shown.server;
        let others = self.hidden.iter().map(|app| app.server);
        // Of those before it the last, or else the first.
        let next =
            others.max_by_key(|id| (*id < left, if *id < left { id.0 } else { u32::MAX - id.0 }));
        let Some(next) = next else {
            return Vec::new();
        };
        let mut deeds = self.turn_to(now, next, None);
        let gone = self.hidden.iter().position(|app| app.server == left);
        if let Some(mut app) = gone.map(|at| self.hidden.swap_remove(at)) {
            app.session.quit(now);
            deeds.extend(about(left, app::start(&mut app)));
        }
        deeds
    }

    /// The one that is shown is told what there is at the others.
    fn list(&mut self) {
        let mut beside: Vec<_> = self.hidden.iter().map(beside).collect();
        beside.sort_by_key(|other| other.id);
        self.shown.beside = beside;
    }
}

fn about(server: ServerId, effects: Vec<Effect>) -> Vec<Deed> {
    let effects = effects.into_iter();
    effects.map(|effect| Deed { server, effect }).collect()
}

fn beside(app: &App) -> Beside {
    let listed = app.places.listed().into_iter();
    let row = |one: &Conversation| BesideRow {
        title: one.with.title(app.speech),
        unread: one.unread,
        for_you: one.for_you,
    };
    Beside {
        id: app.server,
        title: app.title.clone(),
        online: matches!(app.session.phase(), Phase::Online { .. }),
        rows: listed.map(row).collect(),
    }
}

#[cfg(test)]
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test looks for one kind and lets the others pass"
)]
mod tests;
