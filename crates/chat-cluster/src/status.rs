//! How the log and its servers are, asked from outside: no life, nothing said.

use crate::address::Address;
use crate::clock;
use crate::engine;
use crate::fault::Fault;
use crate::identity::Identity;
use crate::news::Engine;
use crate::news::Follower;
use crate::news::ServerSeen;
use crate::news::Status;
use crate::operation::Message;
use crate::presence::Presence;
use crate::settings::Settings;
use crate::stream;
use crate::stream::Found;
use crate::stream::Outcome;
use crate::subjects;
use crate::subjects::Subjects;
use crate::visit;
use crate::visit::HEARING;
use crate::visit::Visit;

/// How the log and its servers are: takes the 1.3 seconds in which each server is heard.
pub async fn status(settings: Settings) -> Result<Status, Fault> {
    visit::first(&settings, |address, identity| {
        ask(&settings, address, identity)
    })
    .await
}

async fn ask(
    settings: &Settings,
    address: Address,
    identity: Option<Identity>,
) -> Result<Status, Fault> {
    let mut visit = Visit::open(settings, &address, identity, "status").await?;
    let (call, answer) = (
        visit.subjects.call("STREAM.INFO"),
        visit.subjects.answer(subjects::CALL, 0),
    );
    visit.ask(&call, &answer, b"");
    let (mut presence, mut found) = (Presence::default(), None);
    let end = clock::now().mono + HEARING;
    while let Some(message) = visit.next(end).await? {
        if let Some(beat) = visit::beat(&message) {
            presence.hear(clock::now(), beat);
        } else if message.subject == answer {
            found = Some(read(&visit.subjects, &message)?);
        }
    }
    let Some(mut found) = found else {
        return Err(Fault::NotReady(NO_LEADER.to_owned()));
    };
    let info = &visit.info;
    // A node by itself does not say that it leads.
    let is_alone = info.cluster.is_none() && !info.server_name.is_empty();
    let leads = || is_alone.then(|| info.server_name.clone());
    found.leader = found.leader.or_else(leads);
    let nodes = info.nodes(settings.engine.len());
    let engine = engine::shown(&address.to_string(), info, &found, nodes);
    let servers = presence.list(clock::now());
    Ok(shown(engine, found, servers))
}

/// Reads how the log is.
pub fn read(subjects: &Subjects, message: &Message) -> Result<Found, Fault> {
    if message.is_unheard() {
        return Err(Fault::NoJetStream("nobody answers its calls".to_owned()));
    }
    match stream::read_stream(&subjects.stream, &message.payload) {
        Outcome::Done(found) => Ok(found),
        Outcome::Refused(refusal) if stream::OFF.contains(&refusal.err_code) => {
            Err(Fault::NoJetStream(refusal.description))
        }
        Outcome::Refused(refusal) if refusal.err_code == stream::NO_STREAM => {
            Err(Fault::NoLog(subjects.stream.clone()))
        }
        Outcome::Refused(refusal) => Err(Fault::NotReady(refusal.description)),
        Outcome::Unclear(why) => Err(Fault::NotReady(why)),
    }
}

fn shown(engine: Engine, found: Found, servers: Vec<ServerSeen>) -> Status {
    let followers = found.followers.into_iter().map(|peer| Follower {
        name: peer.name,
        is_current: peer.current,
        is_offline: peer.offline,
        lag: peer.lag,
    });
    Status {
        engine,
        log_id: found.id,
        leader: found.leader,
        followers: followers.collect(),
        messages: found.messages,
        bytes: found.bytes,
        max_bytes: found.max_bytes,
        last: found.last,
        servers,
    }
}

/// Nobody says how the log is.
pub const NO_LEADER: &str = "it does not say how the log is: it has no leader now";
