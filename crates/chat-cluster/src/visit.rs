//! A connection to the engine of somebody who takes no part: no life, nothing followed.

use std::time::Duration;
use std::time::Instant;

use bytes::BytesMut;
use tokio::time::timeout_at;

use crate::address::Address;
use crate::chance;
use crate::clock;
use crate::fault::Fault;
use crate::identity::Identity;
use crate::link::Info;
use crate::link::Link;
use crate::link::Told;
use crate::settings::Settings;
use crate::socket::Socket;
use crate::subjects::Subjects;

/// A connection, and whom it leads to.
#[derive(Debug)]
pub struct Visit {
    socket: Socket,
    input: BytesMut,
    pub link: Link,
    pub subjects: Subjects,
    pub info: Info,
}

impl Visit {
    /// Comes to one node; whoever operates the engine sees what for.
    pub async fn open(
        settings: &Settings,
        address: &Address,
        identity: Option<Identity>,
        what_for: &str,
    ) -> Result<Self, Fault> {
        let (socket, info) = Socket::open(address, settings.ca.as_deref()).await?;
        let now = clock::now();
        let token = format!("{:032x}", chance::number()?);
        let name = format!("chat {} {what_for}", settings.name);
        let mut link = Link::new(now, identity, name);
        link.open(now, address, &info);
        Ok(Self {
            socket,
            input: BytesMut::new(),
            link,
            subjects: Subjects::new(settings.name.clone(), settings.server.clone(), &token),
            info,
        })
    }

    /// What is told next, where that is before this moment.
    pub async fn next(&mut self, end: Instant) -> Result<Option<Told>, Fault> {
        loop {
            if let Some(told) = self.link.poll()? {
                return Ok(Some(told));
            }
            self.input.clear();
            let exchange = self.socket.exchange(true, &mut self.input, self.link.out());
            match timeout_at(end.into(), exchange).await {
                Err(_) => return Ok(None),
                Ok(Err(why)) => return Err(Fault::NotReady(why.to_string())),
                Ok(Ok(())) => self.link.feed(clock::now(), &self.input),
            }
        }
    }
}

/// Why the nodes had no answer that were asked one after the other.
#[derive(Debug, Default)]
pub struct Tried(Option<Fault>);

impl Tried {
    /// Of a node that answers there is more to say than of one that does not.
    pub fn add(&mut self, why: Fault) {
        if matches!(why, Fault::NoEngine { .. }) {
            self.0.get_or_insert(why);
        } else {
            self.0 = Some(why);
        }
    }

    /// What is told of it.
    pub fn why(self) -> Fault {
        let none = || Fault::System("no address of an engine".to_owned());
        self.0.unwrap_or_else(none)
    }
}

/// Each server is heard once a second.
pub const HEARING: Duration = Duration::from_millis(1300);
