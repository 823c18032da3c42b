//! What the server says, and what follows from it.

use std::time::Duration;

use chat_proto::frame::Id;
use chat_proto::frame::Incoming;
use chat_proto::frame::PeerFrame;
use chat_proto::frame::incoming::Happening;
use chat_proto::frame::incoming::Kind;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_proto::refusal::Code;

use crate::session::asking;
use crate::session::connection;
use crate::session::on_past;
use crate::session::on_welcome;
use crate::session::phase::Phase;
use crate::session::reason::Reason;
use crate::session::reason::Refusal;
use crate::session::receipts::Own;
use crate::session::rooms::Membership;
use crate::session::state::State;
use crate::session::state::What;
use crate::session::traffic::News;
use crate::session::trust;
use crate::session::upkeep;

pub(in crate::session) fn on_frame(state: &mut State, now: Now, frame: Incoming) {
    if matches!(state.phase, Phase::Asking { .. }) {
        // What came behind the refusal, on a connection that we have left.
        return;
    }
    if let Phase::Online { pulse, .. } = &mut state.phase {
        pulse.on_heard(now.mono);
        if let Kind::Said { history: true, .. } = &frame.kind {
            pulse.on_replayed();
        }
    }
    match &frame.kind {
        Kind::Bye { returns } => on_bye(state, now, *returns, &frame),
        Kind::Challenge(asked) => trust::on_challenge(state, now, asked.clone()),
        Kind::Notice { .. } => on_notice(state, now, frame),
        Kind::History(answered) | Kind::Search(answered) => {
            // One that comes too late is nobody's any more.
            on_past::on_answer(state, now, answered);
        }
        Kind::Other | Kind::Pasted { .. } | Kind::Rooms { .. } | Kind::Whois(_) => {
            state.tell(News::Heard(frame));
        }
        Kind::Pong { id } => on_pong(state, now, id.as_ref()),
        Kind::Refused {
            code,
            id,
            wait,
            owned,
        } => {
            let (code, id, wait, owned) = (*code, id.clone(), *wait, *owned);
            on_refused(
                state,
                now,
                Refused {
                    code,
                    id,
                    wait,
                    owned,
                    frame,
                },
            );
        }
        Kind::Said { .. } => on_said(state, now, frame),
        Kind::Welcome { .. } => on_welcome::on_welcome(state, now, frame),
        Kind::Who { more, .. } => {
            let more = *more;
            on_who(state, frame, more);
        }
    }
}

/// A refusal, taken apart.
struct Refused {
    code: Option<Code>,
    id: Option<Id>,
    wait: Option<Duration>,
    owned: bool,
    frame: Incoming,
}

impl Refused {
    fn reason(self) -> Refusal {
        Refusal::new(self.code, self.wait, self.frame)
    }
}

/// Whoever is told to stay away does not come back by itself: somebody who sits elsewhere
/// with our key would be sent away by that, and we by them, without end.
fn on_bye(state: &mut State, now: Now, returns: bool, frame: &Incoming) {
    if !returns {
        return connection::end(state, Reason::Dismissed(frame.text.clone()));
    }
    connection::on_lost(state, now, Reason::Closed(frame.text.clone()));
}

fn on_notice(state: &mut State, now: Now, frame: Incoming) {
    if let Kind::Notice { room, happening } = &frame.kind {
        match happening {
            Happening::Renamed { was, now: to } if *was == state.you => {
                state.you.clone_from(to);
                if let Ok(name) = Name::parse(to) {
                    state.trying = name.clone();
                    state.setup.name = name;
                    state.variant = 1;
                }
            }
            Happening::Left(who) if is_on_our_way_in(state, room.as_deref(), who) => return,
            Happening::Left(who) => reclaim_name(state, now, who),
            Happening::Apart(apart) => state.servers.apart = *apart,
            Happening::Away { .. }
            | Happening::Joined(_)
            | Happening::Order(_)
            | Happening::Renamed { .. }
            | Happening::Other(_)
            | Happening::Typing(_) => {}
        }
    }
    state.tell(News::Heard(frame));
}

/// We left a room to be told in it what was said before: nobody needs to hear of that.
fn is_on_our_way_in(state: &mut State, room: Option<&str>, gone: &[String]) -> bool {
    let ours = *gone == [state.you.as_str()];
    let known = room.and_then(|word| state.rooms.by_word(word));
    ours && known.is_some_and(|known| matches!(known.membership, Membership::Asked { .. }))
}

