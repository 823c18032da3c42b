//! Saying: in a room or to one person, and the sender's own copy, which is its
//! receipt.

use std::time::Duration;

use chat_archive::Kept;
use chat_proto::frame::manner::Manner;
use chat_proto::frame::peer::Say;
use chat_proto::frame::peer::Whom;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Destination;
use chat_proto::frame::server::Said;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_proto::refusal::Refusal;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;

use crate::hub::authority;
use crate::hub::authority::Deed;
use crate::hub::book::Utterance;
use crate::hub::citing;
use crate::hub::directs::Direct;
use crate::hub::enter;
use crate::hub::gate;
use crate::hub::password;
use crate::hub::sign;
use crate::hub::state::State;
use crate::traffic::Output;
use crate::traffic::PeerId;

/// `msg`: said in the room, or to the one peer named by `to`.
pub fn say(state: &mut State, now: Now, id: PeerId, say: Say) -> Result<(), Refusal> {
    if state.roster.name_of(id).is_none() {
        let nameless = || {
            if password::is_admitted(state, id) {
                Refusal::NotJoined
            } else {
                Refusal::PasswordFirst
            }
        };
        let requested = say.name.as_ref().ok_or_else(nameless)?;
        enter::by_speaking(state, now, id, requested)?;
    }
    sign::spoke(state, id);
    let peer = state.roster.get(id).ok_or(Refusal::NotJoined)?;
    let person = peer.person().ok_or(Refusal::NotJoined)?;
    let speaker = Speaker {
        id,
        session: peer.session,
        name: person.name.clone(),
    };
    let last = person.rooms.last().ok_or(Refusal::NotJoined)?;
    if let Some(whom) = &say.to {
        if let Some(other) = state.roster.find(&whom.key) {
            authority::may(state, id, Deed::Whisper(other))?;
        }
        return to_one(state, now, speaker, whom, &say);
    }
    let room = say.room.as_ref().unwrap_or(last).clone();
    authority::may(state, id, Deed::Speak(&room))?;
    to_room(state, now, speaker, &room, say)
}

/// Who speaks.
struct Speaker {
    id: PeerId,
    session: u64,
    name: Name,
}

impl Speaker {
    fn manner(&self, state: &State, say: &Say) -> Manner {
        Manner {
            does: say.me,
            leads: gate::is_teacher(state, self.id),
        }
    }
}

fn to_one(
    state: &mut State,
    now: Now,
    speaker: Speaker,
    whom: &Whom,
    say: &Say,
) -> Result<(), Refusal> {
    if say.again
        && let Some((wall, said)) = receipt_of_direct(state, &speaker, say)
    {
        state.tell(Now { wall, ..now }, speaker.id, Body::Said(said));
        return Ok(());
    }
    let manner = speaker.manner(state, say);
    let Speaker { id, session, name } = speaker;
    let other = state.roster.find(&whom.key);
    let found = other.and_then(|other| Some((other, state.roster.name_of(other)?.clone())));
    let (other, to) = found.ok_or_else(|| Refusal::NoSuchName(whom.shown.clone()))?;
    state.counts.said += 1;
    if let Some(mark) = say.id.clone() {
        let (at, name, to) = (now.wall, name.clone(), to.clone());
        state
            .directs
            .remember(session, mark, Direct { at, name, to });
    }
    let said = Said {
        name,
        text: say.text.clone(),
        place: Destination::Direct { to },
        id: None,
        history: false,
        manner,
        cites: None,
    };
    if other != id {
        state.tell(now, other, Body::Said(said.clone()));
    }
    let id_of_say = say.id.clone();
    let own = Said {
        id: id_of_say,
        ..said
    };
    state.tell(now, id, Body::Said(own));
    Ok(())
}

