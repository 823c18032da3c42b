//! What the protocol says in English, in the language of the screen: by code and
//! type, as far as nothing is lost; else in the words that came.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use chat_proto::frame::Incoming;
use chat_proto::frame::incoming::Happening;
use chat_proto::frame::incoming::Kind;
use chat_proto::frame::incoming::Ordered;
use chat_proto::frame::order::Deed;
use chat_proto::limits::NAME_CHARS;
use chat_proto::limits::ROOM_CHARS;
use chat_proto::limits::TEXT_BYTES;
use chat_proto::name::NameFault;
use chat_proto::name::SERVER;
use chat_proto::refusal;
use chat_proto::refusal::Code;
use chat_proto::room::RoomFault;
use chat_proto::text::TextFault;
use chat_trust::words::WordsFault;

use crate::speech::catalogue::Speech;
use crate::speech::language::Language;
use crate::speech::topic::Class;
use crate::speech::topic::Foreign;
use crate::speech::topic::class;
use crate::speech::topic::foreign;

impl Speech {
    /// Why a word cannot be a name.
    pub fn name_fault(&self, fault: NameFault) -> String {
        let Some(words) = &self.foreign else {
            return fault.to_string();
        };
        match fault {
            NameFault::Empty => words.name_empty(NAME_CHARS),
            NameFault::TooLong(count) => words.name_long(foreign::NameLong {
                count,
                most: NAME_CHARS,
            }),
            NameFault::Space => words.name_space().to_owned(),
            NameFault::Invisible => words.name_invisible().to_owned(),
            NameFault::Mixed => words.name_mixed().to_owned(),
            NameFault::Reserved => words.name_reserved().to_owned(),
        }
    }

    /// Why what was typed is not the six words of a key.
    pub fn words_fault(&self, fault: &WordsFault) -> String {
        let words = &self.trust;
        match fault {
            WordsFault::Count(count) => words.words_count(count),
            WordsFault::Unknown(which) => words.words_unknown(which),
            WordsFault::Impossible => words.words_impossible().to_owned(),
        }
    }

    /// Why a word cannot be a room.
    pub fn room_fault(&self, fault: &RoomFault) -> String {
        let Some(words) = &self.foreign else {
            return fault.to_string();
        };
        match fault {
            RoomFault::Empty => words.room_empty(ROOM_CHARS),
            RoomFault::TooLong(count) => words.room_long(foreign::RoomLong {
                count,
                most: ROOM_CHARS,
            }),
            RoomFault::Character(word) => words.room_character(word),
        }
    }

    /// Why a text cannot be said.
    pub fn text_fault(&self, fault: TextFault) -> String {
        let Some(words) = &self.foreign else {
            return fault.to_string();
        };
        match fault {
            TextFault::Empty => words.text_empty().to_owned(),
            TextFault::TooLong(count) => words.text_long(foreign::TextLong {
                count,
                most: TEXT_BYTES,
            }),
        }
    }

    /// Why the server did not do what was asked. Codes that stand for several
    /// reasons are told in the server's words: they say which.
    pub fn refusal(&self, code: Option<Code>, wait: Option<Duration>, text: &str) -> String {
        let Some(words) = &self.foreign else {
            return text.to_owned();
        };
        if let Some(told) = of_several(words, text) {
            return told.to_owned();
        }
        let known = match (code, wait) {
            (Some(Code::NameTaken), _) => words.name_taken(),
            (Some(Code::NoSuchName), _) => words.no_such_name(),
            (Some(Code::NoSuchRoom), _) => words.no_such_room(),
            (Some(Code::NotJoined), _) => words.not_joined(),
            (Some(Code::WrongPassword), _) => words.wrong_password(),
            (Some(Code::RateLimited), Some(wait)) => {
                return words.too_fast(self.tenths(wait.as_secs_f64()));
            }
            (
                Some(
                    Code::BadFrame
                    | Code::BadName
                    | Code::BadRoom
                    | Code::NotAllowed
                    | Code::RateLimited
                    | Code::ServerFull
                    | Code::TooLong,
                )
                | None,
                _,
            ) => text,
        };
        known.to_owned()
    }

