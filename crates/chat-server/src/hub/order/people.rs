//! Orders about people: who leads, who may not speak, who has to go, whose a name is.

use std::time::Duration;

use chat_proto::frame::order::Done;
use chat_proto::frame::order::Removal;
use chat_proto::frame::order::span;
use chat_proto::frame::peer::Whom;
use chat_proto::hex::PublicKey;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_proto::refusal::Refusal;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use chat_trust::roles::Ban;

use crate::deed::What;
use crate::hub::class::Claimed;
use crate::hub::class::Muted;
use crate::hub::depart;
use crate::hub::due::Due;
use crate::hub::gate;
use crate::hub::order::telling;
use crate::hub::order::telling::At;
use crate::hub::order::telling::Besides;
use crate::hub::password;
use crate::hub::proposing;
use crate::hub::state::State;
use crate::hub::traces;
use crate::traffic::Host;
use crate::traffic::Output;
use crate::traffic::PeerId;

/// `claim`: whoever says the words that only somebody at the server can have read leads from
/// now on. Tries are bounded as those of a password are.
pub fn claim(state: &mut State, at: At<'_>, words: &str) -> Result<(), Refusal> {
    let Some(id) = at.giver.peer else {
        let words = "whoever sits here leads already: type claim alone for words that make \
                     somebody the teacher";
        return Err(Refusal::NotAllowed(words.to_owned()));
    };
    let Some(key) = at.giver.key else {
        let words = "only somebody with a key can be the teacher: chat-tui has one by itself";
        return Err(Refusal::NotAllowed(words.to_owned()));
    };
    if state.class.roles.is_teacher(&key) {
        return Err(Refusal::NotAllowed(
            "you are the teacher already".to_owned(),
        ));
    }
    password::may_guess(state, at.now, id)?;
    match state.class.words.tried(words) {
        Claimed::Right => {
            if proposing::propose(state, id, || What::Appointed(at.room.clone()))? {
                return Ok(());
            }
            appointed(state, at)
        }
        Claimed::Wrong => {
            password::has_guessed(state, at.now, id);
            Err(wrong_words())
        }
        Claimed::WornOut => {
            password::has_guessed(state, at.now, id);
            state.draw_words();
            let news = "ten wrong words for /claim: they are others from now on";
            state.output.push_back(Output::Desk(news.to_owned()));
            telling::words(state);
            Err(wrong_words())
        }
    }
}

/// Whoever has said them leads.
pub fn appointed(state: &mut State, at: At<'_>) -> Result<(), Refusal> {
    let giver = at.giver;
    let (Some(id), Some(name), Some(key)) = (giver.peer, giver.name.clone(), giver.key) else {
        return Err(Refusal::NotJoined);
    };
    let record = state.class.roles.appoint(key, &name);
    let record = record.ok_or_else(too_many)?;
    state.output.push_back(Output::Record(record.line()));
    let rooms = rooms_of(state, id, at.room);
    tell(state, at, &rooms, (Done::Claimed(name), Some(key)));
    Ok(())
}

/// `mute`: somebody may not speak, but to teachers.
pub fn mute(
    state: &mut State,
    at: At<'_>,
    who: &Whom,
    time: Option<Duration>,
) -> Result<(), Refusal> {
    let target = pupil(state, who)?;
    let Target { id, name, key } = target;
    let muted = Muted {
        until: time.map(|time| later(at.now, time)),
        ..muted(state, id).ok_or_else(|| unknown(who))?
    };
    let number = state.class.mutes.add(muted).ok_or_else(too_many)?;
    let ends = time.map(|time| (at.now.mono + time, Due::Mute(number)));
    state.due.extend(ends);
    let rooms = rooms_of(state, id, at.room);
    tell(state, at, &rooms, (Done::Muted { who: name, time }, key));
    Ok(())
}

/// The end of it, by hand.
pub fn unmute(state: &mut State, at: At<'_>, who: &Whom) -> Result<(), Refusal> {
    let here = state.roster.find(&who.key);
    let present = here.and_then(|id| Some((id, muted(state, id)?)));
    let (rooms, name, key) = if let Some((id, muted)) = present {
        let was = state.class.mutes.remove(&muted);
        let rooms = rooms_of(state, id, at.room);
        (rooms, was.then_some(muted.name), muted.key)
    } else {
        let name = state.class.mutes.remove_absent(&who.key);
        (vec![at.room.clone()], name, None)
    };
    let name = name.ok_or_else(|| is_not(who, "muted"))?;
    tell(state, at, &rooms, (Done::Unmuted(name), key));
    Ok(())
}