/// After a reconnect our own ghost may have had our name: when it goes, the
/// name is taken back.
fn reclaim_name(state: &mut State, now: Now, gone: &[String]) {
    let ours = |name: &Name| gone.iter().any(|who| who == name.as_str());
    if let Some(name) = state.lost_name.take_if(|name| ours(name)) {
        let offer = state.offer(&name);
        state.ask(now, What::Nick { by_person: false }, |id| PeerFrame::Nick {
            name: Ok(name),
            offer,
            id: Some(id),
        });
    }
}

fn on_pong(state: &mut State, now: Now, id: Option<&Id>) {
    let Phase::Online { pulse, .. } = &mut state.phase else {
        return;
    };
    let asked_at = pulse.ping.as_ref().map(|(_, at)| *at);
    let measures = pulse.on_pong(now.mono, id);
    let answered = pulse.ping.is_none();
    if !measures {
        // Once more, now that the replay is over.
        upkeep::ping(state, now);
    }
    // A stream keeps its order, and so does a link: what was sent before the ping and has neither
    // receipt nor refusal was dropped without a word, as floods are. What left in
    // the same moment may have left behind it.
    if answered
        && !state.loses
        && let (Some(asked_at), Some(sent_at)) = (asked_at, state.receipts.oldest())
        && sent_at < asked_at
    {
        state.receipts.on_lost();
        state.pace.on_refused(now.mono, Some(DROPPED), true);
    }
}

fn on_refused(state: &mut State, now: Now, refused: Refused) {
    if let Some(id) = refused.id.clone() {
        if state.receipts.waits(&id) {
            return on_message_refused(state, now, &id, refused);
        }
        if let Some(own) = settle(state, now, &id) {
            let (ticket, why) = (own.ticket, Reason::Refused(refused.reason()));
            return state.tell(News::Refused { ticket, why });
        }
    }
    if on_past::on_refused(
        state,
        now,
        refused.id.as_ref(),
        (refused.code, refused.wait),
    ) {
        return;
    }
    if matches!(state.phase, Phase::Joining { .. }) {
        return on_first_join_refused(state, now, refused);
    }
    if refused.code.is_some_and(Code::closes) {
        return end_or_wait(state, now, refused);
    }
    let join = refused.id.as_ref().and_then(|id| state.rooms.by_join(id));
    if let Some(room) = join {
        if refused.code == Some(Code::RateLimited) {
            let wait = refused.wait.unwrap_or(SHORT_WAIT);
            let not_before = Some(now.mono + wait);
            room.membership = Membership::Wanted { not_before };
            return;
        }
        let name = room.name.clone();
        state.rooms.drop_room(&name);
        return state.tell(News::NotEntered {
            room: name,
            frame: refused.frame,
        });
    }
    let flooded = refused.code == Some(Code::RateLimited) && refused.id.is_none();
    if flooded && !state.receipts.is_empty() {
        // The sum of what was refused without a word: messages under way may be
        // among it.
        state.receipts.on_lost();
        let wait = refused.wait.unwrap_or(SHORT_WAIT).max(DROPPED);
        return state.pace.on_refused(now.mono, Some(wait), true);
    }
    let quiet = refused.id.as_ref().is_some_and(|id| forget(state, id));
    if !quiet {
        state.tell(News::Heard(refused.frame));
    }
}

/// Drops a question that was refused. Whether nobody wants to hear of it.
fn forget(state: &mut State, id: &Id) -> bool {
    let Some(at) = state.asked.iter().position(|asked| asked.id == *id) else {
        return false;
    };
    let asked = state.asked.remove(at);
    asked.is_some_and(|asked| match asked.what {
        What::Nick { by_person } | What::Who { by_person } => !by_person,
        What::Leave => false,
    })
}

fn on_message_refused(state: &mut State, now: Now, id: &Id, refused: Refused) {
    match refused.code {
        Some(Code::RateLimited) => {
            state.receipts.on_refused(id);
            let alone = state.receipts.under_way() == 0;
            state.pace.on_refused(now.mono, refused.wait, alone);
        }
        // The server knows us no longer: over datagrams, after a silence or a
        // restart. The message was not said; it will be, after the next join.
        Some(Code::NotJoined) if state.rooms.current().is_some() => {
            state.receipts.on_refused(id);
            connection::on_lost(state, now, Reason::Forgotten);
        }
        Some(code) if code.closes() => end_or_wait(state, now, refused),
        Some(_) | None => {
            if let Some(Own { ticket, .. }) = settle(state, now, id) {
                let why = Reason::Refused(refused.reason());
                state.tell(News::Refused { ticket, why });
            }
        }
    }
}

