//! The same with the feature `cluster`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;

use chat_cluster::Cluster;
use chat_cluster::Counted;
use chat_cluster::News;
use chat_cluster::Reply;
use chat_cluster::ServerName;
use chat_cluster::ServerSeen;
use chat_cluster::Sum;
use chat_cluster::What;
use chat_proto::now::Now;
use chat_proto::stamp::Stamp;
use tokio::sync::mpsc::Receiver;
use tracing::error;
use tracing::info;
use tracing::warn;

use crate::copying::Request;
use crate::deed::Deed;
use crate::hub::Hub;
use crate::membership::agreement::Verdict;
use crate::membership::checkpoint;
use crate::membership::checkpoint::Checkpoint;
use crate::membership::checkpoint_write::CheckpointWrite;
use crate::membership::hello::Hello;
use crate::membership::kept::Kept;
use crate::membership::oddities::Oddities;
use crate::membership::reading::Reading;
use crate::replica;
use crate::replica::Birth;
use crate::replica::Word;
use crate::traffic::PeerId;

/// This server's part in the conversation.
#[derive(Debug)]
pub struct Membership {
    cluster: Cluster,
    news: Receiver<News>,
    /// What it says of itself, in each of its lives.
    hello: Hello,
    /// What is known of the log, as far as it was read.
    reading: Reading,
    /// What it keeps, as long as that is right.
    kept: Option<Kept>,
    /// Its own, once it has begun.
    life: Option<u64>,
    /// The number of the last peer: others count from there in each life.
    last_peer: Arc<AtomicU64>,
    /// What the hub wants in the log, in this turn.
    deeds: Vec<String>,
    /// Those of other servers who wait for an answer.
    replies: BTreeMap<u64, Reply>,
    last_reply: u64,
    people: usize,
    oddities: Oddities,
    is_full: bool,
    fault: Option<String>,
}

impl Membership {
    /// It has come to the log, and has read nothing of it yet, or all up to a checkpoint. Peers are numbered from there
    /// on where its life begins.
    pub fn new(
        (cluster, news): (Cluster, Receiver<News>),
        (hello, from, archive): (Hello, Option<&Checkpoint>, Option<PathBuf>),
        last_peer: Arc<AtomicU64>,
    ) -> Self {
        let reading = from.map(Reading::going_on).unwrap_or_default();
        let kept = archive.map(|archive| Kept::new(&cluster, archive));
        Self {
            cluster,
            news,
            hello,
            reading,
            kept,
            life: None,
            last_peer,
            deeds: Vec::new(),
            replies: BTreeMap::new(),
            last_reply: 0,
            people: 0,
            oddities: Oddities::default(),
            is_full: false,
            fault: None,
        }
    }

    /// The next news; for ever, where nothing more comes.
    pub async fn next(&mut self) -> News {
        match self.news.recv().await {
            Some(news) => news,
            None => std::future::pending().await,
        }
    }

    /// The next news that are there.
    pub fn more(&mut self) -> Option<News> {
        self.news.try_recv().ok()
    }

    /// At some places of the log, and before these news are heard, the hub is summed up; at
    /// some of these it is written down too, and where another server wants a copy.
    pub fn write_down(&mut self, news: &News, hub: &Hub) -> Option<CheckpointWrite> {
        let entry = match news {
            News::Entry(entry) => entry,
            News::Asked { body, reply, .. } => return self.give(reply, body, hub),
            News::Skipped { .. }
            | News::Begun { .. }
            | News::CaughtUp { .. }
            | News::Buried
            | News::Apart { .. }
            | News::Together
            | News::Answered { .. }
            | News::Signed { .. }
            | News::Servers(_)
            | News::Fatal { .. } => return None,
        };
        let place = self.reading.agreement.passes(entry.position)?;
        let digest = hub.digest();
        let sum = Sum { place, digest };
        self.cluster.sum(sum.clone());
        self.reading.own(sum);
        self.judge();
        let is_due = place.is_multiple_of(CHECKPOINT);
        is_due.then(|| self.checkpoint(hub)).flatten()
    }

