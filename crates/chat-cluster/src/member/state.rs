//! What a member has.

use std::collections::VecDeque;
use std::time::Instant;

use crate::asks::Asks;
use crate::engine;
use crate::follow::Follow;
use crate::identity::Identity;
use crate::link::Info;
use crate::link::Link;
use crate::lives::Lives;
use crate::moment::Moment;
use crate::news::Engine;
use crate::news::News;
use crate::news::Sum;
use crate::presence::Presence;
use crate::settings::Settings;
use crate::subjects::Subjects;
use crate::watch::Watch;
use crate::writer::Writer;

/// What a member has.
#[derive(Debug)]
pub struct State {
    pub subjects: Subjects,
    pub link: Link,
    pub follow: Follow,
    pub lives: Lives,
    pub writer: Writer,
    pub watch: Watch,
    pub presence: Presence,
    pub asks: Asks,
    /// What one reading of the socket brings, and no more: then they are taken first.
    pub news: VecDeque<News>,
    /// How many addresses the engine has, and how many nodes as far as is known.
    pub engines: usize,
    pub nodes: usize,
    /// Where we are, and what it said.
    pub came_in: Option<(String, Info)>,
    /// Why there is no connection.
    pub lost: Option<String>,
    /// Why what we say may not arrive: the engine's words.
    pub refused: Option<String>,
    /// Only entries after this are news.
    pub after: u64,
    /// Where the log ended when we came, until we have read it up to there.
    pub goal: Goal,
    /// For the beats.
    pub people: usize,
    pub sums: Vec<Sum>,
    pub addresses: Vec<String>,
    pub beaten: Option<Instant>,
    /// When the log was last made to be followed anew, or the connection, for want of progress.
    pub mended: Instant,
    pub is_leaving: bool,
}

/// Where the log ended when we came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// It is not yet known.
    Unknown,
    /// Here.
    Ahead(u64),
    /// It was read up to there.
    Reached,
}

/// What a member begins with.
#[derive(Debug)]
pub struct Beginning<'a> {
    /// As the operator wants it.
    pub settings: &'a Settings,
    /// Of the credentials.
    pub identity: Option<Identity>,
    /// 32 hexadecimal digits of chance.
    pub token: &'a str,
    /// What is known of the log.
    pub lives: Lives,
    /// Only entries after this are news.
    pub after: u64,
}

impl State {
    pub fn new(now: Moment, beginning: Beginning<'_>) -> Self {
        let settings = beginning.settings;
        let server = settings.server.clone();
        let name = format!("chat {} {server}", settings.name);
        let subjects = Subjects::new(settings.name.clone(), server.clone(), beginning.token);
        let position = beginning.lives.position();
        Self {
            follow: Follow::new(now, subjects.clone(), settings.max_bytes, position),
            subjects,
            link: Link::new(now, beginning.identity, name),
            lives: beginning.lives,
            writer: Writer::new(server),
            watch: Watch::new(now),
            presence: Presence::default(),
            asks: Asks::default(),
            news: VecDeque::new(),
            engines: settings.engine.len(),
            nodes: 1,
            came_in: None,
            lost: None,
            refused: None,
            after: beginning.after,
            goal: Goal::Unknown,
            people: 0,
            sums: Vec::new(),
            addresses: Vec::new(),
            beaten: None,
            mended: now.mono,
            is_leaving: false,
        }
    }

    /// The engine and the identity of its log, once it is read.
    pub fn engine(&self) -> Option<(Engine, String)> {
        let found = self.follow.found().filter(|_| self.follow.is_following())?;
        let (address, info) = self.came_in.as_ref()?;
        let engine = engine::shown(address, info, found, self.nodes);
        Some((engine, found.id.clone()))
    }

    /// Why it does not move, for people.
    pub fn why(&self) -> String {
        let lost = self.lost.as_deref().filter(|_| !self.link.is_up());
        let why = lost
            .or_else(|| self.follow.why())
            .or(self.refused.as_deref());
        why.unwrap_or("what is said here does not arrive in the log")
            .to_owned()
    }
}