/// The end of it, by its time.
pub fn mute_is_over(state: &mut State, now: Now, number: u64) {
    let Some(who) = state.class.mutes.end(number) else {
        return;
    };
    let Some(id) = state.roster.holder(who.session) else {
        return;
    };
    let Some(name) = state.roster.name_of(id).cloned() else {
        return;
    };
    for room in rooms_of(state, id, &RoomName::lobby()) {
        telling::happened(state, now, &room, Done::Unmuted(name.clone()));
    }
}

/// `kick`: somebody has to go. They may come back by hand, but not through a locked door,
/// and not before the time is over that may be given.
pub fn kick(state: &mut State, at: At<'_>, removal: &Removal) -> Result<(), Refusal> {
    let target = pupil(state, &removal.who)?;
    if removal.time.is_some() {
        keep_out(state, at.now, &target, (removal.time, None))?;
    }
    let done = Done::Kicked {
        who: target.name.clone(),
        why: removal.why.clone(),
    };
    send_out(state, at, (target, removal), done);
    Ok(())
}

/// `ban`: somebody has to go, and may not come back. The address is meant only where that is
/// asked for: a whole class may sit behind it.
pub fn ban(
    state: &mut State,
    at: At<'_>,
    removal: &Removal,
    with_address: bool,
) -> Result<(), Refusal> {
    let target = pupil(state, &removal.who)?;
    let host = state.roster.get(target.id).map(|peer| peer.origin.host());
    let host = host.filter(|_| with_address);
    let address = host.map(|host| host.to_string());
    keep_out(state, at.now, &target, (removal.time, address))?;
    let done = Done::Banned {
        who: target.name.clone(),
        why: removal.why.clone(),
        time: removal.time,
        address: host.map(|host| people_at(state, host)),
    };
    send_out(state, at, (target, removal), done);
    Ok(())
}

/// The end of a ban.
pub fn unban(state: &mut State, at: At<'_>, who: &Whom) -> Result<(), Refusal> {
    let ended = state.class.roles.unban(&who.key);
    let (name, record) = ended.ok_or_else(|| is_not(who, "banned"))?;
    state.output.push_back(Output::Record(record.line()));
    let rooms = vec![at.room.clone()];
    tell(state, at, &rooms, (Done::Unbanned(name), None));
    Ok(())
}

/// `release`: a name belongs to nobody any more.
pub fn release(state: &mut State, at: At<'_>, who: &Whom) -> Result<(), Refusal> {
    let claim = state.claims.get(at.now.wall, &who.key);
    let claim = claim.map(|claim| (claim.name.clone(), claim.key));
    let released = state.claims.release(&who.key);
    let (Some((name, key)), Some(record)) = (claim, released) else {
        return Err(is_not(who, "anybody's name"));
    };
    if let Some(id) = state.roster.find(&who.key)
        && let Some(peer) = state.roster.get_mut(id)
    {
        peer.standing.owns = false;
    }
    state.output.push_back(Output::Record(record.line()));
    let rooms = vec![at.room.clone()];
    tell(state, at, &rooms, (Done::Released(name), Some(key)));
    Ok(())
}

/// `teacher`: somebody leads too, or no longer.
pub fn teacher(state: &mut State, at: At<'_>, who: &Whom, on: bool) -> Result<(), Refusal> {
    let here = state.roster.find(&who.key);
    let rooms = here.map_or_else(|| vec![at.room.clone()], |id| rooms_of(state, id, at.room));
    let key = here.and_then(|id| state.roster.get(id)?.standing.key);
    if !on {
        let absent = state.class.roles.teacher_called(&who.key);
        let absent = absent.map(|(key, name)| (key, name.clone()));
        let name = here.and_then(|id| state.roster.name_of(id)).cloned();
        let (key, name) = key.zip(name).or(absent).ok_or_else(|| unknown(who))?;
        let record = state.class.roles.dismiss(key);
        let record = record.ok_or_else(|| is_not(who, "a teacher"))?;
        state.output.push_back(Output::Record(record.line()));
        tell(state, at, &rooms, (Done::Teacher(name, false), Some(key)));
        return Ok(());
    }
    let name = here.and_then(|id| state.roster.name_of(id)).cloned();
    let name = name.ok_or_else(|| unknown(who))?;
    let key = key.ok_or_else(|| {
        let words =
            format!("{name} has shown no key, and would lose it: chat-tui has one by itself");
        Refusal::NotAllowed(words)
    })?;
    let record = state.class.roles.appoint(key, &name).ok_or_else(too_many)?;
    state.output.push_back(Output::Record(record.line()));
    tell(state, at, &rooms, (Done::Teacher(name, true), Some(key)));
    Ok(())
}

