//! What all servers that share a conversation have to agree on, as one text: two of them at
//! the same place of the log have the same.

use std::fmt::Write;

use crate::hub::state::State;

/// All of it, in an order that depends on nothing else.
pub fn of(state: &State) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = people(state, &mut text);
    let _ = rooms(state, &mut text);
    let _ = class(state, &mut text);
    text
}

fn people(state: &State, text: &mut String) -> std::fmt::Result {
    for id in state.roster.ids() {
        let Some(peer) = state.roster.get(id).filter(|peer| peer.known) else {
            continue;
        };
        let Some(person) = peer.person() else {
            continue;
        };
        let (session, standing) = (peer.session, &peer.standing);
        let kept = peer.kept.as_ref().map(|kept| &kept.rooms);
        let (key, owns) = (standing.key, standing.owns);
        let (name, rooms) = (&person.name, &person.rooms);
        writeln!(
            text,
            "{} {name} {rooms:?} session {session} key {key:?} owns {owns} kept {kept:?}",
            id.0
        )?;
    }
    writeln!(text, "{:?}", state.claims)
}

fn rooms(state: &State, text: &mut String) -> std::fmt::Result {
    for (room, book) in state.ledger.books() {
        let led = state.class.rooms.get(room);
        let (name, seq, topic) = (&book.name, book.seq, &book.topic);
        let people = state.rooms.people(room);
        write!(text, "{name} {seq} {topic:?} people {people}")?;
        if let Some(led) = led {
            let (quiet, locked, hands) = (led.quiet, led.locked, led.hands());
            write!(text, " quiet {quiet} locked {locked} hands {hands:?}")?;
            let votes = led.poll.as_ref().map(|open| (&open.poll, open.counts()));
            write!(text, " poll {votes:?}")?;
        }
        writeln!(text)?;
    }
    Ok(())
}

fn class(state: &State, text: &mut String) -> std::fmt::Result {
    let class = &state.class;
    writeln!(text, "{:?}", class.announcement)?;
    writeln!(text, "{:?}", class.roles)?;
    writeln!(text, "{:?}", class.mutes)?;
    writeln!(text, "{:?}", class.visits)?;
    if let Some(shared) = &state.shared {
        writeln!(text, "{:?}", shared.servers)?;
        writeln!(text, "{:?}", shared.marks)?;
    }
    Ok(())
}
