//! The flight recorder: the newest events on the wire, kept for whoever opens the window
//! after a surprise, or what a server shows of itself. While nobody looks it wakes nobody.

mod hosted;
mod exporting;

use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use chat_net::ring::RECORDER;
use chat_net::ring::Ring;
use chat_net::ring::WATCHED;
use chat_net::ring::Watcher;
use chat_net::tap::Tap;
use chat_proto::trace::event::Event as Woken;
use chat_proto::trace::talk::Drawn;
use chat_proto::trace::talk::Waker;
use chat_proto::trace::talk::Woke;
use tokio::sync::Notify;
use tokio::time::sleep_until;

use crate::app::event::Event;
use crate::app::settings::WireKept;
use crate::app::wire::export::Export;
use crate::app::wire::shown::Noted;
use crate::clock;
#[cfg(unix)]
use crate::gallery::Gallery;
use crate::speech;

pub(crate) use hosted::House;
use hosted::Looked;

/// What was noted lately.
pub(crate) struct Recorder {
    /// Nothing where nobody wants it.
    ring: Option<Ring>,
    /// Whether somebody looks.
    looks: bool,
    /// Where the next look goes on.
    seen: u64,
    /// Told of each event while somebody looks.
    came: Arc<Notify>,
    /// What a server shows, where that is looked at instead.
    #[cfg(unix)]
    gallery: Option<Gallery>,
    /// The server inside this program, where there is one.
    house: Option<House>,
    /// The same while somebody looks.
    looked: Option<Looked>,
    /// When it began.
    began: Instant,
    /// What was drawn in this turn.
    drawn: Option<Drawn>,
    tap: Tap,
}

impl Recorder {
    /// Begins, where it is wanted.
    pub(crate) fn new(tap: &Tap, kept: WireKept) -> Self {
        let began = clock::now().mono;
        let ring = match kept {
            WireKept::Newest => Some(tap.ring(began, RECORDER)),
            WireKept::Nothing => None,
        };
        Self {
            ring,
            looks: false,
            seen: 0,
            came: Arc::new(Notify::new()),
            #[cfg(unix)]
            gallery: None,
            house: None,
            looked: None,
            began,
            drawn: None,
            tap: tap.clone(),
        }
    }

    /// With what the server inside this program tells.
    pub(crate) fn hosting(self, house: Option<House>) -> Self {
        let keeps = self.ring.is_some();
        let always = house.as_ref().filter(|house| house.always && keeps);
        Self {
            looked: always.map(|house| house.keep(self.began)),
            house,
            ..self
        }
    }

    /// What a server shows, in place of what happens here.
    #[cfg(unix)]
    pub(crate) fn observing(gallery: Gallery) -> Self {
        Self {
            gallery: Some(gallery),
            ..Self::new(&Tap::default(), WireKept::Nothing)
        }
    }

    /// The screen was drawn.
    pub(crate) fn drew(&mut self, bytes: usize, began: Instant) {
        let took = clock::now().mono.saturating_duration_since(began);
        self.drawn = Some(Drawn { bytes, took });
    }

    /// A turn is over that began then, for this; whether it is noted. Nobody is woken for
    /// that.
    pub(crate) fn turned(&mut self, (by, began): (Waker, Instant), notes: bool) {
        let drawn = self.drawn.take().filter(|_| notes);
        let now = clock::now().mono;
        let took = now.saturating_duration_since(began);
        if notes {
            self.tap.note(now, || Woken::Woke(Woke { by, took }));
        }
        if let Some(drawn) = drawn {
            self.tap.note(now, || Woken::Drawn(drawn));
        }
    }

    /// Somebody looks from now on, and is told all that is kept; or nobody looks.
    pub(crate) fn watch(&mut self, looks: bool) -> Vec<Event> {
        let Some(ring) = &self.ring else {
            return Vec::new();
        };
        self.looks = looks;
        self.seen = 0;
        if !looks {
            ring.watch(RECORDER, None);
            let always = self.house.as_ref().is_some_and(|house| house.always);
            self.looked = self.looked.take().filter(|_| always);
            if let Some(looked) = &mut self.looked {
                looked.leave();
            }
            return Vec::new();
        }
        if let Some(house) = &self.house {
            let looked = self.looked.get_or_insert_with(|| house.keep(self.began));
            looked.watch(&self.came);
        }
        let came = Arc::clone(&self.came);
        ring.watch(WATCHED, Some(Watcher::new(move || came.notify_one())));
        // Also where that is nothing: then this is known.
        let all = self.since().unwrap_or_default();
        vec![Event::Noted(all)]
    }

    /// What has come since the last look of whoever looks; nothing where that is nothing.
    pub(crate) fn look(&mut self) -> Vec<Event> {
        #[cfg(unix)]
        if let Some(gallery) = &mut self.gallery {
            return gallery.take_noted().map(Event::Noted).into_iter().collect();
        }
        let noted = if self.looks { self.since() } else { None };
        noted.map(Event::Noted).into_iter().collect()
    }

    fn since(&mut self) -> Option<Noted> {
        // Before anything is asked for.
        let until = clock::now().mono.saturating_duration_since(self.began);
        let own = self.ring.as_ref()?.since(self.seen);
        self.seen = own.next;
        match &mut self.looked {
            Some(looked) => looked.with((own.missed, own.entries), until),
            None => (own.missed > 0 || !own.entries.is_empty())
                .then(|| Noted::own(own.missed, own.entries)),
        }
    }

    /// When what was told has its turn.
    fn due(&self) -> Option<Duration> {
        self.looked.as_ref().and_then(Looked::due)
    }

    /// Writes all that is kept to this file, in the form of its ending; what came of it
    /// comes back in words.
    pub(crate) fn export(&mut self, asked: &Export) -> Vec<Event> {
        let words = &speech::of(asked.language).wire;
        let outcome = match &self.ring {
            Some(ring) => {
                let own = ring.since(0).entries;
                let hosted = self.looked.as_ref().map(Looked::all);
                exporting::exported(asked, (self.began, own), hosted)
            }
            None => Err(words.off().to_owned()),
        };
        vec![outcome.map_or_else(Event::Remark, Event::Done)]
    }

    /// Waits until something comes, while somebody looks.
    pub(crate) async fn came(&mut self) {
        #[cfg(unix)]
        if let Some(gallery) = &mut self.gallery {
            return gallery.came().await;
        }
        let Some(due) = self.due() else {
            return self.came.notified().await;
        };
        tokio::select! {
            () = self.came.notified() => {}
            () = sleep_until((self.began + due).into()) => {}
        }
    }
}
