//! What a server wants of its cluster, done.

use super::state::State;
use crate::address::ServerName;
use crate::command::Command;
use crate::entry::Grave;
use crate::moment::Moment;
use crate::news::News;
use crate::operation;
use crate::subjects::ASK;

/// Does it.
pub fn obey(state: &mut State, now: Moment, command: Command) {
    match command {
        Command::Hello { nonce, hello } => state.writer.hello(nonce, hello),
        Command::Propose(deeds) if state.is_leaving => drop(deeds),
        Command::Propose(deeds) => state.writer.propose(deeds),
        Command::People(count) => state.people = count,
        Command::Sum(sum) => {
            // The last ones: not all hear of the same at once.
            let before = state.sums.len().saturating_sub(SUMS - 1);
            state.sums.drain(..before);
            state.sums.push(sum);
        }
        Command::Addresses(addresses) => state.addresses = addresses,
        Command::Sign(body) => {
            let subject = state.subjects.signs(state.subjects.server().as_str());
            publish(state, &subject, None, &body);
        }
        Command::Request { to, ticket, body } => request(state, now, &to, ticket, &body),
        Command::Answer { reply, body } => {
            publish(state, &reply.subject, None, &body);
        }
        Command::Leave => leave(state),
    }
}

/// What is not kept is left out where nobody takes it.
fn publish(state: &mut State, subject: &str, reply: Option<&str>, body: &str) -> bool {
    let has_room = state.link.has_room() && body.len() <= BODY_BYTES;
    if has_room {
        operation::publish(state.link.out(), subject, reply, body.as_bytes());
    }
    has_room
}

fn request(state: &mut State, now: Moment, to: &ServerName, ticket: u64, body: &str) {
    let number = state.asks.open(now, ticket);
    let is_sent = number.is_some_and(|number| {
        let (subject, reply) = (state.subjects.to(to), state.subjects.answer(ASK, number));
        let is_sent = publish(state, &subject, Some(&reply), body);
        if !is_sent {
            state.asks.close(number);
        }
        is_sent
    });
    if !is_sent {
        let body = None;
        state.news.push_back(News::Answered { ticket, body });
    }
}

fn leave(state: &mut State) {
    state.is_leaving = true;
    if let Some(life) = state.writer.life() {
        let server = state.subjects.server().clone();
        state.writer.bury(Grave { server, life });
    }
}

/// In each beat, which is one a second: more places are passed in a storm only.
const SUMS: usize = 4;

/// NATS carries so much, unless its operator says otherwise; one that is sent more closes
/// the connection.
const BODY_BYTES: usize = 1_000_000;
