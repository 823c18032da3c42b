//! The servers of a cluster, asked by one that does not live in it.

use std::time::Duration;
use std::time::Instant;

use crate::address::Address;
use crate::address::ServerName;
use crate::clock;
use crate::credentials;
use crate::fault::Fault;
use crate::identity::Identity;
use crate::link::Told;
use crate::news::ServerSeen;
use crate::operation;
use crate::operation::Message;
use crate::presence::Beat;
use crate::presence::Presence;
use crate::presence::SILENCE;
use crate::settings::Settings;
use crate::subjects;
use crate::subjects::ASK;
use crate::visit::HEARING;
use crate::visit::Tried;
use crate::visit::Visit;

/// Who asks.
#[derive(Debug)]
pub struct Caller {
    visit: Visit,
    servers: Vec<ServerSeen>,
    asked: u64,
}

impl Caller {
    /// Comes to the engine, and hears who is there: for some 2 seconds, or for 5 where nobody is.
    pub async fn come(settings: &Settings) -> Result<Self, Fault> {
        let identity = credentials::read(settings.creds.as_deref())?;
        let mut tried = Tried::default();
        for address in &settings.engine {
            match Self::come_to(settings, address, identity.clone()).await {
                Ok(caller) => return Ok(caller),
                Err(why) => tried.add(why),
            }
        }
        Err(tried.why())
    }

    async fn come_to(
        settings: &Settings,
        address: &Address,
        identity: Option<Identity>,
    ) -> Result<Self, Fault> {
        let visit = Visit::open(settings, address, identity, "caller").await?;
        let mut caller = Self {
            visit,
            servers: Vec::new(),
            asked: 0,
        };
        let begun = clock::now().mono;
        let mut presence = Presence::default();
        // Who is silent for longer than that is taken for dead.
        while let Some(message) = caller.next(begun + SILENCE).await? {
            if let Some(beat) = beat(&message) {
                presence.hear(clock::now(), beat);
            }
            // Each server is heard once a second: where one is, the others are by then.
            if clock::now().since(begun) >= HEARING {
                break;
            }
        }
        let seen = presence.list(clock::now());
        let living = seen.into_iter().filter(|server| server.life.is_some());
        caller.servers = living.collect();
        // Who has read most is asked first.
        caller
            .servers
            .sort_by_key(|server| std::cmp::Reverse(server.position));
        Ok(caller)
    }

    /// Who lives: first who has read most of the log.
    pub fn servers(&self) -> &[ServerSeen] {
        &self.servers
    }

    /// What a server answers; none where it does not in this time.
    pub async fn ask(
        &mut self,
        to: &ServerName,
        body: &str,
        patience: Duration,
    ) -> Result<Option<String>, Fault> {
        self.asked += 1;
        let answer = self.visit.subjects.answer(ASK, self.asked);
        let subject = self.visit.subjects.to(to);
        let out = self.visit.link.out();
        operation::publish(out, &subject, Some(&answer), body.as_bytes());
        let end = clock::now().mono + patience;
        while let Some(message) = self.next(end).await? {
            // Of an earlier question nobody wants to know any more.
            if message.subject == answer {
                let heard = message.status().is_none();
                let text = String::from_utf8(message.payload.to_vec()).ok();
                return Ok(text.filter(|_| heard));
            }
        }
        Ok(None)
    }

    /// The next message, where one comes before this moment.
    async fn next(&mut self, end: Instant) -> Result<Option<Message>, Fault> {
        while let Some(told) = self.visit.next(end).await? {
            match told {
                Told::Up => {
                    let (out, subjects) = (self.visit.link.out(), &self.visit.subjects);
                    operation::subscribe(out, &subjects.answers(), ANSWERS);
                    operation::subscribe(out, &subjects.beats("*"), BEATS);
                }
                Told::Message(message) => return Ok(Some(message)),
                Told::Complaint(why) => return Err(Fault::Refused(why)),
            }
        }
        Ok(None)
    }
}

/// Where that is what it is.
fn beat(message: &Message) -> Option<Beat> {
    if message.sid != BEATS {
        return None;
    }
    let beat = serde_json::from_slice::<Beat>(&message.payload).ok()?;
    let is_true = subjects::speaker(&message.subject).as_ref() == Some(&beat.server);
    is_true.then_some(beat)
}

const ANSWERS: u64 = 1;
const BEATS: u64 = 2;
