//! What all servers that share a conversation have to agree on, as one text: two of them at
//! the same place of the log have the same.
//!
//! Spelled out word by word: how a debugger would show it may change with the compiler, and
//! then two builds of one version would not agree.

use std::fmt::Display;
use std::fmt::Result;
use std::fmt::Write;

use chat_proto::frame::order::Poll;
use chat_proto::text::Text;

use crate::hub::class::Led;
use crate::hub::roster::Peer;
use crate::hub::state::State;

/// All of it, in an order that depends on nothing else.
pub fn write(state: &State, text: &mut dyn Write) -> Result {
    for id in state.roster.ids() {
        if let Some(peer) = state.roster.get(id).filter(|peer| peer.known) {
            person(peer, id.0, text)?;
        }
    }
    for claim in state.claims.records() {
        text.write_str(&claim.line())?;
    }
    rooms(state, text)?;
    class(state, text)
}

fn person(peer: &Peer, id: u64, text: &mut dyn Write) -> Result {
    let Some(person) = peer.person() else {
        return Ok(());
    };
    let (session, standing) = (peer.session, &peer.standing);
    let (name, owns) = (&person.name, standing.owns);
    write!(text, "{id} {name} session {session} owns {owns} key ")?;
    maybe(standing.key, text)?;
    text.write_str(" in")?;
    list(&person.rooms, text)?;
    if let Some(kept) = &peer.kept {
        text.write_str(" kept")?;
        list(&kept.rooms, text)?;
    }
    writeln!(text)
}

fn rooms(state: &State, text: &mut dyn Write) -> Result {
    for (room, book) in state.ledger.books() {
        let (name, seq) = (&book.name, book.seq);
        let people = state.rooms.people(room);
        write!(text, "{name} {seq} people {people} topic ")?;
        maybe(book.topic.as_ref().map(Text::as_str), text)?;
        if let Some(led) = state.class.rooms.get(room) {
            self::led(led, text)?;
        }
        writeln!(text)?;
    }
    Ok(())
}

fn led(led: &Led, text: &mut dyn Write) -> Result {
    let (quiet, locked) = (led.quiet, led.locked);
    write!(text, " quiet {quiet} locked {locked} hands")?;
    list(led.hands(), text)?;
    if let Some(open) = &led.poll {
        let Poll { question, options } = &open.poll;
        for (words, votes) in options.iter().zip(open.counts()) {
            write!(text, " {} {votes}", words.as_str())?;
        }
        write!(text, " to {}", question.as_str())?;
    }
    Ok(())
}

fn class(state: &State, text: &mut dyn Write) -> Result {
    let class = &state.class;
    maybe(class.announcement.as_ref().map(Text::as_str), text)?;
    for role in class.roles.records() {
        write!(text, "{}", role.line())?;
    }
    for (number, muted) in class.mutes.all() {
        write!(text, "{number} {} {} ", muted.name, muted.session)?;
        maybe(muted.key, text)?;
    }
    write!(text, "visits {}", class.visits.trail())?;
    if let Some(shared) = &state.shared {
        for (server, member) in &shared.servers {
            write!(text, "{server} {} ", member.life)?;
            list(&member.addresses, text)?;
        }
        write!(text, "marks {}", shared.marks.trail())?;
    }
    writeln!(text)
}

fn list<T: Display>(all: &[T], text: &mut dyn Write) -> Result {
    all.iter().try_for_each(|one| write!(text, " {one}"))
}

fn maybe(one: Option<impl Display>, text: &mut dyn Write) -> Result {
    match one {
        Some(one) => write!(text, "{one}"),
        None => text.write_str("none"),
    }
}
