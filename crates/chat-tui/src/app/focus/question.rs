//! What is asked before something goes out: Enter says yes, Esc goes back to the
//! input, any other key does what it always does, and nothing was sent.

use chat_proto::limits::TEXT_BYTES;

use crate::app::conversation::places::With;
use crate::app::event::Action;
use crate::app::input::command;
use crate::app::keys::Keymap;
use crate::app::keys::binding::Scope;
use crate::speech::Speech;
use crate::speech::topic::trust;
use crate::speech::topic::writing;

/// A question that stands in the status row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is asked.
    pub doubt: Doubt,
    /// The conversation that was meant: a yes does not count for another one.
    pub with: With,
}

/// Why something is not sent at once, in the order in which it is looked at:
/// whoever has answered one of them has answered those before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It is too long for one message.
    Length {
        /// Bytes of the text.
        bytes: usize,
        /// Messages that it would be.
        parts: usize,
    },
    /// Another conversation came under the fingers.
    Place,
    /// It looks like a command, and is none.
    Slip(Slip),
    /// So many messages wait in the room that is to be left.
    Unsent(usize),
    /// These are here with our key, and may not be us.
    Twice(String),
}

/// What looks like a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slip {
    /// A blank stands before it, or it has several lines.
    LooksLikeOne,
    /// There is no such command.
    Unknown(String),
    /// It was pasted, and what is pasted is never obeyed.
    Pasted,
}

impl Doubt {
    /// Its place in the order.
    pub fn rank(&self) -> u8 {
        match self {
            Self::Length { .. } => 1,
            Self::Place => 2,
            Self::Slip(_) => 3,
            Self::Unsent(_) => 4,
            // It is about nothing that is to be sent.
            Self::Twice(_) => 0,
        }
    }
}

impl Question {
    /// The words of the status row, with the keys that answer.
    pub fn words(&self, speech: &Speech, keymap: &Keymap) -> String {
        let words = &speech.writing;
        let send = key(keymap, Action::Send);
        let asked = match &self.doubt {
            Doubt::Length { bytes, parts } => words.ask_parts(writing::AskParts {
                bytes,
                most: TEXT_BYTES,
                count: parts,
                send,
            }),
            Doubt::Place => words.ask_place(writing::AskPlace {
                place: self.with.title(speech),
                send,
            }),
            Doubt::Unsent(count) => words.ask_unsent(writing::AskUnsent { count, send }),
            Doubt::Twice(names) => {
                let ask = trust::AskTwice { names, send };
                let asked = speech.trust.ask_twice(ask);
                let twice = answer(keymap, Action::Escape, speech.trust.that_is_me_hint());
                return format!("{asked} · {twice}");
            }
            Doubt::Slip(Slip::LooksLikeOne) => words.ask_looks_like_one(send),
            Doubt::Slip(Slip::Pasted) => words.ask_pasted(send),
            Doubt::Slip(Slip::Unknown(word)) => match command::nearest(word, speech) {
                Some(near) => words.ask_unknown_but(writing::AskUnknownBut { word, near, send }),
                None => words.ask_unknown(writing::AskUnknown { word, send }),
            },
        };
        let back = answer(keymap, Action::Escape, speech.keys.back());
        format!("{asked} · {back}")
    }

    /// The same in fewer words: what it is about, and then a key and what it
    /// does, one by one.
    pub fn in_brief(&self, speech: &Speech, keymap: &Keymap) -> (String, Vec<String>) {
        let words = &speech.writing;
        let about = match &self.doubt {
            Doubt::Length { bytes, .. } => words.brief_length(bytes),
            Doubt::Place => self.with.title(speech),
            Doubt::Unsent(count) => words.brief_unsent(count),
            Doubt::Twice(names) => names.clone(),
            Doubt::Slip(Slip::LooksLikeOne) => words.brief_looks_like_one().to_owned(),
            Doubt::Slip(Slip::Pasted) => words.brief_pasted().to_owned(),
            Doubt::Slip(Slip::Unknown(word)) => words.brief_unknown(word),
        };
        let yes = match &self.doubt {
            Doubt::Length { parts, .. } => words.send_parts_hint(parts),
            Doubt::Place | Doubt::Slip(_) => words.say_hint().to_owned(),
            Doubt::Unsent(_) => words.leave_hint().to_owned(),
            Doubt::Twice(_) => speech.trust.new_key_hint().to_owned(),
        };
        let send = answer(keymap, Action::Send, &yes);
        let back = match &self.doubt {
            Doubt::Twice(_) => speech.trust.that_is_me_hint(),
            Doubt::Length { .. } | Doubt::Place | Doubt::Slip(_) | Doubt::Unsent(_) => {
                speech.keys.back()
            }
        };
        let back = answer(keymap, Action::Escape, back);
        (about, vec![send, back])
    }
}

/// A key, and what it does.
pub fn answer(keymap: &Keymap, action: Action, does: &str) -> String {
    format!("{}: {does}", key(keymap, action))
}

/// The key that does this.
pub fn key(keymap: &Keymap, action: Action) -> String {
    let key = keymap.hint(Scope::Chat, action);
    key.map_or(String::new(), |key| key.to_string())
}