    /// What a frame tells, where it is not somebody's own words.
    pub fn told(&self, frame: &Incoming) -> String {
        let Some(words) = &self.foreign else {
            return frame.text.clone();
        };
        match &frame.kind {
            Kind::Notice { happening, .. } => self.happened(words, happening, &frame.text),
            Kind::Refused { code, wait, .. } => self.refusal(*code, *wait, &frame.text),
            Kind::Welcome {
                you,
                room,
                unasked: true,
                ..
            } => words.welcome_unasked(foreign::WelcomeUnasked { you, room }),
            Kind::Welcome {
                you, room, holds, ..
            } => {
                let words = words.welcome(foreign::Welcome { you, room });
                let topic = holds.topic.as_ref();
                let topic = topic.map(|topic| self.house.topic_is(topic));
                let announced = holds.announcement.as_ref();
                let announced = announced.map(|text| self.class.announced(text));
                let parts = std::iter::once(words).chain(topic).chain(announced);
                parts.collect::<Vec<_>>().join("; ")
            }
            Kind::Who { room, names, .. } if names.is_empty() => words.nobody(room),
            Kind::Who {
                room,
                names,
                roll,
                more,
                ..
            } => {
                let end = if *more { " …" } else { "" };
                words.people(foreign::People {
                    room,
                    names: placed(names, &roll.servers).join(", "),
                }) + end
            }
            Kind::Bye { .. }
            | Kind::Challenge(_)
            | Kind::History(_)
            | Kind::Pasted { .. }
            | Kind::Other
            | Kind::Pong { .. }
            | Kind::Rooms { .. }
            | Kind::Said { .. }
            | Kind::Search(_)
            | Kind::Whois(_) => frame.text.clone(),
        }
    }

    fn happened(&self, words: &Foreign, happening: &Happening, text: &str) -> String {
        match happening {
            Happening::Joined(who) if who.len() == 1 => words.joined(who.concat()),
            Happening::Left(who) if who.len() == 1 => {
                let who = who.concat();
                // The reason, if there is one, is in the server's words.
                let why = text.strip_prefix(&format!("{who} left"));
                words.left(who) + why.unwrap_or_default()
            }
            Happening::Renamed { was, now } => words.renamed(foreign::Renamed { was, now }),
            Happening::Order(order) => ordered(&self.class, order, text),
            Happening::Apart(true) => words.apart().to_owned(),
            Happening::Apart(false) => words.together().to_owned(),
            Happening::Away { .. }
            | Happening::Joined(_)
            | Happening::Left(_)
            | Happening::Other(_)
            | Happening::Typing(_) => text.to_owned(),
        }
    }

    /// A number with one digit after the sign that this language has for it.
    pub fn tenths(&self, number: f64) -> String {
        let english = format!("{number:.1}");
        match self.language {
            Language::English => english,
            Language::Portuguese | Language::Brazilian => english.replace('.', ","),
        }
    }
}

/// Names, with the other servers that some of them are on.
fn placed(names: &[String], servers: &[(String, Vec<String>)]) -> Vec<String> {
    let elsewhere: BTreeMap<_, _> = servers
        .iter()
        .flat_map(|(server, people)| people.iter().map(move |name| (name, server)))
        .collect();
    let one = |name: &String| match elsewhere.get(name) {
        Some(server) => format!("{name} ({server})"),
        None => name.clone(),
    };
    names.iter().map(one).collect()
}

/// A refusal of a server that shares its conversation with others has a code that stands
/// for more common reasons too: it is known by its words.
fn of_several(words: &Foreign, text: &str) -> Option<&'static str> {
    let wait = Duration::ZERO;
    let unreached = refusal::Refusal::Unreached(String::new()).to_string();
    if text == (refusal::Refusal::Apart { wait }).to_string() {
        return Some(words.enough_waits());
    }
    let end = unreached.trim_start_matches('`');
    text.ends_with(end).then(|| words.unreached())
}

