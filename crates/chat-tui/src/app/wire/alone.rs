//! The window with nothing beside it: a recording that is played, a server that is
//! observed.

use std::time::Instant;

use chat_wire::live::Live;
use chat_wire::rows::party::Side;
use chat_wire::words::language::Language;

use crate::app::wire::player::Play;
use crate::app::wire::player::Player;
use crate::app::wire::shown::Extent;
use crate::app::wire::shown::Observed;
use crate::app::wire::shown::View;
use crate::app::wire::window::Window;

impl Window {
    /// A recording is played in it, over the whole screen.
    pub fn play(&mut self, player: Player) {
        self.extent = Some(Extent::Whole);
        self.player = Some(player);
        self.tell_all();
    }

    /// A server is observed in it, over the whole screen.
    pub fn observe(&mut self) {
        self.extent = Some(Extent::Whole);
        self.live = Live::new(Side::Server, "");
        self.observed = Some(Observed::Live);
        self.view = View::People;
    }

    /// Whether a server is observed, and whether it shows no more.
    pub fn observed(&self) -> Option<Observed> {
        self.observed
    }

    /// Whether there is nothing else on the screen, and nobody to talk with.
    pub fn is_alone(&self) -> bool {
        self.player.is_some() || self.observed.is_some()
    }

    /// The recording that is played in it, if one is.
    pub fn player(&self) -> Option<&Player> {
        self.player.as_ref()
    }

    /// Plays it otherwise.
    pub fn obey(&mut self, now: Instant, play: Play) {
        let Some(player) = &mut self.player else {
            return;
        };
        let told = player.obey(now, play);
        if told.start == 0 {
            return self.tell_all();
        }
        player.tell(told, &mut self.live);
        self.fold();
    }

    /// Time has passed.
    pub fn tick(&mut self, now: Instant, language: Language) {
        if let Some(player) = &mut self.player {
            let told = player.tick(now);
            player.tell(told, &mut self.live);
            self.fold_and_ask(language);
        }
        if self.stops_to_ask() {
            self.obey(now, Play::Turn);
        }
    }

    /// What has happened so far, anew.
    fn tell_all(&mut self) {
        if let Some(player) = &self.player {
            self.live = player.empty();
            player.tell(0..player.counts().0, &mut self.live);
        }
        self.fold();
    }
}
