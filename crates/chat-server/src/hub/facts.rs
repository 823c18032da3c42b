//! What all servers that share a conversation have to agree on, as one text: two of them at
//! the same place of the log have the same.
//!
//! Spelled out word by word: how a debugger would show it may change with the compiler, and
//! then two builds of one version would not agree.

use std::fmt::Display;
use std::fmt::Result;
use std::fmt::Write;

use chat_proto::frame::order::Poll;
use chat_proto::room::RoomName;
use chat_proto::text::Text;

use crate::digest::Digest;
use crate::hub::class::Led;
use crate::hub::roster::Peer;
use crate::hub::state::State;

/// A few letters that stand for all of it.
pub fn digest(state: &State) -> String {
    let mut digest = Digest::default();
    // It takes whatever is written.
    let _ = write(state, &mut digest);
    digest.to_string()
}

/// All of it, in an order that depends on nothing else.
pub fn write(state: &State, text: &mut dyn Write) -> Result {
    for id in state.roster.ids() {
        if let Some(peer) = state.roster.get(id).filter(|peer| peer.is_met()) {
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
    write!(text, "{id} from {} plain {} ", peer.origin, peer.is_plain())?;
    let Some(person) = peer.person() else {
        return writeln!(text);
    };
    let (session, standing) = (peer.session, &peer.standing);
    let (name, owns) = (&person.name, standing.owns);
    write!(text, "{name} session {session} owns {owns} key ")?;
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
        let (name, seq, at) = (&book.name, book.seq, book.last_at.unix_ms());
        let people = state.rooms.people(room);
        write!(text, "{name} {seq} at {at} people {people} topic ")?;
        maybe(book.topic.as_ref().map(Text::as_str), text)?;
        writeln!(text)?;
    }
    Ok(())
}

fn led((room, led): (&RoomName, &Led), text: &mut dyn Write) -> Result {
    let (quiet, locked) = (led.quiet, led.locked);
    write!(text, "{room} quiet {quiet} locked {locked} hands")?;
    list(led.hands(), text)?;
    if let Some(open) = &led.poll {
        let Poll { question, options } = &open.poll;
        write!(text, " poll {}", question.as_str())?;
        for words in options {
            write!(text, " or {}", words.as_str())?;
        }
        for ((key, session), option) in open.all() {
            write!(text, " {session} for {option} by ")?;
            maybe(key, text)?;
        }
    }
    writeln!(text)
}

fn class(state: &State, text: &mut dyn Write) -> Result {
    let class = &state.class;
    writeln!(text, "guests {}", state.roster.guests())?;
    maybe(class.announcement.as_ref().map(Text::as_str), text)?;
    for role in class.roles.records() {
        write!(text, "{}", role.line())?;
    }
    class.rooms.all().try_for_each(|room| led(room, text))?;
    for past in class.struck.all() {
        write!(text, "{} {} struck ", past.room, past.seq)?;
    }
    write!(text, "mutes {} ", class.mutes.last())?;
    for (number, muted) in class.mutes.all() {
        write!(text, "{number} {} {} ", muted.name, muted.session)?;
        maybe(muted.key, text)?;
        maybe(muted.until, text)?;
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
