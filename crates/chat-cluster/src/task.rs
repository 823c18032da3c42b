//! The one task of a cluster: it moves bytes, commands and news, and decides nothing.
//!
//! While the channel of news is full nothing is read from the engine, which waits then as
//! well: so a server that reads a long log has no more of it in memory than fits there.

use std::future::Future;
use std::path::Path;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use bytes::BytesMut;
use tokio::sync::mpsc::Sender;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::oneshot;
use tokio::time::sleep;
use tokio::time::sleep_until;

use crate::address::Address;
use crate::clock;
use crate::command::Command;
use crate::counts::Counts;
use crate::fault::Fault;
use crate::link::Info;
use crate::member::Member;
use crate::news::Engine;
use crate::news::News;
use crate::socket::Socket;

/// What a task begins with.
pub struct Task {
    /// What decides.
    pub member: Member,
    /// The nodes.
    pub engine: Vec<Address>,
    /// Who may vouch for them.
    pub ca: Option<PathBuf>,
    /// From the handles.
    pub commands: UnboundedReceiver<Command>,
    /// To the server.
    pub news: Sender<News>,
    /// For the handles to see.
    pub counts: Arc<Counts>,
    /// To whoever connects: what came of it.
    pub joined: oneshot::Sender<Joined>,
}

/// What came of connecting: the engine and the identity of the log.
pub type Joined = Result<(Engine, String), Fault>;

type Opening = Pin<Box<dyn Future<Output = Result<(Socket, Info), Fault>> + Send>>;

enum Wire {
    Opening(Opening),
    Open(Socket),
}

enum Event {
    Opened(Result<(Socket, Info), Fault>),
    Exchanged(std::io::Result<()>),
    Wanted(Option<Command>),
    Room,
    Time,
    Close,
}

struct Running {
    member: Member,
    engine: Vec<Address>,
    ca: Option<PathBuf>,
    news: Sender<News>,
    counts: Arc<Counts>,
    joined: Option<oneshot::Sender<Joined>>,
    wire: Wire,
    input: BytesMut,
    /// News that the channel had no room for: nothing is read meanwhile.
    held: Option<News>,
    /// Nobody hears news any more.
    is_mute: bool,
    is_leaving: bool,
    begun: Instant,
    /// How often a connection was tried, and how often since the last one that was good.
    tries: usize,
    failures: u32,
}

/// Runs until all handles are gone, or one has left, or it cannot go on.
pub async fn run(task: Task) {
    let mut commands = task.commands;
    let mut running = Running {
        wire: Wire::Opening(opening(&task.engine, task.ca.as_deref(), 0, Duration::ZERO)),
        member: task.member,
        engine: task.engine,
        ca: task.ca,
        news: task.news,
        counts: task.counts,
        joined: Some(task.joined),
        input: BytesMut::new(),
        held: None,
        is_mute: false,
        is_leaving: false,
        begun: clock::now().mono,
        tries: 1,
        failures: 0,
    };
    loop {
        let event = next(&mut running, &mut commands).await;
        let goes_on = match event {
            Event::Wanted(None) | Event::Close => false,
            Event::Wanted(Some(command)) => obey(&mut running, command),
            Event::Opened(opened) => on_opened(&mut running, opened),
            Event::Exchanged(done) => on_exchanged(&mut running, done),
            Event::Time => on_time(&mut running),
            Event::Room => true,
        };
        hand_over(&mut running);
        if !goes_on || running.member.has_left() {
            break;
        }
    }
    finish(running).await;
}

async fn next(running: &mut Running, commands: &mut UnboundedReceiver<Command>) -> Event {
    let now = clock::now().mono;
    let due = running.member.timeout();
    let due = due.map_or(now + IDLE, |due| due.clamp(now + BREATH, now + IDLE));
    let (is_held, member, input) = (
        running.held.is_some(),
        &mut running.member,
        &mut running.input,
    );
    let news = &running.news;
    tokio::select! {
        event = move_bytes(&mut running.wire, !is_held, input, member.out()) => event,
        command = commands.recv() => Event::Wanted(command),
        _ = news.reserve(), if is_held => Event::Room,
        () = sleep_until(due.into()) => Event::Time,
        () = running.counts.close.notified() => Event::Close,
    }
}

