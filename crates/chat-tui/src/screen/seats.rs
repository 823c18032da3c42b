//! The servers before one screen: an app for each, and its connection, and what was noted on
//! its wire. What is to be done about each goes to its own connection.

use std::collections::BTreeMap;
use std::future::pending;

use crate::app::App;
use crate::app::beside::ServerId;
use crate::app::beside::ServerTurn;
use crate::app::event::Effect;
use crate::app::event::Event;
use crate::arrivals;
use crate::clock;
use crate::config::Endpoint;
use crate::opening::Opened;
use crate::opening::Opener;
use crate::recorder::Recorder;
use crate::remotes::Remotes;
use crate::screen::came::Came;
use crate::socket::Arrival;
use crate::switchboard::Deed;
use crate::switchboard::Switchboard;
use crate::talk;
use crate::talk::Turn;

/// All of them.
pub(in crate::screen) struct Seats {
    /// The apps.
    pub board: Switchboard,
    /// What it takes to be at one more.
    opener: Option<Opener>,
    /// The connections to the further ones; that to the first is the loop's.
    remotes: Remotes,
    /// What was noted on the wire of each.
    recorders: BTreeMap<ServerId, Recorder>,
}

impl Seats {
    /// At one server.
    pub(in crate::screen) fn new((app, recorder): (App, Recorder), opener: Option<Opener>) -> Self {
        Self {
            board: Switchboard::new(app),
            opener,
            remotes: Remotes::new(),
            recorders: BTreeMap::from([(ServerId::FIRST, recorder)]),
        }
    }

    /// What is asked for when it begins, on a screen of this size.
    pub(in crate::screen) fn begin(&mut self, (width, height): (u16, u16)) -> Turn {
        let deeds = self.board.start();
        let mut effects = self.route(deeds)?;
        effects.extend(self.update(&Event::Resize(width, height))?);
        effects.extend(self.open_more()?);
        Ok(effects)
    }

    /// Something came from a further server; or, where it is to be seen, something was noted
    /// on the wire of the one that is shown. Loses nothing if dropped while waiting.
    pub(in crate::screen) async fn came(&mut self, is_painted: bool) -> Came {
        let recorder = self.recorders.get_mut(&self.board.shown().server);
        let noted = async {
            match recorder.filter(|_| is_painted) {
                Some(recorder) => recorder.came().await,
                None => pending().await,
            }
        };
        tokio::select! {
            () = noted => Came::Noted,
            Some((server, arrival)) = self.remotes.arrival() => Came::Elsewhere(server, arrival),
        }
    }

    /// The recorder of the server that is shown, for what the screen itself has to note.
    pub(in crate::screen) fn recorder(&mut self) -> Option<&mut Recorder> {
        self.recorders.get_mut(&self.board.shown().server)
    }

    /// What is noted for whoever looks at the wire of the server that is shown.
    pub(in crate::screen) fn look_at_shown(&mut self) -> Turn {
        let server = self.board.shown().server;
        self.look(server, Recorder::look)
    }

    /// Takes leave of all of them.
    pub(in crate::screen) fn leave(&mut self) -> Turn {
        let deeds = self.board.quit(clock::now());
        self.route(deeds)
    }

    /// Waits until the further connections have said all.
    pub(in crate::screen) async fn finish(&mut self) {
        self.remotes.finish().await;
    }

    /// What follows from these, up to the end.
    pub(in crate::screen) fn update_all(&mut self, events: Vec<Event>) -> Turn {
        let mut effects = Vec::new();
        for event in events {
            effects.extend(self.update(&event)?);
            if talk::ends(&effects) {
                break;
            }
        }
        Ok(effects)
    }

    pub(in crate::screen) fn update(&mut self, event: &Event) -> Turn {
        let deeds = self.board.update(clock::now(), event);
        self.route(deeds)
    }

    pub(in crate::screen) fn on_arrival_of(&mut self, server: ServerId, arrival: Arrival) -> Turn {
        let events = arrivals::events(arrival, self.board.shown().speech);
        self.update_of(server, events)
    }

    fn update_of(&mut self, server: ServerId, events: Vec<Event>) -> Turn {
        let mut effects = Vec::new();
        for event in events {
            let deeds = self.board.update_of(clock::now(), server, event);
            effects.extend(self.route(deeds)?);
            if talk::ends(&effects) {
                break;
            }
        }
        Ok(effects)
    }

    /// What was noted on the wire of a server, for whoever looks.
    pub(in crate::screen) fn look(
        &mut self,
        server: ServerId,
        look: impl FnOnce(&mut Recorder) -> Vec<Event>,
    ) -> Turn {
        let noted = self.recorders.get_mut(&server).map(look);
        self.update_of(server, noted.unwrap_or_default())
    }

    /// What is to be done about further servers is done by their connections; the rest comes
    /// back, for the loop.
    fn route(&mut self, deeds: Vec<Deed>) -> Turn {
        let mut effects = Vec::new();
        for Deed { server, effect } in deeds {
            if server == ServerId::FIRST {
                effects.push(effect);
                continue;
            }
            if let Effect::Errand(errand) = effect {
                self.remotes.order(server, errand);
            } else if let Effect::Export(asked) = effect {
                effects.extend(self.look(server, |kept| kept.export(&asked))?);
            } else if let Effect::Watch(looks) = effect {
                effects.extend(self.look(server, |recorder| recorder.watch(looks))?);
            } else {
                effects.push(effect);
            }
        }
        self.forget_left();
        Ok(effects)
    }

    /// The servers that were asked for beside the first one.
    fn open_more(&mut self) -> Turn {
        let more = self
            .opener
            .as_mut()
            .map(|opener| std::mem::take(&mut opener.more));
        let mut effects = Vec::new();
        for endpoint in more.into_iter().flatten() {
            effects.extend(self.open(endpoint, false)?);
        }
        Ok(effects)
    }

    /// One more server; one that cannot be reached so is told.
    pub(in crate::screen) fn turn(&mut self, turn: ServerTurn) -> Turn {
        let (ServerTurn::Connect(written), Some(opener)) = (turn, &self.opener) else {
            return Ok(Vec::new());
        };
        let words = &opener.speech.several;
        if !self.board.has_space() {
            let why = words.too_many(Switchboard::MOST);
            return self.update(&Event::Remark(why));
        }
        match opener.read(&written) {
            Ok(endpoint) => self.open(endpoint, true),
            Err(why) => self.update(&Event::Remark(words.not_opened(why))),
        }
    }

    /// At this one, too.
    fn open(&mut self, endpoint: Endpoint, shows: bool) -> Turn {
        let Some(opener) = &self.opener else {
            return Ok(Vec::new());
        };
        let Opened {
            app,
            socket,
            recorder,
        } = opener.open(endpoint)?;
        let server = self.board.next();
        self.remotes.add(server, socket);
        self.recorders.insert(server, recorder);
        let deeds = self.board.add(clock::now(), app, shows);
        self.route(deeds)
    }

    /// Servers that were left.
    fn forget_left(&mut self) {
        let board = &self.board;
        let gone = self.recorders.keys().filter(|id| board.get(**id).is_none());
        let gone: Vec<_> = gone.copied().collect();
        for server in gone {
            self.recorders.remove(&server);
            self.remotes.leave(server);
        }
    }
}
