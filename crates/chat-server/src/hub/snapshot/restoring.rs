//! Reading it back.

use std::time::Duration;

use chat_link::proof::Secret;
use chat_proto::frame::Id;
use chat_proto::frame::order::Poll;
use chat_proto::hex::PublicKey;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use chat_proto::text::Text;
use chat_trust::claims::Claims;
use chat_trust::claims::Record;
use chat_trust::roles::RoleRecord;

use crate::hub::book::Book;
use crate::hub::class;
use crate::hub::class::OpenPoll;
use crate::hub::class::StruckPast;
use crate::hub::class::Visitor;
use crate::hub::due::Due;
use crate::hub::elsewhere;
use crate::hub::facts;
use crate::hub::marks;
use crate::hub::marks::Marked;
use crate::hub::roster::Kept;
use crate::hub::roster::Phase;
use crate::hub::shared::Member;
use crate::hub::snapshot::rows::LedRow;
use crate::hub::snapshot::rows::PeerRow;
use crate::hub::snapshot::rows::PollRow;
use crate::hub::snapshot::rows::RoomRow;
use crate::hub::snapshot::rows::Snapshot;
use crate::hub::snapshot::rows::VisitorRow;
use crate::hub::state::State;
use crate::traffic::Host;
use crate::traffic::PeerId;

/// Makes a state in which nothing has happened yet what it was. Nothing where that cannot
/// be done, or is not the same: then the state is of no use.
pub fn restore(state: &mut State, now: Now, snapshot: &Snapshot) -> Option<()> {
    if let Some(bits) = snapshot.secret {
        state.rules.secret = Secret::new(bits);
    }
    state.roster.guests_before(snapshot.guests);
    servers(state, snapshot)?;
    for row in &snapshot.rooms {
        room(state, row)?;
    }
    for row in &snapshot.led {
        led(state, row)?;
    }
    for row in &snapshot.peers {
        peer(state, now, row)?;
    }
    let holders = snapshot.peers.iter().filter(|row| row.holds);
    let holders = holders.map(|row| (row.session, PeerId(row.id)));
    state.roster.hold(holders);
    state.claims = claims(&snapshot.claims)?;
    class(state, snapshot)?;
    let over = snapshot.muted.all.iter();
    let over = over.filter_map(|row| Some((row.until?, row.number)));
    let over = over.map(|(until, number)| {
        let left = until.saturating_sub(now.wall.unix_ms());
        let at = now.mono + Duration::from_millis(left.min(AT_MOST_MS));
        (at, Due::Mute(number))
    });
    state.due.extend(over);
    (facts::digest(state) == snapshot.digest).then_some(())
}

fn servers(state: &mut State, snapshot: &Snapshot) -> Option<()> {
    let shared = state.shared.as_mut()?;
    let servers = snapshot.servers.iter().map(|row| {
        let (life, addresses) = (row.life, row.addresses.clone());
        (row.name.clone(), Member { life, addresses })
    });
    shared.servers = servers.collect();
    shared.is_first = snapshot.secret.is_none();
    let marks = snapshot.marks.all.iter().map(|(voice, id, room, seq, at)| {
        let (seq, at) = (*seq, Stamp::from_unix_ms(*at));
        let room = RoomName::parse(room).ok()?;
        Some((*voice, Id::from_token(id)?, Marked { room, seq, at }))
    });
    let marks: Option<Vec<_>> = marks.collect();
    shared.marks = marks::Marks::again(marks?, snapshot.marks.trail);
    Some(())
}

fn room(state: &mut State, row: &RoomRow) -> Option<()> {
    let room = RoomName::parse(&row.name).ok()?;
    state.ledger.again(Book {
        last_at: Stamp::from_unix_ms(row.at),
        topic: maybe(row.topic.as_deref(), |words| Text::parse(words).ok()).ok()?,
        ..Book::kept(&room, row.seq)
    });
    Some(())
}

fn led(state: &mut State, row: &LedRow) -> Option<()> {
    let room = RoomName::parse(&row.room).ok()?;
    let poll = maybe(row.poll.as_ref(), poll).ok()?;
    let changed = state.class.rooms.change(&room, |led| {
        (led.quiet, led.locked, led.poll) = (row.quiet, row.locked, poll);
        row.hands.iter().all(|hand| led.raise(*hand) == Ok(true))
    });
    (changed == Ok(true)).then_some(())
}