    /// How far the log was read, and what the hub is there.
    pub fn checkpoint(&self, hub: &Hub) -> Option<CheckpointWrite> {
        let file = self.kept.as_ref()?.checkpoint.clone();
        let of = (self.cluster.log_id(), self.hello.rules.as_str());
        let checkpoint = Checkpoint::new(of, self.reading.servers(), hub.snapshot()?);
        let bytes = checkpoint.write();
        Some(CheckpointWrite {
            file,
            bytes,
            written: None,
        })
    }

    /// Another server may want a copy of what this one keeps: then a checkpoint is due. Who has
    /// not read the log to its end has less than can be had elsewhere.
    fn give(&self, reply: &Reply, body: &str, hub: &Hub) -> Option<CheckpointWrite> {
        let request = Request::read(body)?;
        let kept = self.kept.as_ref().filter(|_| self.life.is_some())?;
        let written = Some(kept.give(reply, request)?);
        let noted = self.checkpoint(hub)?;
        Some(CheckpointWrite { written, ..noted })
    }

    /// What the hub hears of it.
    pub fn heard(&mut self, now: Now, news: News) -> Option<replica::News> {
        Some(match news {
            News::Entry(entry) => return self.entry(now, entry),
            News::Begun { life } => {
                let first = PeerId::first_of(life);
                self.last_peer.store(first.0, Ordering::Relaxed);
                self.life = Some(life);
                info!(life, "this server takes part in the conversation");
                replica::News::Begun(life)
            }
            News::CaughtUp { position } => {
                info!(position, "the log is read");
                self.cluster.hello(self.hello.write());
                return None;
            }
            News::Buried => {
                warn!("the other servers took this one for dead: it begins again");
                self.deeds.clear();
                self.cluster.hello(self.hello.write());
                return None;
            }
            News::Skipped { position, why } => {
                self.reading.skip(position);
                self.oddities.skips(position, &why);
                return None;
            }
            News::Apart { why } => {
                warn!(%why, "cut off from the other servers");
                replica::News::Apart(true)
            }
            News::Together => {
                info!("the other servers are back");
                replica::News::Apart(false)
            }
            News::Asked { body, reply, .. } => {
                let deed = Deed::read(&body)?;
                let reply = self.will_answer(reply);
                replica::News::Whispered { reply, deed }
            }
            News::Answered { ticket, body } => {
                let heard = body.map(|body| body == HEARD);
                replica::News::Answered { ticket, heard }
            }
            News::Signed { body, .. } => replica::News::Sign(Deed::read(&body)?),
            News::Servers(seen) => {
                for server in seen {
                    self.check(&server);
                    self.reading.compare(server);
                }
                self.judge();
                return None;
            }
            News::Fatal { why } => {
                self.fault.get_or_insert(why);
                return None;
            }
        })
    }

    fn will_answer(&mut self, reply: Reply) -> u64 {
        self.last_reply += 1;
        if self.replies.len() >= REPLIES {
            self.replies.pop_first();
        }
        self.replies.insert(self.last_reply, reply);
        self.last_reply
    }

    fn entry(&mut self, now: Now, entry: Counted) -> Option<replica::News> {
        if self.life.is_some() {
            self.oddities.looks_at_clock(now, &entry);
        }
        self.reading.note(&entry);
        let at = Stamp::from_unix_ms(entry.at);
        let server = entry.server.to_string();
        Some(match entry.what {
            What::Hello(body) => {
                let hello = Hello::read(body.get());
                if hello.is_none() {
                    warn!(%server, "a server begins in words that nobody understands");
                }
                let hello = hello?;
                let rules = hello.rules.clone();
                self.reading.begins(server.clone(), entry.life, rules);
                replica::News::Begins(Birth {
                    at,
                    server,
                    life: entry.life,
                    secret: hello.secret(),
                    addresses: hello.addresses,
                })
            }
            What::Dead { server, life } => {
                let server = server.to_string();
                self.reading.ends(&server);
                replica::News::Ends { at, server, life }
            }
            What::Deeds(deeds) => {
                let read = deeds.iter().filter_map(|deed| Deed::read(deed.get()));
                replica::News::Deeds {
                    life: entry.life,
                    at,
                    deeds: read.collect(),
                }
            }
        })
    }