async fn move_bytes(
    wire: &mut Wire,
    is_reading: bool,
    input: &mut BytesMut,
    out: &mut BytesMut,
) -> Event {
    match wire {
        Wire::Opening(opening) => Event::Opened(opening.as_mut().await),
        Wire::Open(socket) => Event::Exchanged(socket.exchange(is_reading, input, out).await),
    }
}

fn obey(running: &mut Running, command: Command) -> bool {
    let bytes = command.bytes();
    running.is_leaving |= matches!(command, Command::Leave);
    if let Command::Sign(_) = command {
        running.counts.fleeting.fetch_sub(1, Ordering::Relaxed);
    }
    running.member.command(clock::now(), command);
    let waiting = running.member.waiting();
    running.counts.written.store(waiting, Ordering::Relaxed);
    running.counts.queued.fetch_sub(bytes, Ordering::Relaxed);
    true
}

fn on_opened(running: &mut Running, opened: Result<(Socket, Info), Fault>) -> bool {
    match opened {
        Ok((socket, info)) => {
            running.wire = Wire::Open(socket);
            let at = (running.tries - 1) % running.engine.len().max(1);
            if let Some(address) = running.engine.get(at) {
                running.member.open(clock::now(), address, info);
            }
            true
        }
        Err(why) => lose(running, why),
    }
}

fn on_exchanged(running: &mut Running, done: std::io::Result<()>) -> bool {
    let heard = done
        .map_err(|why| Fault::NotReady(format!("the connection is gone: {why}")))
        .and_then(|()| running.member.hear(clock::now(), &running.input));
    running.input.clear();
    let heard = heard.and_then(|()| {
        let is_deaf = running.member.out().len() > UNREAD;
        let why = || Fault::NotReady("it does not read what it is sent".to_owned());
        if is_deaf { Err(why()) } else { Ok(()) }
    });
    after(running, heard)
}

fn on_time(running: &mut Running) -> bool {
    let done = running.member.tick(clock::now());
    let has_waited = clock::now().since(running.begun) >= JOINING;
    let done = match done {
        Ok(()) if running.joined.is_some() && has_waited => {
            let why = "nothing of it is heard in time".to_owned();
            return give_up(running, Fault::NotReady(why));
        }
        Ok(()) => Ok(()),
        Err(why) => Err(why),
    };
    after(running, done)
}

/// Has whoever connects know that we are in; or sees to a connection that is of no use.
fn after(running: &mut Running, done: Result<(), Fault>) -> bool {
    let waiting = running.member.waiting();
    running.counts.written.store(waiting, Ordering::Relaxed);
    if let Err(why) = done {
        return lose(running, why);
    }
    if (running.joined.is_some() || running.failures > 0)
        && let Some(engine) = running.member.engine()
    {
        running.failures = 0;
        if let Some(joined) = running.joined.take() {
            // Whoever asked may have lost patience: then the handles are gone, too.
            let _ = joined.send(Ok(engine));
        }
    }
    true
}

