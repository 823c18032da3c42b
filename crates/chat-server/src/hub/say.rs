//! Saying: in a room or to one person, and the sender's own copy, which is its
//! receipt.

use std::time::Duration;

use chat_archive::Kept;
use chat_proto::frame::PeerFrame;
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

use crate::deed::What;
use crate::hub::afar;
use crate::hub::authority;
use crate::hub::authority::Deed;
use crate::hub::book::Utterance;
use crate::hub::citing;
use crate::hub::directs::Direct;
use crate::hub::enter;
use crate::hub::marks::Marked;
use crate::hub::naming;
use crate::hub::password;
use crate::hub::proposing;
use crate::hub::roster::Peer;
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
        if proposing::is_asked(state) {
            return propose_first(state, now, id, say);
        }
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
    if proposing::is_asked(state) {
        return propose(state, id, room, say);
    }
    authority::may(state, id, Deed::Speak(&room))?;
    to_room(state, now, speaker, &room, say)
}

/// All servers are to hear it: first of whom it is.
fn propose_first(state: &mut State, now: Now, id: PeerId, say: Say) -> Result<(), Refusal> {
    password::admit(state, now, id, None)?;
    if let Some(wrong @ Err(_)) = &say.name {
        naming::granted(state, now, &[id], (wrong, None))?;
    }
    if say.to.is_none() {
        proposing::propose(state, id, || What::Frame(Box::new(PeerFrame::Say(say))))?;
        return Ok(());
    }
    // What is said to one person is in no log.
    if let Some(requested) = &say.name {
        enter::by_speaking(state, now, id, requested)?;
    }
    let later = Say { name: None, ..say };
    if let Some(shared) = &mut state.shared {
        shared.line.wait_first(id, Ok(PeerFrame::Say(later)));
    }
    Ok(())
}

/// All servers are to hear it. To what it refers is decided here, where that is remembered.
fn propose(state: &mut State, id: PeerId, room: RoomName, say: Say) -> Result<(), Refusal> {
    if state.ledger.behind {
        return Err(Refusal::DiskBehind { wait: BEHIND });
    }
    let refers = say
        .refers
        .and_then(|refers| citing::cite(state, id, &room, refers));
    let say = Say {
        name: None,
        room: Some(room),
        refers: refers.map(|cites| cites.of),
        ..say
    };
    proposing::propose(state, id, || What::Frame(Box::new(PeerFrame::Say(say))))?;
    Ok(())
}

/// Who speaks.
struct Speaker {
    id: PeerId,
    session: u64,
    name: Name,
}

impl Speaker {
    fn manner(&self, state: &State, say: &Say) -> Manner {
        state.manner(self.id, say)
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
    if !state.roster.get(other).is_some_and(Peer::is_here) {
        let own = Said {
            name,
            text: say.text.clone(),
            place: Destination::Direct { to },
            id: say.id.clone(),
            history: false,
            manner,
            cites: None,
        };
        return afar::whisper(state, now, (id, other), (say, own));
    }
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
        if let Destination::Room { seq, .. } = &said.place
            && state.class.struck.has(room, *seq)
        {
            return Err(taken_back());
        }
        state.tell(Now { wall, ..now }, speaker.id, Body::Said(said));
        return Ok(());
    }
    can_be_said(state, &speaker, room, &say)?;
    let book = state.ledger.get(room);
    let wall = book.map_or(now.wall, |book| book.time(now.wall));
    let now = Now { wall, ..now };
    let manner = speaker.manner(state, &say);
    let Speaker { id, session, name } = speaker;
    let session = state.voice(session);
    state.tell_crowd(now, room);
    let cites = |refers| match &state.shared {
        None => citing::cite(state, id, room, refers),
        // Whether it may was decided where it was said.
        Some(_) => Some(citing::quoting(state, room, refers)),
    };
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
    let (seq, shown) = number(state, room, utterance)?;
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

/// Gives it the next number of its room, and has it kept before anybody is told of it.
fn number(state: &mut State, room: &RoomName, said: Utterance) -> Result<(u64, RoomName), Refusal> {
    let memory = state.rules.memory;
    let kept = state.ledger.is_kept().then(|| said.clone());
    let (session, at) = (said.session, said.at);
    let mark = said.id.clone().filter(|_| state.shared.is_some());
    let State { ledger, rooms, .. } = state;
    let numbered = ledger.say(room, said, &memory, |room| rooms.people(room));
    let (seq, shown) = numbered.ok_or(Refusal::NotJoined)?;
    if let (Some(shared), Some(mark)) = (&mut state.shared, mark) {
        let room = shown.clone();
        shared.marks.add(session, mark, Marked { room, seq, at });
    }
    if let Some(said) = kept.filter(|_| !is_kept_already(state, &shown, seq)) {
        state.output.push_back(Output::Keep(Kept {
            room: shown.clone(),
            seq,
            at,
            name: said.name,
            text: said.text,
            id: said.id,
            session,
            manner: said.manner,
            refers: said.cites.map(|cites| cites.of),
        }));
    }
    Ok((seq, shown))
}

/// The sender does not know whether this was said. If the room remembers it, it
/// gets its receipt as it was.
fn receipt(state: &State, speaker: &Speaker, room: &RoomName, say: &Say) -> Option<(Stamp, Said)> {
    if let Some(shared) = &state.shared {
        let voice = state.voice(speaker.session);
        let marked = shared.marks.find(voice, say.id.as_ref()?)?;
        if marked.room != *room {
            return None;
        }
        // As it was, where that is remembered; else as whoever says it again has it.
        let book = state.ledger.get(room);
        let past = book.and_then(|book| Some((book, book.history.get(marked.seq)?)));
        if let Some((book, past)) = past {
            let id = say.id.clone();
            let said = Said {
                id,
                history: false,
                ..past.told(&book.name)
            };
            return Some((past.at, said));
        }
        let said = Said {
            name: speaker.name.clone(),
            text: say.text.clone(),
            place: Destination::Room {
                room: marked.room.clone(),
                seq: marked.seq,
            },
            id: say.id.clone(),
            history: false,
            manner: speaker.manner(state, say),
            cites: say.refers.map(|of| citing::quoting(state, room, of)),
        };
        return Some((marked.at, said));
    }
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
    if state.shared.is_none() && id.is_some_and(|id| struck.is_said_again(room, by, id)) {
        return Err(taken_back());
    }
    if state.ledger.behind && state.shared.is_none() {
        return Err(Refusal::DiskBehind { wait: BEHIND });
    }
    Ok(())
}

fn taken_back() -> Refusal {
    Refusal::NotAllowed("this message was taken back: it is not said again".to_owned())
}

/// Whether an earlier run of this server has kept it, where the log tells of it again.
fn is_kept_already(state: &State, room: &RoomName, seq: u64) -> bool {
    let kept = state
        .shared
        .as_ref()
        .and_then(|shared| shared.kept.get(room));
    kept.is_some_and(|last| seq <= *last)
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
