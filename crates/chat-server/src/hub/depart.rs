//! Going: by its own wish, by the network's, by ours.

use std::borrow::Cow;
use std::time::Duration;

use chat_proto::codec::Foreign;
use chat_proto::frame::ServerFrame;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Event;
use chat_proto::now::Now;
use chat_proto::refusal::Refusal;

use crate::deed::What;
use crate::hub::claims;
use crate::hub::cutting;
use crate::hub::leaving;
use crate::hub::proposing;
use crate::hub::resume;
use crate::hub::roster::Peer;
use crate::hub::state::State;
use crate::traffic::Backlog;
use crate::traffic::Dialect;
use crate::traffic::Output;
use crate::traffic::Parting;
use crate::traffic::PeerId;
use crate::traffic::Transport;

/// `bye`, `/quit`, `exit`.
pub fn bye(state: &mut State, now: Now, id: PeerId) {
    close(state, now, id, Last::words("goodbye", "said goodbye"));
}

/// The connection is gone, or has to go.
pub fn gone(state: &mut State, now: Now, id: PeerId, why: &Parting) {
    match why {
        Parting::TooSlow(lag) => {
            let last = format!("you read too slowly: {lag}; come back when you can keep up");
            let last = Last {
                backlog: Backlog::Drop,
                ..Last::words(last, why.to_string())
            };
            close(state, now, id, last);
        }
        Parting::Unfinished(tongue, seconds) => {
            if let Some(peer) = state.roster.get_mut(id) {
                peer.dialect = Dialect::after(peer.dialect, *tongue).or(peer.dialect);
            }
            let last = format!(
                "your first line did not end within {seconds} s: end each line with a line feed"
            );
            close(state, now, id, Last::words(last, why.to_string()));
        }
        Parting::Ended | Parting::Lost(_) => {
            forget(state, now, id, &why.to_string());
            let backlog = Backlog::Flush;
            state.output.push_back(Output::Close {
                peer: id,
                backlog,
                last: None,
            });
        }
    }
}

/// A connection of this server's own that came in an earlier life of it: for the others its
/// people are gone, and it has to come again.
pub fn outlived(state: &mut State, now: Now, id: PeerId) {
    let words = "the other servers took this one for dead: come back";
    close(
        state,
        now,
        id,
        Last::words(words, "its server was out of reach"),
    );
}

/// A refusal that ends the connection.
pub fn turned_away(state: &mut State, now: Now, id: PeerId, refusal: &Refusal) {
    let words = refusal.to_string();
    let last = Last {
        returns: !refusal.is_a_shut_door(),
        ..Last::words(words.clone(), words)
    };
    close(state, now, id, last);
}

/// Somebody has to go, and is not to come back by itself: what it is told, and its rooms.
pub fn dismissed(state: &mut State, now: Now, id: PeerId, (words, why): (String, String)) {
    let last = Last {
        returns: false,
        ..Last::words(words, why)
    };
    close(state, now, id, last);
}

/// Somebody who speaks another protocol: told what this is, in the one line or the
/// one response that it may understand, and closed. Nothing that it says is heard.
pub fn foreign(state: &mut State, now: Now, id: PeerId, foreign: Foreign) {
    let (dialect, words, why) = match foreign {
        Foreign::Http => (Dialect::Http, NO_WEB_SERVER, "spoke HTTP"),
        Foreign::Tls => (Dialect::Plain, NO_TLS, "spoke TLS"),
    };
    // More of the same may have come before it was closed.
    if let Some(peer) = state.roster.get_mut(id) {
        peer.dialect = Some(dialect);
        close(state, now, id, Last::words(words, why));
    }
}

/// Whether somebody speaks, or listens, openly to a server that serves nobody without
/// TLS: told so in its tongue, and closed.
pub fn is_too_open(state: &mut State, now: Now, id: PeerId, dialect: Option<Dialect>) -> bool {
    let Some(peer) = state.roster.get_mut(id).filter(|_| state.rules.secret_only) else {
        return false;
    };
    if peer.standing.secret.is_some() {
        return false;
    }
    peer.dialect = dialect;
    close(state, now, id, Last::words(TLS_ONLY, "spoke without TLS"));
    true
}

/// A UDP peer whose lease may have run out. Not while anything that it said may be unread:
/// see [`Outlook`](chat_proto::outlook::Outlook).
pub fn lease(state: &mut State, now: Now, id: PeerId) {
    let Some(peer) = state.roster.get_mut(id) else {
        return;
    };
    if peer.origin.transport != Transport::Udp || !peer.is_here() {
        return;
    }
    let allowed = match peer.dialect {
        Some(Dialect::Plain | Dialect::Ascii | Dialect::Listening) => state.rules.udp_plain_silence,
        Some(Dialect::Json | Dialect::Http) | None => state.rules.udp_silence,
    };
    // A program can ping; a person reads, and has to be asked.
    let is_person = peer.is_plain();
    let asked_at = peer.asked_at.filter(|at| is_person && *at >= peer.heard_at);
    let ends = asked_at.map_or(peer.heard_at + allowed, |at| at + allowed / TO_ANSWER);
    if !peer.outlook.is_over(now.mono, ends, allowed) {
        peer.outlook.look(now.mono, ends, allowed);
        let next = peer.outlook.next_look(ends, allowed);
        state.lease(id, Some(next));
        return;
    }
    if is_person && asked_at.is_none() {
        ask(state, now, id, allowed);
        return;
    }
    let silence = format!("silent for {} s", allowed.as_secs());
    let last = format!("{silence}: say anything to come back");
    close(state, now, id, Last::words(last, silence));
}

