//! What was said before: pages of it, searches in it, and the rooms whose past is still
//! to be fetched. From memory where that reaches, else from the archive.

use std::sync::Arc;

use chat_archive::Query;
use chat_archive::Question;
use chat_archive::Where;
use chat_proto::frame::Id;
use chat_proto::frame::PeerFrame;
use chat_proto::frame::peer::Heard;
use chat_proto::frame::peer::History;
use chat_proto::frame::peer::Join;
use chat_proto::frame::peer::Part;
use chat_proto::frame::peer::Search;
use chat_proto::frame::server::Answered;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Event;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_proto::refusal::Refusal;
use chat_proto::room::RoomName;
use tracing::warn;

use crate::hub::authority;
use crate::hub::authority::Deed;
use crate::hub::due::Due;
use crate::hub::flood;
use crate::hub::forgetting;
use crate::hub::history::Found;
use crate::hub::password;
use crate::hub::questions::Asker;
use crate::hub::questions::PATIENCE;
use crate::hub::questions::Purpose;
use crate::hub::quoting;
use crate::hub::rooms::Room;
use crate::hub::roster::Held;
use crate::hub::state::State;
use crate::page::Page;
use crate::page::Past;
use crate::traffic::Answer;
use crate::traffic::Output;
use crate::traffic::PeerId;

/// `history`: some of what was said in a room.
pub fn history(state: &mut State, now: Now, id: PeerId, asked: &History) -> Result<(), Refusal> {
    let room = place(state, id, asked.room.as_ref())?;
    let limit = usize::try_from(asked.limit).unwrap_or(1);
    let book = state.ledger.get(&room).ok_or(Refusal::NotJoined)?;
    let by = asker(id, &book.name, asked.id.as_ref());
    if let Some(found) = book.page(asked.part, limit) {
        tell_page(state, now, &by, found);
        return Ok(());
    }
    let question = Question::Page {
        room,
        place: match asked.part {
            Part::Newest => Where::Newest,
            Part::Before(seq) => Where::Before(seq),
            Part::After(seq) => Where::After(seq),
            Part::Around(seq) => Where::Around(seq),
        },
        limit,
    };
    ask(state, now, Purpose::Page(by), question)
}

/// `search`: where words occur in what was said in a room.
pub fn search(state: &mut State, now: Now, id: PeerId, asked: &Search) -> Result<(), Refusal> {
    let room = place(state, id, asked.room.as_ref())?;
    let limit = usize::try_from(asked.limit).unwrap_or(1);
    let book = state.ledger.get(&room).ok_or(Refusal::NotJoined)?;
    let by = asker(id, &book.name, asked.id.as_ref());
    let from = asked
        .from
        .as_ref()
        .map(|whom| Name::of_anybody(&whom.shown).ok());
    if !state.ledger.is_kept() {
        let hits: Vec<Past> = book.history.hits(asked).take(limit + 1).cloned().collect();
        tell_hits(state, now, &by, hits, limit);
        return Ok(());
    }
    if let Some(None) = from {
        // Nobody can be called so.
        tell_hits(state, now, &by, Vec::new(), limit);
        return Ok(());
    }
    let question = Question::Search(Query {
        text: asked.words.as_str().to_owned(),
        rooms: vec![room],
        from: from.flatten(),
        since: asked.since,
        until: asked.until,
        before: asked.before,
        limit,
    });
    ask(state, now, Purpose::Search(by), question)
}

/// The archive has answered.
pub fn answered(state: &mut State, now: Now, ticket: u64, answer: Answer) {
    let Some(purpose) = state.questions.settle(ticket) else {
        // It came too late.
        return;
    };
    match (purpose, forgetting::without_taken_back(state, answer)) {
        (Purpose::Tail(room), Answer::Messages { rows, .. }) => {
            let past = quoting::past(state.ledger.get(&room), rows);
            let State { ledger, rooms, .. } = state;
            let memory = state.rules.memory;
            ledger.learn(&room, past, &memory, |room| rooms.people(room));
            if rooms.people(&room) == 0 {
                // Whoever asked for it comes in now, or does not come.
                ledger.rest(now.mono, &room, &memory);
            }
            go_on(state, now, &room);
        }
        (Purpose::Tail(room), Answer::Failed) => {
            // Without its past it can be entered too; whoever comes later tries again.
            go_on(state, now, &room);
        }
        (Purpose::Page(asker), Answer::Messages { rows, more }) => {
            let past = quoting::past(state.ledger.get(&asker.room), rows);
            let (id, room) = (state.ledger.next_page(), asker.room.clone());
            let all = 0..past.len();
            let page = Arc::new(Page { id, room, past });
            let found = Found::of(vec![(page, all)], more);
            tell_page(state, now, &asker, found);
        }
        (Purpose::Search(asker), Answer::Messages { rows, more }) => {
            let limit = rows.len();
            let mut hits = quoting::past(state.ledger.get(&asker.room), rows);
            if more && let Some(last) = hits.last().cloned() {
                // One that is not told: there are others.
                hits.push(last);
            }
            tell_hits(state, now, &asker, hits, limit);
        }
        (Purpose::Page(asker) | Purpose::Search(asker), Answer::Failed) => {
            state.refuse(now, asker.peer, Refusal::PastOutOfReach, asker.id);
        }
    }
}

