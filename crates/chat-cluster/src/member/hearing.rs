//! What a member hears, and what it means.

use super::state::Goal;
use super::state::State;
use crate::entry::Entry;
use crate::fault::Fault;
use crate::follow::Delivered;
use crate::follow::nodes::Nodes;
use crate::link::Told;
use crate::moment::Moment;
use crate::news::News;
use crate::news::Reply;
use crate::news::What;
use crate::operation;
use crate::operation::Message;
use crate::presence::Beat;
use crate::stream;
use crate::subjects;
use crate::writer::Heard;

/// Takes what was read.
pub fn hear(state: &mut State, now: Moment, bytes: &[u8]) -> Result<(), Fault> {
    state.link.feed(now, bytes);
    while let Some(told) = state.link.poll()? {
        match told {
            Told::Up => on_up(state, now),
            Told::Message(message) => on_message(state, now, &message)?,
            Told::Complaint(why) => state.refused = Some(why),
        }
    }
    Ok(())
}

fn on_up(state: &mut State, now: Moment) {
    state.lost = None;
    state.mended = now.mono;
    let subjects = &state.subjects;
    let out = state.link.out();
    operation::subscribe(out, &subjects.answers(), ANSWERS);
    operation::subscribe(out, &subjects.beats("*"), BEATS);
    operation::subscribe(out, &subjects.signs("*"), SIGNS);
    operation::subscribe(out, &subjects.to_us(), ASKED);
    let nodes = Nodes {
        count: state.nodes,
        is_old: state
            .came_in
            .as_ref()
            .is_some_and(|(_, info)| info.is_old()),
    };
    state.follow.begin(now, nodes, out);
    state.writer.reconnected();
    state.beaten = None;
}

fn on_message(state: &mut State, now: Moment, message: &Message) -> Result<(), Fault> {
    match message.sid {
        ANSWERS => return on_answer(state, now, message),
        BEATS => on_beat(state, now, message),
        SIGNS => on_sign(state, message),
        ASKED => on_asked(state, message),
        _ => return on_delivery(state, now, message),
    }
    Ok(())
}

fn on_answer(state: &mut State, now: Moment, message: &Message) -> Result<(), Fault> {
    match state.subjects.read_answer(&message.subject) {
        Some((subjects::CALL, number)) => {
            let out = state.link.out();
            state.follow.answer(now, number, message, out)
        }
        Some((subjects::ACK, _)) => {
            if message.is_unheard() {
                state.refused = Some("the log has no leader now".to_owned());
            } else if let Some(refusal) = stream::read_refusal(&message.payload) {
                state.refused = Some(format!("the log takes no more: {}", refusal.description));
            }
            Ok(())
        }
        Some((subjects::ASK, number)) => {
            if let Some(ticket) = state.asks.close(number) {
                let body = text(message).filter(|_| message.status().is_none());
                state.news.push_back(News::Answered { ticket, body });
            }
            Ok(())
        }
        Some(_) | None => Ok(()),
    }
}

fn on_beat(state: &mut State, now: Moment, message: &Message) {
    let Ok(beat) = serde_json::from_slice::<Beat>(&message.payload) else {
        return;
    };
    let is_own = beat.server == *state.subjects.server();
    let is_true = subjects::speaker(&message.subject).as_ref() == Some(&beat.server);
    if is_true && !is_own && message.payload.len() <= BEAT_BYTES {
        state.presence.hear(now, beat);
    }
}

fn on_sign(state: &mut State, message: &Message) {
    let from = subjects::speaker(&message.subject);
    let from = from.filter(|from| from != state.subjects.server());
    if let Some((from, body)) = from.zip(text(message)) {
        let from = from.to_string();
        state.news.push_back(News::Signed { from, body });
    }
}

fn on_asked(state: &mut State, message: &Message) {
    let from = subjects::speaker(&message.subject);
    let subject = message.reply.clone();
    if let Some(((from, body), subject)) = from.zip(text(message)).zip(subject) {
        let from = from.to_string();
        let reply = Reply { subject };
        state.news.push_back(News::Asked { from, body, reply });
    }
}

fn on_delivery(state: &mut State, now: Moment, message: &Message) -> Result<(), Fault> {
    match state.follow.deliver(now, message, state.link.out())? {
        Delivered::Void => return Ok(()),
        Delivered::Nothing => {}
        Delivered::Entry(position) => on_entry(state, now, position, message)?,
    }
    state.watch.hear(now);
    Ok(())
}

fn on_entry(state: &mut State, now: Moment, position: u64, message: &Message) -> Result<(), Fault> {
    let speaker = subjects::speaker(&message.subject);
    let is_news = position > state.after;
    match Entry::read(&message.payload, speaker.as_ref()) {
        Ok(entry) => count(state, now, position, entry)?,
        Err(why) => {
            state.lives.skip(position);
            if is_news {
                let why = why.to_string();
                state.news.push_back(News::Skipped { position, why });
            }
        }
    }
    if let Goal::Ahead(goal) = state.goal
        && position >= goal
    {
        state.goal = Goal::Reached;
        state.watch.begin(now);
        state.news.push_back(News::CaughtUp { position: goal });
    }
    Ok(())
}

fn count(state: &mut State, now: Moment, position: u64, entry: Entry) -> Result<(), Fault> {
    let nonce = entry.nonce().map(str::to_owned);
    let Some(counted) = state.lives.read(position, entry) else {
        return Ok(());
    };
    let heard = state.writer.hear(&counted, nonce.as_deref(), &state.lives);
    let (server, life) = (counted.server.clone(), counted.life);
    if let What::Hello(_) = counted.what {
        state.presence.greet(now, server, life);
    }
    if position > state.after {
        state.news.push_back(News::Entry(counted));
    }
    match heard {
        Heard::Other => {}
        Heard::Arrived => arrive(state),
        Heard::Begun => {
            arrive(state);
            state.beaten = None;
            state.news.push_back(News::Begun { life });
        }
        Heard::Buried => {
            arrive(state);
            state.news.push_back(News::Buried);
        }
        Heard::Namesake => {
            let name = state.subjects.server().to_string();
            return Err(Fault::Namesake(name));
        }
    }
    Ok(())
}

fn arrive(state: &mut State) {
    state.watch.arrive();
    state.refused = None;
}

fn text(message: &Message) -> Option<String> {
    String::from_utf8(message.payload.to_vec()).ok()
}

const ANSWERS: u64 = 1;
const BEATS: u64 = 2;
const SIGNS: u64 = 3;
const ASKED: u64 = 4;

/// A beat has a few addresses in it, and a name.
const BEAT_BYTES: usize = 16 * 1024;
