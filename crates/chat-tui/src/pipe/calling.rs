//! The call, as long as nobody has answered: what is said of that, once, and until when it
//! goes on.

use std::time::Duration;
use std::time::Instant;

use crate::session::phase::Phase;
use crate::socket::dial;
use crate::speech::Speech;
use crate::speech::topic::failures;

/// See the module.
pub(in crate::pipe) struct Calling {
    began: Instant,
    /// How long somebody who does not answer is called.
    patience: Duration,
    /// Whether it was said that nobody answers, or somebody has.
    told: bool,
}

impl Calling {
    pub(in crate::pipe) fn new(began: Instant, patience: Duration) -> Self {
        Self {
            began,
            patience,
            told: false,
        }
    }

    /// How long it goes on.
    pub(in crate::pipe) fn patience(&self) -> Duration {
        self.patience
    }

    /// How long nobody has answered, where that is too long.
    pub(in crate::pipe) fn given_up(&self, now: Instant) -> Option<Duration> {
        let called = now.saturating_duration_since(self.began);
        (called >= self.patience).then_some(called)
    }

    /// Something has come: nothing more is to be said.
    pub(in crate::pipe) fn on_heard(&mut self) {
        self.told = true;
    }

    /// Whether it is to be said now that nobody answers: once.
    pub(in crate::pipe) fn tells(&mut self) -> bool {
        !std::mem::replace(&mut self.told, true)
    }

    /// When it is to be said of whoever takes our connection that it says nothing: a server
    /// that is stopped, or no chat server.
    pub(in crate::pipe) fn quiet_until(&self, phase: &Phase) -> Option<Instant> {
        let waits = matches!(phase, Phase::Joining { .. });
        (waits && !self.told).then(|| self.began + dial::PATIENCE)
    }

    /// That, if it is time.
    pub(in crate::pipe) fn quiet(
        &mut self,
        now: Instant,
        phase: &Phase,
        speech: &Speech,
    ) -> Option<String> {
        self.quiet_until(phase).filter(|until| *until <= now)?;
        self.told = true;
        let Phase::Joining { address, .. } = phase else {
            return None;
        };
        let says_nothing = failures::SaysNothing {
            address,
            seconds: dial::PATIENCE.as_secs(),
            patience: self.patience.as_secs(),
        };
        Some(speech.failures.says_nothing(says_nothing))
    }
}