/// Somebody who is led.
struct Target {
    id: PeerId,
    name: Name,
    key: Option<PublicKey>,
}

/// Somebody who is here and does not lead.
fn pupil(state: &State, who: &Whom) -> Result<Target, Refusal> {
    let found = state.roster.find(&who.key);
    let peer = found.and_then(|id| Some((id, state.roster.get(id)?)));
    let named = peer.and_then(|(id, peer)| Some((id, peer, peer.person()?)));
    let (id, peer, person) = named.ok_or_else(|| unknown(who))?;
    let name = person.name.clone();
    if gate::is_teacher(state, id) {
        let words = format!("{name} is a teacher: /teacher {name} off comes first");
        return Err(Refusal::NotAllowed(words));
    }
    let key = peer.standing.key;
    Ok(Target { id, name, key })
}

fn muted(state: &State, id: PeerId) -> Option<Muted> {
    let peer = state.roster.get(id)?;
    Some(Muted {
        key: peer.standing.key,
        session: peer.session,
        name: peer.person()?.name.clone(),
        until: None,
    })
}

/// By the clock of whoever orders it.
fn later(now: Now, time: Duration) -> Stamp {
    let ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    Stamp::from_unix_ms(now.wall.unix_ms().saturating_add(ms))
}

fn keep_out(
    state: &mut State,
    now: Now,
    target: &Target,
    (time, address): (Option<Duration>, Option<String>),
) -> Result<(), Refusal> {
    let ban = Ban {
        name: target.name.clone(),
        key: target.key,
        address,
        until: time.map(|time| later(now, time)),
    };
    let record = state.class.roles.ban(now.wall, ban).ok_or_else(too_many)?;
    state.output.push_back(Output::Record(record.line()));
    Ok(())
}

/// How many people come from an address.
fn people_at(state: &State, host: Host) -> usize {
    let peers = state.roster.ids().into_iter();
    let peers = peers.filter_map(|id| state.roster.get(id));
    let people = peers.filter(|peer| peer.person().is_some());
    people.filter(|peer| peer.origin.host() == host).count()
}

/// The rooms are told first, and then that somebody has left.
fn send_out(state: &mut State, at: At<'_>, (target, removal): (Target, &Removal), done: Done) {
    let Target { id, key, .. } = target;
    let by = at.giver.name.as_ref().map_or("the teacher", Name::as_str);
    let why = removal
        .why
        .as_ref()
        .map(|why| format!(": {}", why.as_str()));
    let what = if let Done::Banned { time, .. } = &done {
        let time = time.map(|time| format!(" for {}", span(time)));
        format!("banned by {by}{}", time.unwrap_or_default())
    } else {
        format!("sent out by {by}")
    };
    let last = format!("you were {what}{}", why.unwrap_or_default());
    let rooms = rooms_of(state, id, at.room);
    tell(state, at, &rooms, (done, key));
    let traces = state.roster.get(id).map(traces::of).unwrap_or_default();
    depart::dismissed(state, at.now, id, (last, what));
    // Only now: whoever goes is remembered.
    state.class.visits.forget(&traces);
}

/// The rooms where somebody is; whoever is in none concerns the room that is meant.
fn rooms_of(state: &State, id: PeerId, room: &RoomName) -> Vec<RoomName> {
    let person = state.roster.get(id).and_then(|peer| peer.person());
    let rooms = person.map(|person| person.rooms.clone());
    let rooms = rooms.filter(|rooms| !rooms.is_empty());
    rooms.unwrap_or_else(|| vec![room.clone()])
}

fn tell(state: &mut State, at: At<'_>, rooms: &[RoomName], told: (Done, Option<PublicKey>)) {
    let (done, key) = told;
    let besides = Besides { key, digest: None };
    telling::carried(state, at, rooms, (done, besides));
}

fn unknown(who: &Whom) -> Refusal {
    Refusal::NoSuchName(who.shown.clone())
}

fn is_not(who: &Whom, what: &str) -> Refusal {
    Refusal::NotAllowed(format!("`{}` is not {what}", who.shown))
}

fn wrong_words() -> Refusal {
    let words = "these are not the words: whoever sits at the server reads them there";
    Refusal::NotAllowed(words.to_owned())
}

fn too_many() -> Refusal {
    Refusal::NotAllowed("there are too many of these already: end one first".to_owned())
}