/// An order that was carried out; what nobody here knows is told in the words that came.
fn ordered(words: &Class, order: &Ordered, text: &str) -> String {
    let server = words.server().to_owned();
    let by = order.by.clone().filter(|by| by != SERVER).unwrap_or(server);
    let by = by.as_str();
    let who = order.who.as_deref().unwrap_or_default();
    let time = order.time.map(spelled);
    let why = order.why.as_ref().map(|why| format!(": {why}"));
    let why = why.unwrap_or_default();
    match (order.order, order.on) {
        (Deed::Announce, true) => match &order.announcement {
            Some(text) => words.told_announce(class::Announce { by, text }),
            None => text.to_owned(),
        },
        (Deed::Announce, false) => words.told_announce_off(by),
        (Deed::Claim, _) => words.told_claim(who),
        (Deed::Hand, true) => words.told_hand(who),
        (Deed::Hand, false) => words.told_hand_down(who),
        (Deed::Knock, _) => words.told_knock(who),
        (Deed::Lock, true) => words.told_lock(by),
        (Deed::Lock, false) => words.told_unlock(by),
        (Deed::Mute, true) => match time {
            Some(time) => words.told_mute_for(class::MuteFor { who, time, by }),
            None => words.told_mute(class::Mute { who, by }),
        },
        (Deed::Mute, false) => words.told_unmute(class::Unmute { who, by }),
        (Deed::Kick, _) => words.told_kick(class::Kick { who, by, why }),
        (Deed::Ban, true) => match time {
            Some(time) => words.told_ban_for(class::BanFor { who, time, by, why }),
            None => words.told_ban(class::Ban { who, by, why }),
        },
        (Deed::Ban, false) => words.told_unban(class::Unban { who, by }),
        (Deed::Next, _) => words.told_next(class::Next { who, by }),
        (Deed::Quiet, true) => words.told_quiet(by),
        (Deed::Quiet, false) => words.told_quiet_off(by),
        (Deed::Release, _) => words.told_release(class::Release { who, by }),
        (Deed::Teacher, true) => words.told_teacher(class::Teacher { who, by }),
        (Deed::Teacher, false) => words.told_no_teacher(class::NoTeacher { who, by }),
        (Deed::Redact, _) => match order.seq {
            Some(seq) => words.told_redact(class::Redact { by, seq }),
            None => text.to_owned(),
        },
        (Deed::Poll, on) => polled(words, order, (by, on), text),
        (Deed::Topic, true) => match &order.topic {
            Some(topic) => words.told_topic(class::Topic { by, topic }),
            None => text.to_owned(),
        },
        (Deed::Topic, false) => words.told_no_topic(by),
        (Deed::Vote, _) => text.to_owned(),
    }
}

fn polled(words: &Class, order: &Ordered, (by, on): (&str, bool), text: &str) -> String {
    let Some((question, options)) = &order.poll else {
        return text.to_owned();
    };
    let mut all = question.clone();
    for (at, option) in options.iter().enumerate() {
        let count = order.counts.get(at);
        let count = count.map(|count| format!(": {count}")).unwrap_or_default();
        // Writing to a string cannot fail.
        let _ = write!(all, "  {}) {option}{count}", at + 1);
    }
    if on {
        words.told_poll(class::Poll { by, text: all })
    } else {
        words.told_poll_end(all)
    }
}

/// `90 s`, `5 min`, `1 h`, `2 d`: the same in every language.
fn spelled(time: Duration) -> String {
    let seconds = time.as_secs();
    let units = [(86_400, "d"), (3600, "h"), (60, "min")];
    let whole = units
        .into_iter()
        .find(|(unit, _)| seconds >= *unit && seconds.is_multiple_of(*unit));
    let (unit, word) = whole.unwrap_or((1, "s"));
    format!("{} {word}", seconds / unit)
}

#[cfg(test)]
mod tests;
