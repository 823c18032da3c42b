//! Writing it down.

use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use chat_trust::claims::Record;
use chat_trust::roles::RoleRecord;

use crate::deed::New;
use crate::deed::Newcomer;
use crate::hub::class::Led;
use crate::hub::class::Visitor;
use crate::hub::facts;
use crate::hub::roster::Peer;
use crate::hub::snapshot::rows::LedRow;
use crate::hub::snapshot::rows::Marks;
use crate::hub::snapshot::rows::Muted;
use crate::hub::snapshot::rows::MutedRow;
use crate::hub::snapshot::rows::PeerRow;
use crate::hub::snapshot::rows::PollRow;
use crate::hub::snapshot::rows::RoomRow;
use crate::hub::snapshot::rows::ServerRow;
use crate::hub::snapshot::rows::Snapshot;
use crate::hub::snapshot::rows::VisitorRow;
use crate::hub::snapshot::rows::Visits;
use crate::hub::state::State;
use crate::traffic::PeerId;

/// The state of a server that shares a conversation, as it is now.
pub fn take(state: &State) -> Option<Snapshot> {
    let shared = state.shared.as_ref()?;
    let servers = shared.servers.iter().map(|(name, member)| ServerRow {
        name: name.clone(),
        life: member.life,
        addresses: member.addresses.clone(),
    });
    let ids = state.roster.ids().into_iter();
    let peers = ids.filter_map(|id| Some((id, state.roster.get(id).filter(|peer| peer.is_met())?)));
    let marks = shared.marks.all().map(|(voice, id, marked)| {
        let room = marked.room.to_string();
        (
            voice,
            id.token().to_owned(),
            room,
            marked.seq,
            marked.at.unix_ms(),
        )
    });
    let class = &state.class;
    let struck = class.struck.all();
    Some(Snapshot {
        digest: facts::digest(state),
        secret: (!shared.is_first).then(|| state.rules.secret.bits()),
        guests: state.roster.guests(),
        servers: servers.collect(),
        rooms: rooms(state),
        led: class.rooms.all().map(led).collect(),
        peers: peers.map(|(id, peer)| row(state, id, peer)).collect(),
        claims: state.claims.records().map(|r: Record| r.line()).collect(),
        roles: class
            .roles
            .records()
            .map(|r: RoleRecord| r.line())
            .collect(),
        announcement: class.announcement.as_ref().map(|t| t.as_str().to_owned()),
        muted: muted(state),
        visits: visits(state),
        struck: struck
            .map(|past| (past.room.to_string(), past.seq))
            .collect(),
        marks: Marks {
            trail: shared.marks.trail(),
            all: marks.collect(),
        },
    })
}

fn rooms(state: &State) -> Vec<RoomRow> {
    let rooms = state.ledger.books().map(|(_, book)| RoomRow {
        name: book.name.to_string(),
        seq: book.seq,
        at: book.last_at.unix_ms(),
        topic: book.topic.as_ref().map(|topic| topic.as_str().to_owned()),
    });
    rooms.collect()
}

fn led((room, led): (&RoomName, &Led)) -> LedRow {
    let poll = led.poll.as_ref().map(|open| {
        let votes = open.all().map(|((key, session), option)| {
            let key = key.map(|key| key.to_string());
            (key, session, option)
        });
        let options = open.poll.options.iter();
        PollRow {
            question: open.poll.question.as_str().to_owned(),
            options: options.map(|text| text.as_str().to_owned()).collect(),
            votes: votes.collect(),
        }
    });
    LedRow {
        room: room.to_string(),
        quiet: led.quiet,
        locked: led.locked,
        hands: led.hands().to_vec(),
        poll,
    }
}

fn row(state: &State, id: PeerId, peer: &Peer) -> PeerRow {
    let shown = |rooms: &[RoomName]| rooms.iter().map(ToString::to_string).collect();
    let (person, standing) = (peer.person(), &peer.standing);
    PeerRow {
        id: id.0,
        new: New::of(Newcomer {
            origin: peer.origin,
            since: peer.since,
            plain: peer.is_plain(),
        }),
        session: peer.session,
        holds: state.roster.holder(peer.session) == Some(id),
        key: standing.key.map(|key| key.to_string()),
        name: person.map(|person| person.name.to_string()),
        owns: standing.owns,
        rooms: person
            .map(|person| shown(&person.rooms))
            .unwrap_or_default(),
        kept: peer.kept.as_ref().map(|kept| shown(&kept.rooms)),
    }
}

fn muted(state: &State) -> Muted {
    let mutes = &state.class.mutes;
    let all = mutes.all().map(|(number, muted)| MutedRow {
        number,
        key: muted.key.map(|key| key.to_string()),
        session: muted.session,
        name: muted.name.to_string(),
        until: muted.until.map(Stamp::unix_ms),
    });
    Muted {
        last: mutes.last(),
        all: all.collect(),
    }
}

fn visits(state: &State) -> Visits {
    let visits = &state.class.visits;
    let all = visits.all().map(|(room, who)| {
        let who = match who {
            Visitor::Key(key) => VisitorRow::Key(key.to_string()),
            Visitor::Session(session) => VisitorRow::Session(*session),
            Visitor::Name(name, host) => VisitorRow::Name(name.to_string(), host.ip()),
        };
        (room.to_string(), who)
    });
    Visits {
        trail: visits.trail(),
        all: all.collect(),
    }
}
