//! A connection to the engine of somebody who takes no part: no life, nothing followed. Beats are
//! heard, and answers.

use std::time::Duration;
use std::time::Instant;

use bytes::BytesMut;
use tokio::time::timeout_at;

use crate::address::Address;
use crate::chance;
use crate::clock;
use crate::credentials;
use crate::fault::Fault;
use crate::identity::Identity;
use crate::link::Info;
use crate::link::Link;
use crate::link::Told;
use crate::operation;
use crate::operation::Message;
use crate::presence::Beat;
use crate::settings::Settings;
use crate::socket::Socket;
use crate::subjects;
use crate::subjects::Subjects;

/// A connection, and whom it leads to.
#[derive(Debug)]
pub struct Visit {
    socket: Socket,
    input: BytesMut,
    link: Link,
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
        let subjects = Subjects::new(settings.name.clone(), settings.server.clone(), &token);
        let name = format!("chat {} {what_for}", settings.name);
        let mut link = Link::new(now, identity, name);
        link.open(now, address, &info);
        // Where we are not let in that is told before any of this.
        operation::subscribe(link.out(), &subjects.answers(), ANSWERS);
        operation::subscribe(link.out(), &subjects.beats("*"), BEATS);
        Ok(Self {
            socket,
            input: BytesMut::new(),
            link,
            subjects,
            info,
        })
    }

    /// What is to be sent.
    pub fn out(&mut self) -> &mut BytesMut {
        self.link.out()
    }

    /// Says something that this subject is to be answered on.
    pub fn ask(&mut self, subject: &str, answer: &str, body: &[u8]) {
        operation::publish(self.link.out(), subject, Some(answer), body);
    }

    /// The next message, where one comes before this moment: also where there is always more to
    /// be read.
    pub async fn next(&mut self, end: Instant) -> Result<Option<Message>, Fault> {
        while clock::now().mono < end {
            match self.link.poll()? {
                Some(Told::Message(message)) => return Ok(Some(message)),
                Some(Told::Complaint(why)) => return Err(Fault::Refused(why)),
                Some(Told::Up) => {}
                None => {
                    self.input.clear();
                    let out = self.link.out();
                    let exchange = self.socket.exchange(true, &mut self.input, out);
                    match timeout_at(end.into(), exchange).await {
                        Err(_) => return Ok(None),
                        Ok(Err(why)) => return Err(Fault::NotReady(why.to_string())),
                        Ok(Ok(())) => self.link.feed(clock::now(), &self.input),
                    }
                }
            }
        }
        Ok(None)
    }
}

/// The beat of a server, where that is what it is.
pub fn beat(message: &Message) -> Option<Beat> {
    if message.sid != BEATS {
        return None;
    }
    let beat = serde_json::from_slice::<Beat>(&message.payload).ok()?;
    let is_true = subjects::speaker(&message.subject).as_ref() == Some(&beat.server);
    is_true.then_some(beat)
}

/// The first answer of a node, asked one after the other.
pub async fn first<T, Asked>(
    settings: &Settings,
    ask: impl Fn(Address, Option<Identity>) -> Asked,
) -> Result<T, Fault>
where
    Asked: Future<Output = Result<T, Fault>>,
{
    let identity = credentials::read(settings.creds.as_deref())?;
    let mut told: Option<Fault> = None;
    for address in &settings.engine {
        match ask(address.clone(), identity.clone()).await {
            Ok(answer) => return Ok(answer),
            // Of a node that answers there is more to say than of one that does not.
            Err(why) if matches!(why, Fault::NoEngine { .. }) => drop(told.get_or_insert(why)),
            Err(why) => told = Some(why),
        }
    }
    Err(told.unwrap_or_else(|| Fault::System("no address of an engine".to_owned())))
}

/// What is asked for comes under this number.
pub const ANSWERS: u64 = 1;
const BEATS: u64 = 2;

/// Each server is heard once a second.
pub const HEARING: Duration = Duration::from_millis(1300);
