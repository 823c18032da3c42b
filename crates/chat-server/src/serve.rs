//! The one place that joins things: sockets, edges, driver, hub, writers.
//!
//! [`start`] is the whole server for a program that hosts one inside itself;
//! [`main`] is the program of its own.

mod remembering;
#[cfg(not(feature = "cluster"))]
mod alone;
#[cfg(feature = "cluster")]
mod joined;
#[cfg(feature = "cluster")]
mod copied;
#[cfg(feature = "cluster")]
mod log_number;
mod bound;
mod reload;
mod wire;

use std::io;
use std::io::IsTerminal;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chat_archive::Settings;
use chat_link::envelope::Cover;
use chat_link::proof::Secret;
use chat_net::chance;
use chat_net::datagram_tap::DatagramTap;
use chat_net::tap::Tap;
use chat_proto::frame::server::RunId;
use chat_weather::impaired_path::ImpairedPath;
use chat_weather::manual_queue::ManualCommand;
use tokio::net::UdpSocket;
use tokio::sync::mpsc;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

#[cfg(not(feature = "cluster"))]
use self::alone::join;
use self::bound::Bound;
#[cfg(feature = "cluster")]
use self::joined::join;
use self::wire::Wire;
use crate::advice;
use crate::auditfile::AuditFile;
use crate::claimsfile::ClaimsFile;
use crate::clock;
use crate::config::Config;
use crate::config::Datagrams;
use crate::config::Rules;
use crate::console::Console;
use crate::console::weather::example;
use crate::door::Door;
use crate::driver::Driver;
use crate::edge::desk::Desk;
use crate::edge::desk::Reach;
use crate::edge::stream_impairer::StreamImpairer;
use crate::edge::udp;
use crate::edge::udp::Strangers;
use crate::edge::udp_endpoint::UdpEndpoint;
use crate::entrance;
use crate::failure::Failure;
use crate::hub::Hub;
use crate::links::Links;
use crate::links::Terms;
use crate::listening::Listening;
use crate::listening::announce;
use crate::outbox::Limits;
use crate::secrecy::Secrecy;
use crate::signal::Signals;
use crate::vital::Ends;
use crate::vital::Vital;
use crate::writers::Writers;
use chat_net::impaired_udp::Bell;
use chat_net::impaired_udp::ImpairedUdp;

/// A server that runs.
#[derive(Debug)]
pub struct Running {
    listening: Vec<Listening>,
    kept_in: Option<PathBuf>,
    claim_words: Option<String>,
    edges: Vec<JoinHandle<()>>,
    /// Served for as long as links have something unconfirmed.
    endpoints: Vec<(Arc<UdpEndpoint>, JoinHandle<()>)>,
    driver: JoinHandle<()>,
    /// Heard when one of these tasks ends before it is to.
    ends: Ends,
    stop: oneshot::Sender<()>,
    /// Closed when the last connection has ended.
    alive: mpsc::Receiver<()>,
    wire: Wire,
    tap: Tap,
    secrecy: Arc<Secrecy>,
    #[cfg(test)]
    door: Door,
}

/// What all links have in common.
fn terms(config: &Config, secrecy: &Secrecy) -> Result<Terms, Failure> {
    Ok(Terms {
        secret: Secret::new(chance::pair().map_err(no_chance)?),
        run: config.rules.run,
        policy: config.datagrams.policy,
        traced: false,
        most: config.rules.max_peers,
        cover: match secrecy.begins() {
            Some(_) => Cover::Tls,
            None => Cover::Clear,
        },
    })
}