fn to_room(
    state: &mut State,
    now: Now,
    speaker: Speaker,
    room: &RoomName,
    say: Say,
) -> Result<(), Refusal> {
    if say.again
        && let Some((wall, said)) = receipt(state, &speaker, room, &say)
    {
        state.tell(Now { wall, ..now }, speaker.id, Body::Said(said));
        return Ok(());
    }
    can_be_said(state, &speaker, room, &say)?;
    let manner = speaker.manner(state, &say);
    let Speaker { id, session, name } = speaker;
    let session = state.voice(session);
    state.tell_crowd(now, room);
    let memory = state.rules.memory;
    let cites = |refers| citing::cite(state, id, room, refers);
    let cites = say.refers.and_then(cites);
    let utterance = Utterance {
        at: now.wall,
        name: name.clone(),
        session,
        text: say.text.clone(),
        id: say.id.clone(),
        manner,
        cites: cites.clone(),
    };
    let State { ledger, rooms, .. } = state;
    let numbered = ledger.say(room, utterance, &memory, |room| rooms.people(room));
    let (seq, shown) = numbered.ok_or(Refusal::NotJoined)?;
    if state.ledger.is_kept() {
        // Before anybody is told of it.
        state.output.push_back(Output::Keep(Kept {
            room: shown.clone(),
            seq,
            at: now.wall,
            name: name.clone(),
            text: say.text.clone(),
            id: say.id.clone(),
            session,
            manner,
            refers: cites.as_ref().map(|cites| cites.of),
        }));
    }
    state.counts.said += 1;
    let said = Said {
        name,
        text: say.text,
        place: Destination::Room { room: shown, seq },
        id: None,
        history: false,
        manner,
        cites,
    };
    // With an id the sender's copy differs; without one it is everybody's.
    let except = say.id.is_some().then_some(id);
    let own = say.id.map(|mark| Said {
        id: Some(mark),
        ..said.clone()
    });
    state.tell_room(now, room, except, Body::Said(said));
    if let Some(own) = own {
        state.tell(now, id, Body::Said(own));
    }
    Ok(())
}

/// The sender does not know whether this was said. If the room remembers it, it
/// gets its receipt as it was.
fn receipt(state: &State, speaker: &Speaker, room: &RoomName, say: &Say) -> Option<(Stamp, Said)> {
    let book = state.ledger.get(room)?;
    let past = book.history.find(
        (state.voice(speaker.session), &speaker.name),
        say.id.as_ref()?,
    )?;
    let said = Said {
        id: past.id.clone(),
        history: false,
        ..past.told(&book.name)
    };
    Some((past.at, said))
}

/// Not where the sender says again, not knowing that it was said, what was taken back since;
/// and not while the disk is too slow.
fn can_be_said(
    state: &State,
    speaker: &Speaker,
    room: &RoomName,
    say: &Say,
) -> Result<(), Refusal> {
    let by = (&speaker.name, state.voice(speaker.session));
    let id = say.id.as_ref().filter(|_| say.again);
    let struck = &state.class.struck;
    if id.is_some_and(|id| struck.is_said_again(room, by, id)) {
        let words = "this message was taken back: it is not said again".to_owned();
        return Err(Refusal::NotAllowed(words));
    }
    if state.ledger.behind {
        return Err(Refusal::DiskBehind { wait: BEHIND });
    }
    Ok(())
}

/// The same for what was said to one person: its text is the one that is said again.
fn receipt_of_direct(state: &State, speaker: &Speaker, say: &Say) -> Option<(Stamp, Said)> {
    let direct = state.directs.find(speaker.session, say.id.as_ref()?)?;
    let said = Said {
        name: direct.name.clone(),
        text: say.text.clone(),
        place: Destination::Direct {
            to: direct.to.clone(),
        },
        id: say.id.clone(),
        history: false,
        manner: speaker.manner(state, say),
        cites: None,
    };
    Some((direct.at, said))
}

/// When somebody whose message had to be refused because of a slow disk tries again.
const BEHIND: Duration = Duration::from_millis(250);