/// An answer has not come in time.
pub fn overdue(state: &mut State, now: Now, ticket: u64) {
    if state.questions.is_asked(ticket) {
        warn!("the archive has not answered a question in time: its disk, or the machine, is busy");
    }
    answered(state, now, ticket, Answer::Failed);
}

/// What a peer says while it waits for a room waits with it; what need not wait comes
/// back.
pub fn wait_in_line(state: &mut State, now: Now, id: PeerId, heard: Heard) -> Option<Heard> {
    if !state.questions.is_waiting(id) {
        return Some(heard);
    }
    let too_much = state.questions.wait_too(id, heard)?;
    let mark = match &too_much {
        Ok(frame) => frame.id().cloned(),
        Err(spurned) => spurned.id.clone(),
    };
    let refusal = Refusal::RateLimited {
        wait: PATIENCE / 10,
        others: 0,
    };
    flood::refuse(state, now, id, refusal, mark);
    None
}

/// Whether a frame enters a room whose past is not here yet: then it waits for that.
pub fn waits(state: &mut State, now: Now, id: PeerId, frame: &PeerFrame) -> bool {
    let Some(room) = entered_by(state, id, frame).filter(|room| state.ledger.is_asleep(room))
    else {
        return false;
    };
    state.questions.want(&room);
    ask_for_rooms(state, now);
    state.questions.wait(id, room, Ok(frame.clone()));
    true
}

/// Tells a room, if it was not told yet, that what is said there cannot be kept for now.
pub fn tell_trouble(state: &mut State, now: Now, room: &RoomName) {
    let untold = |room: &mut Room| !std::mem::replace(&mut room.unkept, true);
    if state.ledger.is_unkept() && state.rooms.get_mut(room).is_some_and(untold) {
        tell_event(state, now, room, Event::Unkept);
    }
}

/// Nothing can be kept for now: each room is told once.
pub fn unkept(state: &mut State, now: Now, log: &str) {
    state.ledger.on_trouble(log);
    for room in state.rooms.names() {
        tell_trouble(state, now, &room);
    }
}

/// What is said is kept again: whoever was told otherwise is told.
pub fn kept_again(state: &mut State, now: Now, log: &str) {
    state.ledger.on_recovery(log);
    for room in state.rooms.names() {
        let told = state.rooms.get_mut(&room).map(|room| &mut room.unkept);
        if told.is_some_and(std::mem::take) {
            tell_event(state, now, &room, Event::Kept);
        }
    }
}

fn tell_event(state: &mut State, now: Now, name: &RoomName, event: Event) {
    let shown = state.rooms.get(name).map(|room| room.name.clone());
    state.tell_room(now, name, None, Body::Notice { room: shown, event });
}

/// The room that is meant, which the peer may read.
pub fn place(state: &State, id: PeerId, room: Option<&RoomName>) -> Result<RoomName, Refusal> {
    let person = state.roster.get(id).and_then(|peer| peer.person());
    let last = || person.and_then(|person| person.rooms.last());
    let room = room.or_else(last).ok_or(Refusal::NotJoined)?.clone();
    authority::may(state, id, Deed::Read(&room))?;
    Ok(room)
}

fn asker(peer: PeerId, room: &RoomName, id: Option<&Id>) -> Asker {
    Asker {
        peer,
        room: room.clone(),
        id: id.cloned(),
    }
}