fn lose(running: &mut Running, why: Fault) -> bool {
    let was_up = running.member.is_up();
    running.member.lose(&why);
    running.input.clear();
    let waited = clock::now().since(running.begun);
    let is_hopeless = match &why {
        Fault::NoEngine { .. } | Fault::NotReady(_) => {
            let patience = if was_up { JOINING } else { REACHING };
            waited >= patience
        }
        // It answers, and will not answer otherwise in a second.
        Fault::Refused(_) | Fault::Foreign(_) | Fault::NoJetStream(_) | Fault::Tls(_) => {
            running.tries >= running.engine.len()
        }
        Fault::OtherLog { .. }
        | Fault::NoLog(_)
        | Fault::Hole { .. }
        | Fault::Changed(_)
        | Fault::Shorter { .. }
        | Fault::Namesake(_)
        | Fault::Creds { .. }
        | Fault::System(_) => true,
    };
    if why.is_final() || (is_hopeless && running.joined.is_some()) {
        return give_up(running, why);
    }
    let delay = FIRST_DELAY * 2_u32.saturating_pow(running.failures.min(8));
    let delay = delay.min(MOST_DELAY);
    running.failures = running.failures.saturating_add(1);
    let opening = opening(&running.engine, running.ca.as_deref(), running.tries, delay);
    running.wire = Wire::Opening(opening);
    running.tries += 1;
    true
}

fn give_up(running: &mut Running, why: Fault) -> bool {
    match running.joined.take() {
        Some(joined) => {
            let _ = joined.send(Err(why.having_tried(&running.engine)));
        }
        None => running.member.fail(&why),
    }
    false
}

fn opening(engine: &[Address], ca: Option<&Path>, number: usize, delay: Duration) -> Opening {
    let ca = ca.map(Path::to_owned);
    let address = engine.get(number % engine.len().max(1)).cloned();
    Box::pin(async move {
        sleep(delay).await;
        match address {
            Some(address) => Socket::open(&address, ca.as_deref()).await,
            None => Err(Fault::System("no address of an engine".to_owned())),
        }
    })
}

/// News to the server, as many as the channel takes.
fn hand_over(running: &mut Running) {
    let was_held = running.held.is_some();
    while let Some(news) = running.held.take().or_else(|| running.member.poll()) {
        if running.is_mute {
            continue;
        }
        match running.news.try_send(news) {
            Ok(()) => {}
            // Who leaves may not read any more, and nothing is told after what was not.
            Err(TrySendError::Full(_)) if running.is_leaving => running.is_mute = true,
            Err(TrySendError::Full(news)) => {
                running.held = Some(news);
                break;
            }
            Err(TrySendError::Closed(_)) => running.is_mute = true,
        }
    }
    let is_held = running.held.is_some();
    if is_held != was_held {
        running.member.hold(clock::now(), is_held);
    }
}

/// What was said last goes out, and what was heard last is told.
async fn finish(mut running: Running) {
    if let Wire::Open(socket) = &mut running.wire {
        let flushing = async {
            let mut input = BytesMut::new();
            while socket.is_waiting(running.member.out()) {
                socket
                    .exchange(false, &mut input, running.member.out())
                    .await?;
            }
            Ok::<(), std::io::Error>(())
        };
        let _ = tokio::time::timeout(FLUSHING, flushing).await;
    }
    if running.is_mute || running.is_leaving {
        return;
    }
    while let Some(news) = running.held.take().or_else(|| running.member.poll()) {
        if running.news.send(news).await.is_err() {
            return;
        }
    }
}

/// Nobody sleeps longer.
const IDLE: Duration = Duration::from_secs(1);

/// Nobody sleeps shorter, whatever is due.
const BREATH: Duration = Duration::from_millis(2);

/// How long it is tried where nobody answers, when one connects. With the last try it is
/// less than five seconds.
const REACHING: Duration = Duration::from_secs(3);

/// How long where somebody answers, and has no log yet: nodes that have just started choose
/// a leader for up to nine seconds.
const JOINING: Duration = Duration::from_secs(15);

/// Before another connection is tried; each time twice as long.
const FIRST_DELAY: Duration = Duration::from_millis(100);

/// At most.
const MOST_DELAY: Duration = Duration::from_secs(1);

/// Bytes that wait for an engine before it counts as one that reads nothing.
const UNREAD: usize = 16 * 1024 * 1024;

/// How long the last words may take.
const FLUSHING: Duration = Duration::from_millis(200);