    /// Two that go by different rules do not stay the same: the one that came later goes.
    fn check(&mut self, other: &ServerSeen) {
        if let Some((life, rules)) = self.reading.rules_of(other)
            && rules != self.hello.rules
            && self.life.is_some_and(|own| own > life)
        {
            let why = format!(
                "{} goes by other rules ({rules}) than this chat-server does ({}): all servers \
                 take the same version of the program, so stop the others first",
                other.name, self.hello.rules
            );
            self.fault.get_or_insert(why);
        }
    }

    /// Whether this server is what the others are.
    fn judge(&mut self) {
        let Some(own) = self.life else {
            return;
        };
        match self.reading.judge(own) {
            Some(Verdict::Others(place, who)) => warn!(
                place,
                who = who.join(", "),
                "of the same log another server has made something else: it stops"
            ),
            Some(Verdict::Odd(place, who)) => {
                // What was written down since it went wrong is wrong too.
                if let Some(kept) = self.kept.take() {
                    checkpoint::forget(&kept.checkpoint);
                }
                let why = format!(
                    "at entry {place} of the log this server is not what {} made of the same \
                     entries: a mistake of this program or of this machine. It stops before it \
                     tells anybody wrong; start it again and it reads the log anew. Should it \
                     come to this twice, report it, and keep the log",
                    who.join(" and ")
                );
                self.fault.get_or_insert(why);
            }
            None => {}
        }
    }

    /// What the hub wants others to hear.
    pub fn carry(&mut self, word: Word) {
        match word {
            Word::Order(deed) => self.deeds.extend(deed.write()),
            Word::Sign(deed) => {
                if let Some(body) = deed.write() {
                    self.cluster.sign(body);
                }
            }
            Word::Whisper { to, ticket, deed } => {
                if let (Ok(to), Some(body)) = (ServerName::parse(&to), deed.write()) {
                    self.cluster.request(&to, ticket, body);
                }
            }
            Word::Answer { reply, heard } => {
                let body = if heard { HEARD } else { UNHEARD };
                if let Some(reply) = self.replies.remove(&reply) {
                    self.cluster.answer(reply, body.to_owned());
                }
            }
        }
    }

    /// The turn is over: what it has for the log goes there, and how many people
    /// are here. Whether the log is full now, where
    /// it was not, or no longer.
    pub fn hand_over(&mut self, people: usize) -> Option<replica::News> {
        if !self.deeds.is_empty() {
            let room = Vec::with_capacity(self.deeds.len());
            let deeds = std::mem::replace(&mut self.deeds, room);
            if !self.cluster.propose(deeds) {
                // No frame is so large: see `chat_proto::limits`.
                error!("something was too large for the log, and with it a whole turn");
            }
        }
        if std::mem::replace(&mut self.people, people) != people {
            self.cluster.people(people);
        }
        let bound = if self.is_full { FULL / 2 } else { FULL };
        let is_full = self.cluster.waiting() > bound;
        let has_changed = std::mem::replace(&mut self.is_full, is_full) != is_full;
        has_changed.then_some(replica::News::Full(is_full))
    }

    /// Whether this server lives in the log.
    pub fn has_begun(&self) -> bool {
        self.life.is_some()
    }

    /// Why it cannot go on, if it cannot.
    pub fn fault(&mut self) -> Option<String> {
        self.fault.take()
    }

    /// The server stops: what it has put into the log comes there first, and then its end.
    pub async fn leave(self) {
        let Self { cluster, kept, .. } = self;
        cluster.leave(LEAVING).await;
        if let Some(kept) = kept {
            kept.end().await;
        }
    }
}

/// Entries between two checkpoints. Of four thousand people who have said much lately one takes
/// some 15 ms; whoever was killed reads half as many anew, which takes two seconds where each is
/// full.
const CHECKPOINT: u64 = 4 * 1024;

/// Bytes that wait for the log before nothing more is taken: a minute of a busy class.
const FULL: usize = 1024 * 1024;

/// Questions of others that are answered in the turn in which they come.
const REPLIES: usize = 1024;

/// What is answered to whoever has a message for somebody here.
const HEARD: &str = "true";
const UNHEARD: &str = "false";

/// How long a server that stops waits for the log.
const LEAVING: Duration = Duration::from_millis(1500);
