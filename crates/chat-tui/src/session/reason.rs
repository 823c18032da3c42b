//! Why there is no connection, why it is over, why a message was not said: as
//! values, since the session speaks no language of its own.

use std::time::Duration;

use chat_proto::frame::Incoming;
use chat_proto::refusal::Code;
use chat_proto::room::RoomName;

use crate::speech::Speech;

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// What whoever owns the connection knows, in words.
    Told(String),
    /// The server closed it, perhaps with words of its own.
    Closed(String),
    /// The server has been silent for so many seconds.
    Silent(u64),
    /// The server does not know us any longer.
    Forgotten,
    /// Who answers at this address speaks otherwise.
    NotAChat(String),
    /// Who listens at this address does not answer.
    NoWelcome(String),
    /// The server refused it.
    Refused(Refusal),
    /// The server refused the first join, for a reason of its own.
    NotLetIn(Refusal),
    /// There is no such room to enter.
    ChooseRoom(Refusal),
    /// Nobody can have this name.
    ChooseName(Refusal),
    /// The server asks for a password.
    GivePassword(Refusal),
    /// The server asks for a password, and none was given.
    PasswordAsked,
    /// The server only takes the password as it is.
    OnlyClear,
    /// The server cannot show that it knows the password.
    Impostor,
    /// The server wants something signed that we did not ask for.
    AsksForAnother(String),
    /// The server wants the password worked over too little or too much.
    OddRounds(u32),
    /// The server has ended it for good.
    Dismissed(String),
    /// Everybody is called so.
    NamesTaken(String),
    /// The room to speak in is not one of ours.
    NotIn(RoomName),
    /// It was wanted.
    YouLeft,
}

/// What the server said when it refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The code, if it is one of the contract's.
    pub code: Option<Code>,
    /// When to try again.
    pub wait: Option<Duration>,
    /// In its words.
    pub text: String,
}

impl Reason {
    /// In words, for the person.
    pub fn said(&self, speech: &Speech) -> String {
        let words = &speech.reasons;
        match self {
            Self::Told(why) => why.clone(),
            Self::Closed(why) if why.is_empty() => words.closed().to_owned(),
            Self::Closed(why) => words.closed_saying(why),
            Self::Silent(seconds) => words.silent(seconds),
            Self::Forgotten => words.forgotten().to_owned(),
            Self::NotAChat(address) => words.not_a_chat(address),
            Self::NoWelcome(address) => words.no_welcome(address),
            Self::Refused(refusal) => refusal.said(speech),
            Self::NotLetIn(refusal) => words.not_let_in(refusal.said(speech)),
            Self::ChooseRoom(refusal) => words.choose_room(refusal.said(speech)),
            Self::ChooseName(refusal) => words.choose_name(refusal.said(speech)),
            Self::GivePassword(refusal) => words.give_password(refusal.said(speech)),
            Self::PasswordAsked => words.give_password(words.password_asked()),
            Self::OnlyClear => words.only_clear().to_owned(),
            Self::Impostor => words.impostor().to_owned(),
            Self::AsksForAnother(name) => words.asks_for_another(name),
            Self::OddRounds(rounds) => words.odd_rounds(rounds),
            Self::Dismissed(why) => words.dismissed(why),
            Self::NamesTaken(name) => words.names_taken(name),
            Self::NotIn(room) => words.not_in(room),
            Self::YouLeft => words.you_left().to_owned(),
        }
    }
}

impl Refusal {
    /// Of this frame, which is one.
    pub(in crate::session) fn new(
        code: Option<Code>,
        wait: Option<Duration>,
        frame: Incoming,
    ) -> Self {
        Self {
            code,
            wait,
            text: frame.text,
        }
    }

    fn said(&self, speech: &Speech) -> String {
        speech.refusal(self.code, self.wait, &self.text)
    }
}
