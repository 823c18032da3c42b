//! What goes from server to server beside the log: messages for one person, and signs.

use chat_proto::frame::PeerFrame;
use chat_proto::frame::peer::Say;
use chat_proto::frame::peer::Sign;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Destination;
use chat_proto::frame::server::Said;
use chat_proto::now::Now;
use chat_proto::refusal::Refusal;

use crate::deed::Deed;
use crate::deed::What;
use crate::hub::directs::Direct;
use crate::hub::roster::Peer;
use crate::hub::state::State;
use crate::hub::whispers::Whisper;
use crate::replica::Word;
use crate::traffic::Output;
use crate::traffic::PeerId;

/// Says something to somebody on another server. Its answer is the sender's own copy.
pub fn whisper(
    state: &mut State,
    now: Now,
    (by, other): (PeerId, PeerId),
    (say, own): (&Say, Said),
) -> Result<(), Refusal> {
    let shown = say.to.as_ref().map(|whom| whom.shown.clone());
    let shown = shown.unwrap_or_default();
    let unreached = || Refusal::Unreached(shown.clone());
    let shared = state.shared.as_mut().ok_or_else(unreached)?;
    let to = shared.server_of(other).map(str::to_owned);
    let to = to.ok_or_else(unreached)?;
    let whisper = Whisper {
        by,
        id: say.id.clone(),
        at: now.wall,
        own,
        shown: shown.clone(),
    };
    let ticket = shared.whispers.add(whisper).ok_or_else(unreached)?;
    let deed = of_peer(by, PeerFrame::Say(say.clone()));
    let word = Word::Whisper { to, ticket, deed };
    state.output.push_back(Output::Replicate(word));
    Ok(())
}

/// Somebody on another server says something to somebody here.
pub fn whispered(state: &mut State, now: Now, reply: u64, deed: &Deed) {
    let heard = deliver(state, now, deed).is_some();
    let word = Word::Answer { reply, heard };
    state.output.push_back(Output::Replicate(word));
}

fn deliver(state: &mut State, now: Now, deed: &Deed) -> Option<()> {
    let (by, frame) = said_by(deed)?;
    let PeerFrame::Say(say) = frame else {
        return None;
    };
    let other = state.roster.find(&say.to.as_ref()?.key)?;
    let to = state.roster.name_of(other)?.clone();
    let name = state.roster.name_of(by)?.clone();
    let is_here = |id| state.roster.get(id).is_some_and(Peer::is_here);
    if !is_here(other) || is_here(by) {
        return None;
    }
    let said = Said {
        name,
        text: say.text.clone(),
        place: Destination::Direct { to },
        id: None,
        history: false,
        manner: state.manner(by, say),
        cites: None,
    };
    state.tell(now, other, Body::Said(said));
    Some(())
}

/// It was heard there, or was not, or nobody has answered.
pub fn answered(state: &mut State, now: Now, ticket: u64, heard: Option<bool>) {
    let shared = state.shared.as_mut();
    let whisper = shared.and_then(|shared| shared.whispers.settle(ticket));
    let Some(Whisper {
        by,
        id,
        at,
        own,
        shown,
    }) = whisper
    else {
        return;
    };
    let refusal = match heard {
        Some(true) => None,
        Some(false) => Some(Refusal::NoSuchName(shown)),
        None => Some(Refusal::Unreached(shown)),
    };
    if let Some(refusal) = refusal {
        return state.refuse(now, by, refusal, id);
    }
    let session = state.roster.get(by).map(|peer| peer.session);
    if let (Some(session), Some(mark), Destination::Direct { to }) = (session, id, &own.place) {
        let (name, to) = (own.name.clone(), to.clone());
        let direct = Direct { at, name, to };
        state.directs.remember(session, mark, direct);
    }
    state.counts.said += 1;
    state.tell(Now { wall: at, ..now }, by, Body::Said(own));
}

/// The other servers are told of a sign.
pub fn tell_sign(state: &mut State, id: PeerId, sign: &Sign) {
    let is_known = state
        .roster
        .get(id)
        .is_some_and(|p| p.is_told_of() && p.is_here());
    if state.shared.is_some() && is_known {
        let sign = Some(sign.clone());
        let (took, mark) = (None, None);
        let frame = PeerFrame::Ping {
            sign,
            took,
            id: mark,
        };
        let word = Word::Sign(of_peer(id, frame));
        state.output.push_back(Output::Replicate(word));
    }
}

/// Who has given a sign on another server, and which.
pub fn sign_of(deed: &Deed) -> Option<(PeerId, &Sign)> {
    let (by, frame) = said_by(deed)?;
    let PeerFrame::Ping {
        sign: Some(sign), ..
    } = frame
    else {
        return None;
    };
    Some((by, sign))
}

fn of_peer(id: PeerId, frame: PeerFrame) -> Deed {
    Deed {
        peer: Some(id),
        newcomer: None,
        what: What::Frame(Box::new(frame)),
    }
}

fn said_by(deed: &Deed) -> Option<(PeerId, &PeerFrame)> {
    let What::Frame(frame) = &deed.what else {
        return None;
    };
    Some((deed.peer?, frame))
}
