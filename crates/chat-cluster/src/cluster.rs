//! The handle of a server on its cluster.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::value::RawValue;
use tokio::sync::mpsc;
use tokio::sync::mpsc::Receiver;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::oneshot;

use crate::address::ServerName;
use crate::chance;
use crate::clock;
use crate::command::Command;
use crate::counts::Counts;
use crate::credentials;
use crate::entry;
use crate::fault::Fault;
use crate::lives::Lives;
use crate::member::Beginning;
use crate::member::Member;
use crate::news::Engine;
use crate::news::News;
use crate::news::Reply;
use crate::news::Sum;
use crate::settings::Settings;
use crate::task;
use crate::task::Task;
use crate::writer::DEED_BYTES;
use crate::writer::HELLO_BYTES;

/// A server's end: cheap to clone, and never in the way.
#[derive(Clone, Debug)]
pub struct Cluster {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    log_id: String,
    commands: UnboundedSender<Command>,
    counts: Arc<Counts>,
    /// What hellos are known by: chance, and one more for each.
    nonce: u128,
    hellos: AtomicU64,
}

impl Cluster {
    /// Connects, makes or finds the log, and hands over what comes after `after` (0: all).
    /// Says no hello: that is [`Cluster::hello`].
    ///
    /// Which entries count depends on all before them: the log is read from its beginning,
    /// a million entries in some seconds, and only what comes after `after` is told. Who
    /// keeps the [`Lives`] beside what the entries lead to has [`Cluster::resume`].
    pub async fn connect(
        settings: Settings,
        after: u64,
    ) -> Result<(Self, Receiver<News>, Engine), Fault> {
        join(settings, Lives::default(), after).await
    }

    /// The same from where these lives are: nothing before it is read. They are of this log
    /// only: whoever has kept them compares [`Cluster::log_id`] before anything is said.
    pub async fn resume(
        settings: Settings,
        lives: Lives,
    ) -> Result<(Self, Receiver<News>, Engine), Fault> {
        let after = lives.position();
        join(settings, lives, after).await
    }

    /// The identity of the log.
    pub fn log_id(&self) -> &str {
        &self.inner.log_id
    }

    /// Begins a life; `body` is a JSON object of at most 900,000 bytes. Whether it was one.
    /// Nothing happens where there is a life, or one is about to begin.
    pub fn hello(&self, body: String) -> bool {
        let hello = Some(body).filter(|body| body.len() <= HELLO_BYTES);
        let Some(hello) = hello.and_then(entry::object) else {
            return false;
        };
        let count = self.inner.hellos.fetch_add(1, Ordering::Relaxed);
        let nonce = self.inner.nonce.wrapping_add(u128::from(count));
        let nonce = format!("{nonce:032x}");
        self.order(Command::Hello { nonce, hello });
        true
    }

    /// Has deeds said in the log: JSON objects of at most 200,000 bytes each. Never waits,
    /// and with no life drops them. Where one is no object, or too large, none is taken,
    /// and the answer is false.
    ///
    /// How many wait is bounded by the caller, who sees it in [`Cluster::waiting`].
    pub fn propose(&self, deeds: Vec<String>) -> bool {
        let one = |deed: String| {
            let deed = Some(deed).filter(|deed| deed.len() <= DEED_BYTES);
            deed.and_then(entry::object)
        };
        let deeds: Option<Vec<Box<RawValue>>> = deeds.into_iter().map(one).collect();
        let Some(deeds) = deeds else {
            return false;
        };
        let command = Command::Propose(deeds);
        let bytes = command.bytes();
        self.inner.counts.queued.fetch_add(bytes, Ordering::Relaxed);
        self.order(command);
        true
    }

    /// Bytes that were proposed and not yet heard in the log.
    pub fn waiting(&self) -> usize {
        let counts = &self.inner.counts;
        counts.queued.load(Ordering::Relaxed) + counts.written.load(Ordering::Relaxed)
    }

    /// How many people are here, for the others to see.
    pub fn people(&self, count: usize) {
        self.order(Command::People(count));
    }

    /// What the log has made of this server, for the others to compare: a digest of at most
    /// 64 bytes.
    pub fn sum(&self, sum: Sum) {
        if sum.digest.len() <= DIGEST_BYTES {
            self.order(Command::Sum(sum));
        }
    }

    /// Where clients come in, for the others to see: at most 16 addresses.
    pub fn addresses(&self, mut addresses: Vec<String>) {
        addresses.truncate(ADDRESSES);
        self.order(Command::Addresses(addresses));
    }

    /// Something fleeting, to all others: lost where nobody hears it now.
    pub fn sign(&self, body: String) {
        let fleeting = &self.inner.counts.fleeting;
        if fleeting.fetch_add(1, Ordering::Relaxed) >= SIGNS {
            fleeting.fetch_sub(1, Ordering::Relaxed);
            return;
        }
        self.order(Command::Sign(body));
    }

    /// Asks another server; [`News::Answered`] comes within a second.
    pub fn request(&self, to: &ServerName, ticket: u64, body: String) {
        let to = to.clone();
        self.order(Command::Request { to, ticket, body });
    }

    /// Answers another server.
    pub fn answer(&self, reply: Reply, body: String) {
        self.order(Command::Answer { reply, body });
    }

    /// Ends the own life after all that waits, and closes when that was heard or patience
    /// is over. News go on meanwhile; if they are not read, they end.
    pub async fn leave(self, patience: Duration) {
        self.order(Command::Leave);
        let closed = self.inner.commands.closed();
        if tokio::time::timeout(patience, closed).await.is_err() {
            self.inner.counts.close.notify_one();
        }
    }

    fn order(&self, command: Command) {
        // Where the task is gone, its last news has said so.
        let _ = self.inner.commands.send(command);
    }
}

async fn join(
    settings: Settings,
    lives: Lives,
    after: u64,
) -> Result<(Cluster, Receiver<News>, Engine), Fault> {
    let identity = credentials::read(settings.creds.as_deref())?;
    let nonce = chance::number()?;
    let token = format!("{:032x}", chance::number()?);
    let beginning = Beginning {
        settings: &settings,
        identity,
        token: &token,
        lives,
        after,
    };
    let member = Member::new(clock::now(), beginning);
    let (commands, orders) = mpsc::unbounded_channel();
    let (sender, news) = mpsc::channel(NEWS);
    let (joined, joining) = oneshot::channel();
    let counts = Arc::new(Counts::default());
    tokio::spawn(task::run(Task {
        member,
        engine: settings.engine,
        ca: settings.ca,
        commands: orders,
        news: sender,
        counts: Arc::clone(&counts),
        joined,
    }));
    let gone = |_| Err(Fault::System("the task has ended".to_owned()));
    let (engine, log_id) = joining.await.unwrap_or_else(gone)?;
    let inner = Inner {
        log_id,
        commands,
        counts,
        nonce,
        hellos: AtomicU64::new(0),
    };
    let inner = Arc::new(inner);
    Ok((Cluster { inner }, news, engine))
}

/// So many news wait for a server that is busy: with entries of 60,000 bytes 15 MB.
const NEWS: usize = 256;

/// So many signs wait for the task; what is more is lost, as signs may be. Requests and
/// answers are bounded by the people who wait for them.
const SIGNS: usize = 4096;

/// They are in every beat.
const ADDRESSES: usize = 16;

/// The same: 32 bytes in hexadecimal digits.
const DIGEST_BYTES: usize = 64;