/// Binds every socket, and serves them on the current runtime until
/// [`Running::stop`].
pub async fn start(mut config: Config) -> Result<Running, Failure> {
    raise_file_limit();
    let salt = draw(&mut config.rules).map_err(no_chance)?;
    config.rules.proving = entrance::proving(config.rules.password.clone(), salt).await;
    let mut bound = Bound::all(&config.sockets)?;
    let joined = join(&mut config, &bound.listening).await?;
    let archive = config.archive.clone();
    let begun = remembering::begin(&mut config, joined).await?;
    let (keeper, joined) = (begun.keeper, begun.joined);
    let (hub, claims) = knowing_names(begun.hub, archive.as_ref(), joined.is_none())?;
    let secrecy = secret(&mut config, archive.as_ref())?;
    let terms = terms(&config, &secrecy)?;
    let sockets = std::mem::take(&mut bound.endpoints);
    let (vital, ends) = Vital::new();
    let tap = Tap::default();
    let wire = Wire::begin(&config, &tap)?;
    let limits = Limits::new(config.queues);
    let (door, arrivals) = Door::new(limits.clone(), &config.rules, Arc::clone(&secrecy));
    let (endpoints, impairer) = weather_around(sockets, terms, &config, (&vital, &tap, &door))?;
    let writers = Writers::start(processors(), &vital);
    let driver = Driver::new(hub, arrivals, writers, limits, config.figures).keeping(keeper);
    let driver = driver.watched(tap.clone()).keeping_claims(claims);
    let driver = driver.audited(config.audit.take().map(AuditFile::new));
    let membership = joined.map(|joined| joined.takes_part(door.last_peer()));
    let driver = driver.sharing(membership, &vital);
    let (driver, claim_words) = driver.caught_up().await?;
    let strangers = Strangers::new(&config, &bound.listening, &driver.people());
    let (stop, stopped) = oneshot::channel();
    let (connection, alive) = mpsc::channel(1);
    let driver = vital.spawn("the task that decides everything", driver.run(stopped));
    let listening = bound.listening;
    let edges = bound
        .edges
        .into_iter()
        .map(|edge| edge.serve(&door, &impairer, &connection, &vital))
        .collect();
    let endpoints = endpoints
        .into_iter()
        .map(|endpoint| serve_endpoint(endpoint, &door, &strangers, &connection, &vital))
        .collect();
    Ok(Running {
        listening,
        kept_in: begun.kept_in,
        claim_words,
        edges,
        endpoints,
        driver,
        ends,
        stop,
        alive,
        wire,
        tap,
        secrecy,
        #[cfg(test)]
        door,
    })
}

/// The hub with whose the names are. Whoever has the archive has this file too; where several
/// servers share a conversation their log says it.
fn knowing_names(
    hub: Hub,
    archive: Option<&Settings>,
    is_alone: bool,
) -> Result<(Hub, Option<ClaimsFile>), Failure> {
    if !is_alone {
        return Ok((hub, None));
    }
    let (claims, known) = ClaimsFile::opened(archive, clock::now().wall)?;
    Ok((hub.knowing(known), claims))
}

/// What whoever asks for a secret connection is offered; others are told of it too.
fn secret(config: &mut Config, archive: Option<&Settings>) -> Result<Arc<Secrecy>, Failure> {
    let secrecy = Arc::new(Secrecy::prepare(config, archive)?);
    config.discovery.tls = secrecy.begins();
    Ok(secrecy)
}

/// What nobody can guess, and is another one in each run; and the salt of the password.
fn draw(rules: &mut Rules) -> io::Result<[u8; 16]> {
    if rules.run == RunId(0) {
        rules.run = RunId(chance::number()? | 1);
    }
    rules.secret = Secret::new(chance::pair()?);
    rules.nonces = chance::bytes()?;
    chance::bytes()
}

fn no_chance(source: io::Error) -> Failure {
    let what = "draw random numbers";
    Failure::System { what, source }
}

impl Running {
    /// The file in which what is said is kept.
    pub fn kept_in(&self) -> Option<&Path> {
        self.kept_in.as_deref()
    }

    /// With what one becomes the teacher, where nobody is yet.
    pub fn claim_words(&self) -> Option<&str> {
        self.claim_words.as_deref()
    }

    /// Every socket that is ready.
    pub fn listening(&self) -> &[Listening] {
        &self.listening
    }

    /// Where everything about its bytes is noted, for whoever is in the same program.
    pub fn tap(&self) -> &Tap {
        &self.tap
    }

    /// Waits until it can serve no longer: why. Then it is to be stopped.
    pub async fn failed(&mut self) -> Failure {
        self.ends.next().await
    }

    /// Lets nobody in any more, tells everybody, sends what waits, within
    /// [`STOPPING`]. Fails where that could not be done because of a mistake of ours.
    pub async fn stop(mut self) -> Result<(), Failure> {
        for edge in &self.edges {
            edge.abort();
        }
        // Gone already means stopped already.
        let _ = self.stop.send(());
        let stopping = async {
            // One that failed has told whom it could.
            let _ = self.driver.await;
            for edge in self.edges.drain(..) {
                // Its socket file is removed with it.
                let _ = edge.await;
            }
            let now = clock::now().mono;
            for (endpoint, _) in &self.endpoints {
                // The last words wait for nobody.
                endpoint.obey(now, ManualCommand::Off);
                endpoint.end();
            }
            while self.alive.recv().await.is_some() {}
        };
        let _ = timeout(STOPPING, stopping).await;
        for (_, task) in &self.endpoints {
            task.abort();
        }
        self.wire.finish().await;
        self.ends.panicked().map_or(Ok(()), Err)
    }
}

