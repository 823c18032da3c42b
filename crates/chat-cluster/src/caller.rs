//! The servers of a cluster, asked by one that does not live in it.

use std::time::Duration;

use crate::address::Address;
use crate::address::ServerName;
use crate::clock;
use crate::fault::Fault;
use crate::identity::Identity;
use crate::news::ServerSeen;
use crate::presence::Presence;
use crate::presence::SILENCE;
use crate::settings::Settings;
use crate::subjects::ASK;
use crate::visit;
use crate::visit::HEARING;
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
        visit::first(settings, |address, identity| {
            Self::come_to(settings, address, identity)
        })
        .await
    }

    async fn come_to(
        settings: &Settings,
        address: Address,
        identity: Option<Identity>,
    ) -> Result<Self, Fault> {
        let visit = Visit::open(settings, &address, identity, "caller").await?;
        let mut caller = Self {
            visit,
            servers: Vec::new(),
            asked: 0,
        };
        let begun = clock::now().mono;
        let mut presence = Presence::default();
        // Who is silent for longer than that is taken for dead.
        while let Some(message) = caller.visit.next(begun + SILENCE).await? {
            if let Some(beat) = visit::beat(&message) {
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
        self.visit.ask(&subject, &answer, body.as_bytes());
        let end = clock::now().mono + patience;
        while let Some(message) = self.visit.next(end).await? {
            // Of an earlier question nobody wants to know any more.
            if message.subject == answer {
                let text = String::from_utf8_lossy(&message.payload).into_owned();
                return Ok(message.status().is_none().then_some(text));
            }
        }
        Ok(None)
    }
}
