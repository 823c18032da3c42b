//! Why there is no connection, why it is over, why a message was not said: as
//! values, since the session speaks no language of its own. [`crate::reasons`] says
//! them to a person.

use std::time::Duration;

use chat_proto::frame::Incoming;
use chat_proto::refusal::Code;
use chat_proto::room::RoomName;

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// What whoever owns the connection knows, in words.
    Told(String),
    /// The server closed it, perhaps with words of its own.
    Closed(String),
    /// The server has been silent for so many seconds.
    Silent(u64),
    /// Nobody has said that the server at this address is the one that is meant.
    Stranger(String),
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
}