/// Nothing says when somebody closes `nc -u`. Whoever is there answers in time.
fn ask(state: &mut State, now: Now, id: PeerId, allowed: Duration) {
    let ends = now.mono + allowed / TO_ANSWER;
    let next = state.roster.get_mut(id).map(|peer| {
        peer.asked_at = Some(now.mono);
        peer.outlook.next_look(ends, allowed)
    });
    let event = Event::Help("still there? write anything to stay");
    state.tell(now, id, Body::Notice { room: None, event });
    state.lease(id, next);
}

/// The server stops: everybody is told.
pub fn everybody(state: &mut State, now: Now, words: &'static str) {
    let everybody = state.roster.ids().into_iter();
    let here = everybody.filter(|id| state.roster.get(*id).is_some_and(Peer::is_here));
    let everybody: Vec<_> = here.collect();
    if let Some(shared) = &mut state.shared {
        // The others hear of it all at once.
        shared.is_over = true;
    }
    for id in &everybody {
        // Nobody is told of everybody else's going.
        state.roster.uncall(*id);
    }
    for id in everybody {
        if let Some(peer) = state.roster.get_mut(id) {
            // Whoever has not said a word yet is told in the tongue of people.
            peer.dialect.get_or_insert(Dialect::Listening);
        }
        close(state, now, id, Last::words(words, "server stopped"));
    }
}

/// How a peer that we close is parted with.
struct Last {
    /// What it is told.
    words: Cow<'static, str>,
    /// What its rooms are told.
    why: Cow<'static, str>,
    /// What becomes of what still waits for it.
    backlog: Backlog,
    /// Whether it may come back by itself.
    returns: bool,
}

impl Last {
    fn words(words: impl Into<Cow<'static, str>>, why: impl Into<Cow<'static, str>>) -> Self {
        Self {
            words: words.into(),
            why: why.into(),
            backlog: Backlog::Flush,
            returns: true,
        }
    }
}

fn close(state: &mut State, now: Now, id: PeerId, last: Last) {
    let here = state.roster.get(id).filter(|peer| peer.is_here());
    let (is_here, dialect) = (here.is_some(), here.and_then(|peer| peer.dialect));
    forget(state, now, id, &last.why);
    if !is_here && state.shared.is_some() {
        // Its own server closes it, or has.
        return;
    }
    let words = last.words.into_owned();
    let body = if last.returns {
        Body::Bye(words)
    } else {
        Body::Dismissal(words)
    };
    let frame = ServerFrame { at: now.wall, body };
    state.output.push_back(Output::Close {
        peer: id,
        backlog: last.backlog,
        last: dialect.map(|dialect| (dialect, frame)),
    });
}

/// Takes a peer out of everything, and tells its rooms: at once, or when all servers have
/// heard of it.
fn forget(state: &mut State, now: Now, id: PeerId, why: &str) {
    let Some(peer) = state.roster.get(id) else {
        return;
    };
    let is_known = peer.is_told_of();
    if peer.is_here() {
        cutting::cut_off(state, now, id, why);
    }
    if !(is_known && proposing::must(state, Some(id), || What::Gone(why.to_owned()))) {
        gone_for_all(state, now, id, why);
    }
}

/// A peer is no more.
pub fn gone_for_all(state: &mut State, now: Now, id: PeerId, why: &str) {
    let person = state.roster.get(id).and_then(|peer| peer.person());
    let rooms = person.map(|p| p.rooms.clone()).unwrap_or_default();
    for room in &rooms {
        leaving::leave_room(state, now, id, room, Cow::Owned(why.to_owned()));
    }
    resume::let_go(state, now, id);
    let gone = state.roster.remove(id);
    if let Some((person, owns)) = gone
        .as_ref()
        .and_then(|g| Some((g.person()?, g.standing.owns)))
    {
        claims::left(state, now, &person.name, owns);
    }
}

/// For whoever opens the server's address in a browser.
const NO_WEB_SERVER: &str = "\
This is a chat server, not a web server: a browser cannot talk to it.
To join, open a terminal and type one of these, with the address and the port that
you have just opened:
    chat-tui HOST:PORT
    nc HOST PORT";

/// For whoever asks for a secret connection.
const NO_TLS: &str = "this chat server has no TLS: connect without it";

/// For whoever does not, where nothing else is served.
const TLS_ONLY: &str = "this server speaks TLS only: chat-tui --tls, or ncat --ssl";

/// Who is asked has so much of the silence that led to it.
const TO_ANSWER: u32 = 10;