fn ask(state: &mut State, now: Now, purpose: Purpose, question: Question) -> Result<(), Refusal> {
    let wait = PATIENCE / 20;
    let ticket = state.questions.take(purpose);
    let ticket = ticket.ok_or(Refusal::PastBusy { wait })?;
    send(state, now, ticket, question);
    Ok(())
}

fn ask_for_rooms(state: &mut State, now: Now) {
    while let Some((ticket, room)) = state.questions.next_room() {
        let limit = state.rules.memory.messages;
        send(state, now, ticket, Question::Tail { room, limit });
    }
}

fn send(state: &mut State, now: Now, ticket: u64, question: Question) {
    let until = now.mono + PATIENCE;
    state.due.insert((until, Due::Answer(ticket)));
    state.output.push_back(Output::Ask { ticket, question });
}

/// A room can be entered, and the next one asked for.
fn go_on(state: &mut State, now: Now, room: &RoomName) {
    state.questions.arrived(now, room);
    ask_for_rooms(state, now);
}

/// The room that a frame would take its peer into.
fn entered_by(state: &State, id: PeerId, frame: &PeerFrame) -> Option<RoomName> {
    let peer = state.roster.get(id)?;
    let rooms = peer.person().map_or(&[][..], |person| &person.rooms);
    let (room, password) = match frame {
        PeerFrame::Join(Join { room, password, .. }) => {
            let room = room.clone().or_else(|| rooms.last().cloned());
            (room.unwrap_or_else(RoomName::lobby), password.as_deref())
        }
        PeerFrame::Password(words) if peer.person().is_none() => {
            (RoomName::lobby(), Some(words.as_str()))
        }
        // What has waited for the proof; whether that is right is not known yet.
        PeerFrame::Prove(_) => {
            let Some(Held::Join(join)) = peer.standing.open.held() else {
                return None;
            };
            let room = join.room.clone().or_else(|| rooms.last().cloned());
            let room = room.unwrap_or_else(RoomName::lobby);
            return (!rooms.contains(&room)).then_some(room);
        }
        PeerFrame::Say(say) if peer.person().is_none() && say.name.is_some() => {
            (RoomName::lobby(), None)
        }
        PeerFrame::Say(_)
        | PeerFrame::Bye
        | PeerFrame::Help
        | PeerFrame::History(_)
        | PeerFrame::Leave { .. }
        | PeerFrame::Nick { .. }
        | PeerFrame::Order(_)
        | PeerFrame::Password(_)
        | PeerFrame::Ping { .. }
        | PeerFrame::Search(_)
        | PeerFrame::Get { .. }
        | PeerFrame::Paste(_)
        | PeerFrame::Rooms { .. }
        | PeerFrame::Who { .. }
        | PeerFrame::Whois { .. } => return None,
    };
    let is_admitted = password::is_admitted(state, id)
        || password.is_some_and(|words| password::is_right(state, words));
    (is_admitted && !rooms.contains(&room)).then_some(room)
}

fn tell_page(state: &mut State, now: Now, asker: &Asker, found: Found) {
    let Asker { peer, room, id } = asker.clone();
    let Some(dialect) = state.roster.get(peer).and_then(|peer| peer.dialect) else {
        return;
    };
    let Found { pieces, more } = found;
    let all = || {
        let pieces = pieces.iter();
        pieces.flat_map(|(page, part)| page.past.get(part.clone()).unwrap_or_default())
    };
    let first = all().next().map(|past| past.seq);
    let last = all().next_back().map(|past| past.seq);
    let answered = Answered {
        room,
        count: all().count(),
        ends: first.zip(last),
        more,
        id,
    };
    for (page, part) in pieces {
        state.output.push_back(Output::Replay {
            peer,
            dialect,
            page,
            part,
        });
    }
    state.tell(now, peer, Body::History(answered));
}

/// Tells so many of the hits, and whether there are others.
fn tell_hits(state: &mut State, now: Now, asker: &Asker, hits: Vec<Past>, limit: usize) {
    let Asker { peer, room, id } = asker.clone();
    let more = hits.len() > limit;
    let mut count = 0;
    for past in hits.into_iter().take(limit) {
        let at = Now {
            wall: past.at,
            ..now
        };
        state.tell(at, peer, Body::Said(past.told(&room)));
        count += 1;
    }
    let answered = Answered {
        room,
        count,
        ends: None,
        more,
        id,
    };
    state.tell(now, peer, Body::Search(answered));
}
