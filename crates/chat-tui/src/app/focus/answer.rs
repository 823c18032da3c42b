//! What the person is asked for before the server lets us in, while it is being typed. A
//! password is never shown, and nothing of this is remembered.

use chat_proto::name::Name;
use chat_trust::words::SixWords;

use crate::pins;
use crate::session::need::Need;
use crate::session::need::Stranger;
use crate::speech::Speech;
use crate::speech::topic::secret;
use crate::speech::topic::trust;
use crate::wrap;

/// One answer.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// What is asked for.
    pub need: Need,
    /// What was typed.
    pub typed: String,
}

/// What was typed is nobody's to read.
impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(&self.need, f)
    }
}

/// What was meant by an answer.
#[derive(Clone, PartialEq, Eq)]
pub enum Meant {
    /// This password.
    Password(String),
    /// To be called so.
    Name(Name),
    /// That the name is one's own: these are the words of its key.
    Words(SixWords),
    /// That this is the server that one means.
    Server,
}

impl Answer {
    /// Nothing is typed.
    pub fn new(need: Need) -> Self {
        Self {
            need,
            typed: String::new(),
        }
    }

    /// What stands before it.
    pub fn prompt(&self, speech: &Speech) -> &'static str {
        match self.need {
            Need::Password { .. } => speech.trust.password_prompt(),
            Need::Name { .. } => speech.trust.name_prompt(),
            Need::Server(_) => speech.secret.words_prompt(),
        }
    }

    /// What is seen of it.
    pub fn shown(&self) -> String {
        match self.need {
            Need::Password { .. } => HIDDEN.repeat(self.typed.chars().count()),
            Need::Name { .. } | Need::Server(_) => self.typed.clone(),
        }
    }

    /// What is asked, for the history.
    pub fn question(&self, speech: &Speech) -> String {
        let words = &speech.trust;
        match &self.need {
            Need::Server(server) => doubt(server, speech),
            Need::Password { wrong: false } => words.password_asked().to_owned(),
            Need::Password { wrong: true } => words.password_wrong().to_owned(),
            Need::Name { taken, instead } => words.name_owned(trust::NameOwned { taken, instead }),
        }
    }

    /// What Enter does now.
    pub fn enter(&self, speech: &Speech) -> String {
        match &self.need {
            Need::Name { instead, .. } if self.typed.trim().is_empty() => {
                speech.trust.be_called(instead)
            }
            Need::Password { .. } | Need::Name { .. } | Need::Server(_) => {
                speech.trust.go_in().to_owned()
            }
        }
    }

    /// What was meant, or why it is nothing. Words of a key are several, and a name is one.
    pub fn meant(&self, speech: &Speech) -> Result<Meant, String> {
        let typed = self.typed.trim();
        match &self.need {
            Need::Password { .. } if self.typed.is_empty() => {
                Err(speech.trust.password_asked().to_owned())
            }
            Need::Server(server) => is_meant(server, typed)
                .then_some(Meant::Server)
                .ok_or_else(|| doubt(server, speech)),
            // A blank may be part of it.
            Need::Password { .. } => Ok(Meant::Password(self.typed.clone())),
            Need::Name { instead, .. } if typed.is_empty() => Ok(Meant::Name(instead.clone())),
            Need::Name { .. } => match (SixWords::parse(typed), Name::parse(typed)) {
                (Ok(words), _) => Ok(Meant::Words(words)),
                (Err(fault), _) if typed.contains(char::is_whitespace) => {
                    Err(speech.words_fault(&fault))
                }
                (Err(_), name) => name
                    .map(Meant::Name)
                    .map_err(|bad| speech.name_fault(bad.fault)),
            },
        }
    }

    /// How much of it has room, counted from its end: that is where one types.
    pub fn tail(&self, columns: usize) -> String {
        let shown = self.shown();
        let mut from = shown.char_indices().map(|(at, _)| at);
        let fits = from.find(|at| wrap::width(shown.get(*at..).unwrap_or_default()) <= columns);
        fits.and_then(|at| shown.get(at..))
            .unwrap_or_default()
            .to_owned()
    }
}

/// What a person is to compare. Where another server was before, a mere Enter is what one is
/// used to.
fn doubt(server: &Stranger, speech: &Speech) -> String {
    let endpoint = &server.place;
    if server.is_another {
        return speech.secret.type_two_here(endpoint);
    }
    let words = pins::words_of(&server.print);
    speech
        .secret
        .compare_here(secret::CompareHere { endpoint, words })
}

fn is_meant(server: &Stranger, typed: &str) -> bool {
    if server.is_another {
        pins::are_its_first_words(&server.print, typed)
    } else {
        typed.is_empty()
    }
}

/// In place of a character that nobody is to see.
const HIDDEN: &str = "•";
