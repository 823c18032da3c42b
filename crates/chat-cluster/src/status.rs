//! How the log and its servers are, asked from outside: no life, nothing said.

use std::time::Duration;

use bytes::BytesMut;
use tokio::time::timeout_at;

use crate::address::Address;
use crate::chance;
use crate::clock;
use crate::credentials;
use crate::engine;
use crate::fault::Fault;
use crate::identity::Identity;
use crate::link::Link;
use crate::link::Told;
use crate::news::Engine;
use crate::news::Follower;
use crate::news::ServerSeen;
use crate::news::Status;
use crate::operation;
use crate::operation::Message;
use crate::presence::Beat;
use crate::presence::Presence;
use crate::settings::Settings;
use crate::socket::Socket;
use crate::stream;
use crate::stream::Found;
use crate::stream::Outcome;
use crate::subjects;
use crate::subjects::Subjects;

/// How the log and its servers are: takes the 1.3 seconds in which each server is heard.
pub async fn status(settings: Settings) -> Result<Status, Fault> {
    let identity = credentials::read(settings.creds.as_deref())?;
    let mut told: Option<Fault> = None;
    for address in &settings.engine {
        match ask(&settings, address, identity.clone()).await {
            Ok(status) => return Ok(status),
            // Of a node that answers there is more to say than of one that does not.
            Err(why) if matches!(why, Fault::NoEngine { .. }) => drop(told.get_or_insert(why)),
            Err(why) => told = Some(why),
        }
    }
    Err(told.unwrap_or_else(|| Fault::System("no address of an engine".to_owned())))
}

struct Asking {
    link: Link,
    subjects: Subjects,
    presence: Presence,
    found: Option<Found>,
}

async fn ask(
    settings: &Settings,
    address: &Address,
    identity: Option<Identity>,
) -> Result<Status, Fault> {
    let (mut socket, info) = Socket::open(address, settings.ca.as_deref()).await?;
    let now = clock::now();
    let token = format!("{:032x}", chance::number()?);
    let name = format!("chat {} status", settings.name);
    let mut asking = Asking {
        link: Link::new(now, identity, name),
        subjects: Subjects::new(settings.name.clone(), settings.server.clone(), &token),
        presence: Presence::default(),
        found: None,
    };
    asking.link.open(now, address, &info);
    let end = (now.mono + HEARING).into();
    let mut input = BytesMut::new();
    loop {
        let exchange = socket.exchange(true, &mut input, asking.link.out());
        match timeout_at(end, exchange).await {
            Err(_) => break,
            Ok(Err(why)) => return Err(Fault::NotReady(why.to_string())),
            Ok(Ok(())) => hear(&mut asking, &input)?,
        }
        input.clear();
    }
    let Some(mut found) = asking.found else {
        let why = "it does not say how the log is: it has no leader now";
        return Err(Fault::NotReady(why.to_owned()));
    };
    // A node by itself does not say that it leads.
    let is_alone = info.cluster.is_none() && !info.server_name.is_empty();
    let leads = || is_alone.then(|| info.server_name.clone());
    found.leader = found.leader.or_else(leads);
    let nodes = info.nodes(settings.engine.len());
    let engine = engine::shown(&address.to_string(), &info, &found, nodes);
    let servers = asking.presence.list(clock::now());
    Ok(shown(engine, found, servers))
}

fn hear(asking: &mut Asking, bytes: &[u8]) -> Result<(), Fault> {
    let now = clock::now();
    asking.link.feed(now, bytes);
    while let Some(told) = asking.link.poll()? {
        match told {
            Told::Up => {
                let out = asking.link.out();
                let answer = asking.subjects.answer(subjects::CALL, 0);
                operation::subscribe(out, &asking.subjects.answers(), ANSWERS);
                operation::subscribe(out, &asking.subjects.beats("*"), BEATS);
                let call = asking.subjects.call("STREAM.INFO");
                operation::publish(out, &call, Some(&answer), b"");
            }
            Told::Message(message) if message.sid == BEATS => {
                if let Ok(beat) = serde_json::from_slice::<Beat>(&message.payload) {
                    asking.presence.hear(now, beat);
                }
            }
            Told::Message(message) => asking.found = Some(found(&asking.subjects, &message)?),
            Told::Complaint(why) => return Err(Fault::Refused(why)),
        }
    }
    Ok(())
}

fn found(subjects: &Subjects, message: &Message) -> Result<Found, Fault> {
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

const ANSWERS: u64 = 1;
const BEATS: u64 = 2;

/// Each server is heard once a second.
const HEARING: Duration = Duration::from_millis(1300);
