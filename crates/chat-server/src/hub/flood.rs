//! Too much in too short a time: what a peer, and all peers of its address, may do,
//! and in how few words the rest is refused.

use std::time::Duration;

use chat_proto::frame::Id;
use chat_proto::frame::PeerFrame;
use chat_proto::frame::server::Body;
use chat_proto::now::Now;
use chat_proto::rate::Rate;
use chat_proto::refusal::Refusal;

use crate::hub::due::Due;
use crate::hub::gate;
use crate::hub::state::State;
use crate::traffic::PeerId;

/// Whether the peer may do this now.
pub fn allowed(state: &mut State, now: Now, id: PeerId, frame: &PeerFrame) -> Result<(), Refusal> {
    let (messages, questions) = (state.rules.messages, state.rules.questions);
    let pages = state.rules.pages;
    let taken = match frame {
        // Whoever leads a class may be quick.
        PeerFrame::Say(_) | PeerFrame::Paste(_) | PeerFrame::Order(_)
            if gate::is_teacher(state, id) =>
        {
            let rate = messages.map(|_| LEADS);
            state.spend(now, id, |a| &mut a.leads, rate)
        }
        PeerFrame::Say(_) | PeerFrame::Paste(_) => {
            state.spend(now, id, |a| &mut a.messages, messages)
        }
        PeerFrame::Order(_) => state.spend(now, id, |a| &mut a.orders, questions.map(|_| FOLLOWS)),
        PeerFrame::Get { .. }
        | PeerFrame::History(_)
        | PeerFrame::Rooms { .. }
        | PeerFrame::Search(_) => state.spend(now, id, |a| &mut a.pages, pages),
        PeerFrame::Help
        | PeerFrame::Join(_)
        | PeerFrame::Leave { .. }
        | PeerFrame::Nick { .. }
        | PeerFrame::Password(_)
        | PeerFrame::Prove(_)
        | PeerFrame::Who { .. }
        | PeerFrame::Whois { .. } => state.spend(now, id, |a| &mut a.questions, questions),
        // A pong costs as little as reading the ping did.
        PeerFrame::Bye | PeerFrame::Ping { .. } => Ok(()),
    };
    taken.map_err(|wait| Refusal::RateLimited { wait, others: 0 })
}

/// Something that is no frame.
pub fn fault(state: &mut State, now: Now, id: PeerId, refusal: Refusal, mark: Option<Id>) {
    let rate = state.rules.faults;
    match state.spend(now, id, |a| &mut a.faults, rate) {
        Ok(()) => state.refuse(now, id, refusal, mark),
        Err(wait) => {
            let refusal = Refusal::RateLimited { wait, others: 0 };
            refuse(state, now, id, refusal, mark);
        }
    }
}

/// A refusal for being too fast: told at once, but only now and then.
pub fn refuse(state: &mut State, now: Now, id: PeerId, refusal: Refusal, mark: Option<Id>) {
    let Some(untold) = state.roster.get(id).map(|p| p.untold) else {
        return;
    };
    // Whoever marks its messages waits for word of each.
    let marked = |state: &mut State| state.spend(now, id, |a| &mut a.marked, Some(MARKED));
    if mark.is_some() && marked(state).is_ok() {
        return state.refuse(now, id, refusal, mark);
    }
    // While others wait to be told, this one is told with them.
    if untold == 0 {
        match state.spend(now, id, |a| &mut a.refusals, Some(REFUSALS)) {
            Ok(()) => return state.refuse(now, id, refusal, mark),
            Err(wait) => state.due.insert((now.mono + wait, Due::Refusals(id))),
        };
    }
    if let Some(peer) = state.roster.get_mut(id) {
        peer.untold += 1;
    }
    state.counts.refused += 1;
}

/// The time has come to tell how many more were refused.
pub fn tell_rest(state: &mut State, now: Now, id: PeerId) {
    let Some(peer) = state.roster.get_mut(id) else {
        return;
    };
    let others = std::mem::take(&mut peer.untold);
    if others == 0 {
        return;
    }
    // This is one of the few too: its time has come.
    let _ = state.spend(now, id, |a| &mut a.refusals, Some(REFUSALS));
    let refusal = Refusal::RateLimited {
        wait: Duration::ZERO,
        others,
    };
    state.tell(now, id, Body::Refused { refusal, id: None });
}

/// Orders and messages of a teacher: nobody types so fast, and a program that fails does
/// not take the whole server.
const LEADS: Rate = Rate {
    burst: 60,
    per_second: 30,
};

/// Orders of anybody else: a hand, a vote, another one.
const FOLLOWS: Rate = Rate {
    burst: 20,
    per_second: 2,
};

/// Refusals of marked messages that are told one by one.
const MARKED: Rate = Rate {
    burst: 100,
    per_second: 10,
};

/// Refusals of a flood that are told: the flood is not answered with another.
const REFUSALS: Rate = Rate {
    burst: 5,
    per_second: 1,
};
