//! One of the demo's people: a client like any other, with a script in the place of a
//! person. What it says goes through the same session and the same socket.

use std::time::Instant;

use chat_net::link_clock::Changes;
use chat_net::link_clock::LinkClock;
use chat_proto::frame::Incoming;
use chat_proto::frame::incoming::Kind;
use chat_proto::room::RoomName;
use chat_proto::text::Text;

use crate::app::event::Effect;
use crate::app::event::Event;
use crate::arrivals;
use crate::clock;
use crate::demo::over::Over;
use crate::demo::script::Script;
use crate::failure::Failure;
use crate::session::Session;
use crate::session::phase::Phase;
use crate::session::receipts::Recipient;
use crate::session::traffic::News;
use crate::session::traffic::Setup;
use crate::signal::Signals;
use crate::signal::StopRequest;
use crate::socket::Arrival;
use crate::speech::Speech;
use crate::talk;
use crate::talk::Front;
use crate::talk::Turn;

/// A session, and who speaks in it.
pub(in crate::demo) struct Person {
    session: Session,
    script: Script,
    /// What the script goes by, and whether that stands still.
    clock: LinkClock,
    changes: Changes,
    speech: &'static Speech,
    /// Told when the demo is over.
    over: Over,
}

impl Person {
    pub(in crate::demo) fn new(
        setup: Setup,
        (script, clock): (Script, LinkClock),
        (speech, over): (&'static Speech, Over),
    ) -> Self {
        Self {
            session: Session::new(clock::now(), setup),
            script,
            changes: clock.changes(),
            clock,
            speech,
            over,
        }
    }

    /// What the session asks for, up to the end.
    fn asked(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        while let Some(output) = self.session.poll_output() {
            match Effect::of(output) {
                Ok(effect) => effects.push(effect),
                Err(news) => effects.extend(self.on_news(&news)),
            }
            if talk::ends(&effects) {
                break;
            }
        }
        effects
    }

    /// It hears what is said, its own lines too when they have their place.
    #[expect(clippy::wildcard_enum_match_arm, reason = "it only listens")]
    fn on_news(&mut self, news: &News) -> Option<Effect> {
        match news {
            News::Heard(frame) | News::Confirmed { frame, .. } => self.hear(frame),
            News::Ended(_) => return Some(Effect::Quit),
            _ => {}
        }
        None
    }

    fn hear(&mut self, frame: &Incoming) {
        if matches!(frame.kind, Kind::Said { to: None, .. }) {
            let now = self.clock.now(clock::now()).mono;
            self.script.heard(now, &frame.name, &frame.text);
        }
    }
}

/// What comes beside what is heard.
pub(in crate::demo) enum Came {
    /// The end.
    Over,
    /// The clock stands still, or goes on.
    Changed,
}

impl Front for Person {
    type Came = Came;

    fn begin(&mut self) -> Turn {
        Ok(self.asked())
    }

    async fn next(&mut self) -> Came {
        tokio::select! {
            () = self.over.comes() => Came::Over,
            () = self.changes.next() => Came::Changed,
        }
    }

    fn on_came(&mut self, came: Came) -> Turn {
        Ok(match came {
            Came::Over => vec![Effect::Quit],
            Came::Changed => Vec::new(),
        })
    }

    fn on_arrival(&mut self, arrival: Arrival) -> Turn {
        for event in arrivals::events(arrival, self.speech) {
            if let Event::Net(input) = event {
                self.session.handle(clock::now(), input);
            }
        }
        Ok(self.asked())
    }

    fn on_stop_request(&mut self, _request: &StopRequest) -> Turn {
        Ok(vec![Effect::Quit])
    }

    /// There is none.
    fn on_log_failed(&mut self, _why: String) -> Turn {
        Ok(Vec::new())
    }

    fn on_wake(&mut self) -> Turn {
        let now = clock::now();
        let joined = matches!(self.session.phase(), Phase::Online { .. });
        let line = self.script.due(self.clock.now(now).mono).filter(|_| joined);
        if let Some(text) = line.and_then(|line| Text::parse(&line).ok()) {
            // Where too much waits it is not said: the others go on.
            let _ = self
                .session
                .say(now, Recipient::Room(RoomName::lobby()), text);
        }
        self.session.handle_timeout(now);
        Ok(self.asked())
    }

    fn settle(&mut self) -> Turn {
        Ok(Vec::new())
    }

    /// It asks for nothing but the connection, which is the loop's.
    fn perform(&mut self, _effect: Effect) -> Turn {
        Ok(Vec::new())
    }

    fn leave(&mut self) -> Vec<Effect> {
        self.session.quit(clock::now());
        self.asked()
    }

    fn wake(&self) -> Option<Instant> {
        let speaks = self.clock.due(Some(self.script.poll_timeout()));
        self.session.poll_timeout().into_iter().chain(speaks).min()
    }

    fn listens(&self) -> bool {
        true
    }

    fn may_end(&self) -> bool {
        true
    }

    fn has_left(&self) -> bool {
        matches!(self.session.phase(), Phase::Ended { .. })
    }

    async fn finish(&mut self, _signals: &mut Signals) {}

    fn verdict(self) -> Result<(), Failure> {
        Ok(())
    }
}