/// The impairments of connections, and the UDP endpoints with theirs. Where
/// the operator can change it, the desk is there from now on.
fn weather_around(
    sockets: Vec<UdpSocket>,
    terms: Terms,
    config: &Config,
    (vital, tap, door): (&Vital, &Tap, &Door),
) -> Result<(Vec<Arc<UdpEndpoint>>, StreamImpairer), Failure> {
    let asked = &config.datagrams;
    let over = config.sockets.over();
    let impairer = StreamImpairer::new(&asked.profile, tap.clone());
    let bell = Arc::<Bell>::default();
    let endpoint = |socket| endpoint(socket, terms, asked, (tap, &bell));
    let endpoints: Vec<_> = sockets
        .into_iter()
        .map(endpoint)
        .collect::<Result<_, _>>()?;
    if config.desk {
        let reach = Reach {
            endpoints: endpoints.clone(),
            bell,
            impairer: impairer.clone(),
            tap: tap.clone(),
            door: door.clone(),
        };
        let desk = Desk::new(reach, Console::new(asked, over));
        // It ends with standard input.
        vital.spawn_that_may_end("the operator's desk", desk.attend());
    }
    Ok((endpoints, impairer))
}

/// A UDP endpoint with its links and the impairments that were asked for.
fn endpoint(
    socket: UdpSocket,
    terms: Terms,
    asked: &Datagrams,
    (tap, bell): (&Tap, &Arc<Bell>),
) -> Result<Arc<UdpEndpoint>, Failure> {
    let now = clock::now().mono;
    let is_impaired = asked.hold || !asked.profile.datagrams.list.is_empty();
    let impaired = || {
        let mut path = ImpairedPath::new(now, &asked.profile, tap.is_open());
        if asked.hold {
            path.hold();
        }
        ImpairedUdp::new(path, Arc::clone(bell))
    };
    let links = Links::new(now, terms);
    let local = socket.local_addr().map_err(|source| Failure::System {
        what: "ask a socket for its address",
        source,
    })?;
    let tap = DatagramTap::new(tap, local);
    let impaired = is_impaired.then(impaired);
    let endpoint = UdpEndpoint::new(socket, links, impaired, tap);
    Ok(Arc::new(endpoint.by(asked.clock.clone())))
}

fn serve_endpoint(
    endpoint: Arc<UdpEndpoint>,
    door: &Door,
    strangers: &Strangers,
    alive: &mpsc::Sender<()>,
    vital: &Vital,
) -> (Arc<UdpEndpoint>, JoinHandle<()>) {
    let (door, alive) = (door.clone(), alive.clone());
    let served = udp::serve(Arc::clone(&endpoint), door, strangers.clone(), alive);
    (endpoint, vital.spawn("a socket of UDP", served))
}

/// The program: serves until it is asked to stop, or cannot go on.
pub async fn main(config: Config, hints: bool, mut signals: Signals) -> Result<(), Failure> {
    let sockets = config.sockets.clone();
    let typed = config.desk && io::stdin().is_terminal();
    let orders = typed.then(|| example(sockets.over()));
    let shown = config.shown.clone();
    // Whoever waits for a log, or for a slow disk, can be stopped too.
    let mut running = tokio::select! {
        started = start(config) => started?,
        () = signals.next() => return Ok(()),
    };
    let hangup = reload::attend(Arc::clone(&running.secrecy));
    let served = async {
        let listening = running.listening().to_vec();
        announce(listening.clone()).await?;
        advice::show_password(shown.as_deref());
        advice::show_words(running.secrecy.told().as_deref());
        advice::show_claim_words(running.claim_words());
        if hints {
            advice::print(&sockets, &listening, orders);
        }
        Err(running.failed().await)
    };
    let end = tokio::select! {
        failed = served => failed,
        gone = hangup => gone,
        () = signals.next() => Ok(()),
    };
    tokio::select! {
        stopped = running.stop() => end.and(stopped),
        // Whoever asks twice does not want to wait.
        () = signals.next() => end,
    }
}

/// How many there are to run writers.
fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// As many connections as the system lets this user have.
fn raise_file_limit() {
    // Where it cannot be raised, the limit as it is serves fewer people.
    let _ = rlimit::increase_nofile_limit(u64::MAX);
}

/// Everybody has heard the reason within this time, or will not: the contract
/// gives five seconds for everything.
pub const STOPPING: Duration = Duration::from_millis(4500);

#[cfg(test)]
mod tests;