fn poll(row: &PollRow) -> Option<OpenPoll> {
    let options = row.options.iter().map(|words| Text::parse(words).ok());
    let mut poll = OpenPoll::new(Poll {
        question: Text::parse(&row.question).ok()?,
        options: options.collect::<Option<_>>()?,
    });
    for (key, session, option) in &row.votes {
        let key = maybe(key.as_deref(), PublicKey::parse).ok()?;
        poll.vote((key, *session), *option).ok()?;
    }
    Some(poll)
}

/// Whoever it was is on another server, or was on this one in an earlier life.
fn peer(state: &mut State, now: Now, row: &PeerRow) -> Option<()> {
    let id = PeerId(row.id);
    elsewhere::meet(state, now, id, row.new.read()?);
    let key = maybe(row.key.as_deref(), PublicKey::parse).ok()?;
    if let Some(key) = key {
        state.roster.prove(id, key);
    }
    let kept = maybe(row.kept.as_deref(), rooms).ok()?;
    let peer = state.roster.get_mut(id)?;
    peer.session = row.session;
    peer.standing.owns = row.owns;
    peer.kept = kept.map(|rooms| Kept {
        rooms,
        until: now.mono,
    });
    let Some(name) = &row.name else {
        return Some(());
    };
    state.roster.call(id, Name::of_anybody(name).ok()?);
    let rooms = rooms(&row.rooms)?;
    for room in &rooms {
        let shown = state.ledger.open(room).name.clone();
        state.rooms.enter(shown, id, None);
    }
    if let Phase::Present(person) = &mut state.roster.get_mut(id)?.phase {
        person.rooms = rooms;
    }
    Some(())
}

fn claims(lines: &[String]) -> Option<Claims> {
    let claims = lines
        .iter()
        .map(|line| match Record::parse(line.as_bytes()) {
            Some(Record::Claimed(claim)) => Some(claim),
            Some(Record::Released(_)) | None => None,
        });
    let claims: Option<Vec<_>> = claims.collect();
    Some(Claims::again(claims?))
}

fn class(state: &mut State, snapshot: &Snapshot) -> Option<()> {
    let class = &mut state.class;
    let announcement = snapshot.announcement.as_deref();
    class.announcement = maybe(announcement, |words| Text::parse(words).ok()).ok()?;
    for line in &snapshot.roles {
        // A ban that is over is the log's to end.
        let before = Stamp::from_unix_ms(0);
        class
            .roles
            .restore(RoleRecord::parse(line.as_bytes())?, before);
    }
    let muted = snapshot.muted.all.iter().map(|row| {
        let muted = class::Muted {
            key: maybe(row.key.as_deref(), PublicKey::parse).ok()?,
            session: row.session,
            name: Name::of_anybody(&row.name).ok()?,
            until: row.until.map(Stamp::from_unix_ms),
        };
        Some((row.number, muted))
    });
    let muted: Option<Vec<_>> = muted.collect();
    class.mutes = class::Mutes::again(muted?, snapshot.muted.last);
    let visits = snapshot.visits.all.iter().map(|(room, who)| {
        let who = match who {
            VisitorRow::Key(key) => Visitor::Key(PublicKey::parse(key)?),
            VisitorRow::Session(session) => Visitor::Session(*session),
            VisitorRow::Name(name, ip) => Visitor::Name(name.as_str().into(), Host::of(*ip)),
        };
        Some((RoomName::parse(room).ok()?, who))
    });
    let visits: Option<Vec<_>> = visits.collect();
    class.visits = class::Visits::again(visits?, snapshot.visits.trail);
    for (room, seq) in &snapshot.struck {
        let (room, seq, said) = (RoomName::parse(room).ok()?, *seq, None);
        class.struck.add(StruckPast { room, seq, said });
    }
    Some(())
}

fn rooms(shown: &[String]) -> Option<Vec<RoomName>> {
    let rooms = shown.iter().map(|room| RoomName::parse(room).ok());
    rooms.collect()
}

/// A mute is no longer than that: what is written may be anything.
const AT_MOST_MS: u64 = 366 * 24 * 3600 * 1000;

/// It stands there and cannot be read.
#[derive(Debug)]
struct Unreadable;

/// Nothing is nothing, and what is there has to be read.
fn maybe<T: ?Sized, R>(
    one: Option<&T>,
    read: impl FnOnce(&T) -> Option<R>,
) -> Result<Option<R>, Unreadable> {
    one.map(|one| read(one).ok_or(Unreadable)).transpose()
}