/// A message of ours has its answer.
fn settle(state: &mut State, now: Now, id: &Id) -> Option<Own> {
    let own = state.receipts.settle(id)?;
    if own.is_under_way() {
        let others = state.receipts.under_way();
        state.pace.on_answered(now.mono, others);
    }
    Some(own)
}

fn on_first_join_refused(state: &mut State, now: Now, refused: Refused) {
    match refused.code {
        Some(Code::NameTaken) => on_name_taken(state, now, refused.owned),
        Some(Code::WrongPassword) if trust::is_clear_alone(state) => {
            connection::end(state, Reason::OnlyClear);
        }
        Some(Code::RateLimited) => {
            let wait = refused.wait.unwrap_or(SHORT_WAIT);
            connection::join_again_at(state, now.mono + wait);
        }
        Some(Code::WrongPassword | Code::ServerFull) => end_or_wait(state, now, refused),
        Some(Code::BadRoom | Code::NoSuchRoom) => {
            connection::end(state, Reason::ChooseRoom(refused.reason()));
        }
        Some(Code::BadName) => {
            connection::end(state, Reason::ChooseName(refused.reason()));
        }
        Some(
            Code::BadFrame | Code::NoSuchName | Code::NotAllowed | Code::NotJoined | Code::TooLong,
        )
        | None => {
            connection::end(state, Reason::NotLetIn(refused.reason()));
        }
    }
}

fn on_name_taken(state: &mut State, now: Now, owned: bool) {
    let taken = state.trying.clone();
    // Who had this name on the last connection was us.
    if state.run.is_some() && taken.as_str() == state.you && state.lost_name.is_none() {
        state.lost_name = Some(taken.clone());
    }
    let Some(name) = state.next_variant() else {
        return connection::end(state, Reason::NamesTaken(taken.to_string()));
    };
    if owned && asking::is_asked_for_name(state, (taken.clone(), name.clone())) {
        return;
    }
    state.trying = name;
    state.tell(News::NameTaken {
        taken: taken.to_string(),
        trying: state.trying.to_string(),
        owned,
    });
    connection::send_first_join(state, now);
}

/// A full server may have room later; a password does not become right.
fn end_or_wait(state: &mut State, now: Now, refused: Refused) {
    if refused.code == Some(Code::WrongPassword) {
        asking::password(state, Reason::GivePassword(refused.reason()));
    } else {
        connection::on_lost(state, now, Reason::Refused(refused.reason()));
    }
}

/// A `who` frame does not repeat the question's id: answers come in order.
fn on_who(state: &mut State, frame: Incoming, more: bool) {
    let is_who = |what: &What| matches!(what, What::Who { .. });
    let at = state.asked.iter().position(|asked| is_who(&asked.what));
    let asked = at.and_then(|at| {
        if more {
            state.asked.get(at).cloned()
        } else {
            state.asked.remove(at)
        }
    });
    let asked = asked.is_none_or(|asked| asked.what == What::Who { by_person: true });
    state.tell(News::People { asked, frame });
}

fn on_said(state: &mut State, now: Now, frame: Incoming) {
    let Kind::Said {
        room,
        seq,
        id,
        history,
        ..
    } = &frame.kind
    else {
        return;
    };
    let mut known = room.as_deref().and_then(|word| state.rooms.by_word(word));
    let of_answer = *history && seq.is_some();
    if of_answer && known.as_mut().is_some_and(|room| room.past.keep(&frame)) {
        return;
    }
    let (is_new, missed) = match (known, seq) {
        (Some(room), Some(seq)) => (room.on_seq(*seq, *history), *history && room.was_in),
        (Some(_) | None, _) => (true, false),
    };
    // A server that knows sessions marks what is ours. Of another one, who has our name
    // and words has most probably been us.
    let unmarked = *history && is_new && state.session.is_none();
    let replayed = || {
        let own = state.receipts.unknown().filter(|_| unmarked)?;
        own.is_repeated_by(&frame).then(|| own.id.clone())
    };
    let id = id.clone().or_else(replayed);
    let own = id.and_then(|id| settle(state, now, &id));
    if let Some(Own { ticket, .. }) = own {
        state.tell(News::Confirmed { ticket, frame });
    } else if is_new && missed {
        state.tell(News::Missed(frame));
    } else if is_new {
        state.tell(News::Heard(frame));
    }
}

/// Where the server does not say how long to wait.
const SHORT_WAIT: Duration = Duration::from_secs(1);
/// A message that was dropped without a word has waited long already.
const DROPPED: Duration = Duration::from_millis(100);
