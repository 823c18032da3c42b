//! Reading along: the log as it is written, for whoever looks on and takes no part.
//!
//! It makes no log, lives no life and decides nothing: what counts among what it reads is for
//! the servers to say.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::sleep;

use crate::clock;
use crate::entry::Entry;
use crate::fault::Fault;
use crate::follow::Delivered;
use crate::follow::Follow;
use crate::follow::nodes::Nodes;
use crate::moment::Moment;
use crate::news::Counted;
use crate::operation::Message;
use crate::settings::Settings;
use crate::status;
use crate::stream::Found;
use crate::subjects;
use crate::visit;
use crate::visit::ANSWERS;
use crate::visit::Visit;

/// What is read.
#[derive(Debug)]
pub enum Read {
    /// An entry, as it stands there.
    Entry(Counted),
    /// One that nobody can read.
    Unread {
        /// Where it stands.
        position: u64,
        /// What is wrong with it.
        why: String,
    },
    /// Nothing can be read for now: why.
    Silent(String),
    /// It can again; and which node leads, where there are several.
    Back(Option<String>),
}

/// Who reads.
#[derive(Debug)]
pub struct Reader {
    settings: Settings,
    /// While there is a connection, and since when it is up.
    visit: Option<(Visit, Moment)>,
    follow: Follow,
    position: u64,
    /// Why nothing comes, as it was told.
    silent: Option<String>,
    read: VecDeque<Read>,
}

impl Reader {
    /// Comes to the log, to read its last entries first, so many at most.
    pub async fn come(settings: Settings, last: u64) -> Result<Self, Fault> {
        let mut visit = open(&settings).await?;
        let found = found(&mut visit).await?;
        let before = found.first.saturating_sub(1);
        let position = found.last.saturating_sub(last).max(before);
        Ok(Self {
            follow: follow(&mut visit, position),
            settings,
            visit: Some((visit, clock::now())),
            position,
            silent: None,
            read: VecDeque::new(),
        })
    }

    /// What comes next, however long that takes.
    pub async fn next(&mut self) -> Result<Read, Fault> {
        loop {
            if let Some(read) = self.read.pop_front() {
                return Ok(read);
            }
            self.step().await?;
        }
    }

    async fn step(&mut self) -> Result<(), Fault> {
        let now = clock::now();
        let Some((visit, since)) = &mut self.visit else {
            self.return_to_it().await;
            return Ok(());
        };
        self.follow.tick(now, visit.out());
        if !self.follow.is_following() {
            // Another node may know more.
            if now.since(since.mono) >= PATIENCE {
                self.visit = None;
            }
            if let Some(why) = self.follow.why().map(str::to_owned) {
                self.fall_silent(why);
            }
        }
        let Some((visit, _)) = &mut self.visit else {
            return Ok(());
        };
        let end = self.follow.timeout().unwrap_or(now.mono + PAUSE);
        match visit.next(end).await {
            Ok(Some(message)) => self.hear(&message)?,
            Ok(None) => {}
            Err(why) => {
                self.visit = None;
                let told = if let Fault::NotReady(why) = why {
                    format!("the connection is lost: {why}")
                } else {
                    why.to_string()
                };
                self.fall_silent(told);
            }
        }
        Ok(())
    }

    /// To any node, from where we are.
    async fn return_to_it(&mut self) {
        sleep(PAUSE).await;
        match open(&self.settings).await {
            Ok(mut visit) => {
                self.follow = follow(&mut visit, self.position);
                self.visit = Some((visit, clock::now()));
            }
            Err(why) => self.fall_silent(why.to_string()),
        }
    }

    fn hear(&mut self, message: &Message) -> Result<(), Fault> {
        let Some((visit, since)) = &mut self.visit else {
            return Ok(());
        };
        let now = clock::now();
        if message.sid == ANSWERS {
            let answer = visit.subjects.read_answer(&message.subject);
            if let Some((subjects::CALL, number)) = answer {
                self.follow.answer(now, number, message, visit.out())?;
            }
            return Ok(());
        }
        let delivered = self.follow.deliver(now, message, visit.out())?;
        if delivered == Delivered::Void {
            return Ok(());
        }
        *since = now;
        if self.silent.take().is_some() {
            let leader = self.follow.found().and_then(|found| found.leader.clone());
            self.read.push_back(Read::Back(leader));
        }
        if let Delivered::Entry(position) = delivered {
            self.position = position;
            let speaker = subjects::speaker(&message.subject);
            let entry = Entry::read(&message.payload, speaker.as_ref());
            self.read.push_back(match entry {
                Ok(entry) => Read::Entry(entry.at(position)),
                Err(why) => Read::Unread {
                    position,
                    why: why.to_string(),
                },
            });
        }
        Ok(())
    }

    /// Each reason is told once while it stays the reason.
    fn fall_silent(&mut self, why: String) {
        if self.silent.as_ref() != Some(&why) {
            self.silent = Some(why.clone());
            self.read.push_back(Read::Silent(why));
        }
    }
}

async fn open(settings: &Settings) -> Result<Visit, Fault> {
    visit::first(settings, |address, identity| async move {
        Visit::open(settings, &address, identity, "reader").await
    })
    .await
}

async fn found(visit: &mut Visit) -> Result<Found, Fault> {
    let (call, answer) = (
        visit.subjects.call("STREAM.INFO"),
        visit.subjects.answer(subjects::CALL, 0),
    );
    visit.ask(&call, &answer, b"");
    let end = clock::now().mono + PATIENCE;
    while let Some(message) = visit.next(end).await? {
        if message.subject == answer {
            return status::read(&visit.subjects, &message);
        }
    }
    Err(Fault::NotReady(status::NO_LEADER.to_owned()))
}

fn follow(visit: &mut Visit, position: u64) -> Follow {
    let now = clock::now();
    let mut follow = Follow::reading(now, visit.subjects.clone(), position);
    follow.begin(now, Nodes::default(), visit.out());
    follow
}

/// Between two attempts to find a node.
const PAUSE: Duration = Duration::from_millis(500);

/// How long a node may say nothing of the log before another is asked.
const PATIENCE: Duration = Duration::from_secs(3);
