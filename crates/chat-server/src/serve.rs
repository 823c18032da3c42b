//! The one place that joins things: sockets, edges, driver, hub, writers.
//!
//! [`start`] is the whole server for a program that hosts one inside itself;
//! [`main`] is the program of its own.

use std::io;
use std::io::IsTerminal;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chat_link::proof::Secret;
use chat_proto::frame::server::RunId;
use chat_proto::trace::event::Event;
use chat_proto::trace::weather::Impairments;
use chat_weather::impaired_path::ImpairedPath;
use chat_weather::manual_queue::ManualCommand;
use chat_weather::profile::Transports;
use tokio::net::TcpListener;
use tokio::net::UdpSocket;
use tokio::sync::mpsc;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tracing::info;

use crate::advice;
use crate::chance;
use crate::claimsfile::ClaimsFile;
use crate::clock;
use crate::config::Config;
use crate::config::Datagrams;
use crate::config::NaiveUdp;
use crate::config::Sockets;
use crate::door::Door;
use crate::driver::Driver;
use crate::edge::desk::Desk;
use crate::edge::desk::Reach;
use crate::edge::desk::describe;
use crate::edge::desk::example;
use crate::edge::impaired_udp::Bell;
use crate::edge::impaired_udp::ImpairedUdp;
use crate::edge::listen;
use crate::edge::listen::Kind;
use crate::edge::stream_impairer::StreamImpairer;
use crate::edge::tcp;
use crate::edge::tracefile::TraceFile;
use crate::edge::udp;
use crate::edge::udp_endpoint::UdpEndpoint;
use crate::entrance;
use crate::failure::Failure;
use crate::keeper;
use crate::links::Links;
use crate::links::Terms;
use crate::listening::Listening;
use crate::listening::announce;
use crate::outbox::Limits;
use crate::signal::Signals;
use crate::vital::Ends;
use crate::vital::Vital;
use crate::writers::Writers;

/// A server that runs.
#[derive(Debug)]
pub struct Running {
    listening: Vec<Listening>,
    kept_in: Option<PathBuf>,
    edges: Vec<JoinHandle<()>>,
    /// Served for as long as links have something unconfirmed.
    endpoints: Vec<(Arc<UdpEndpoint>, JoinHandle<()>)>,
    driver: JoinHandle<()>,
    /// Heard when one of these tasks ends before it is to.
    ends: Ends,
    stop: oneshot::Sender<()>,
    /// Closed when the last connection has ended.
    alive: mpsc::Receiver<()>,
    #[cfg(test)]
    door: Door,
}

/// Binds every socket, and serves them on the current runtime until
/// [`Running::stop`].
pub async fn start(mut config: Config) -> Result<Running, Failure> {
    raise_file_limit();
    if config.rules.run == RunId(0) {
        config.rules.run = RunId(chance::number() | 1);
    }
    config.rules.secret = Secret::new(chance::numbers());
    config.rules.nonces = chance::drawn();
    config.rules.proving = entrance::proving(config.rules.password.clone()).await;
    let mut bound = Bound::all(&config.sockets)?;
    let archive = config.archive.clone();
    let (mut hub, keeper, kept_in) =
        keeper::remembering(config.rules.clone(), config.archive.take()).await?;
    // Whoever has the archive has this file too.
    let (claims, known) = ClaimsFile::opened(archive.as_ref(), clock::now().wall)?;
    hub = hub.with_claims(known);
    let naive = config.datagrams.naive;
    let terms = Terms {
        secret: Secret::new(chance::numbers()),
        run: config.rules.run,
        policy: config.datagrams.policy,
        traced: config.datagrams.trace.is_some(),
        most: config.rules.max_peers,
    };
    let sockets = std::mem::take(&mut bound.endpoints);
    let (vital, ends) = Vital::new();
    let (endpoints, impairer) = weather_around(sockets, terms, &config, &vital)?;
    let limits = Limits {
        queues: config.queues,
        waiting: Arc::default(),
    };
    let (door, arrivals) = Door::new(limits.clone(), &config.rules);
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let writers = Writers::start(processors, &vital);
    let driver = Driver::new(hub, arrivals, writers, limits, config.figures).keeping(keeper);
    let driver = driver.keeping_claims(claims);
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
        .map(|endpoint| serve_endpoint(endpoint, &door, naive, &connection, &vital))
        .collect();
    Ok(Running {
        listening,
        kept_in,
        edges,
        endpoints,
        driver,
        ends,
        stop,
        alive,
        #[cfg(test)]
        door,
    })
}

impl Running {
    /// The file in which what is said is kept.
    pub fn kept_in(&self) -> Option<&Path> {
        self.kept_in.as_deref()
    }

    /// Every socket that is ready.
    pub fn listening(&self) -> &[Listening] {
        &self.listening
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
        self.ends.panicked().map_or(Ok(()), Err)
    }
}

/// Sockets that are bound and not yet served.
#[derive(Default)]
struct Bound {
    listening: Vec<Listening>,
    edges: Vec<Edge>,
    endpoints: Vec<UdpSocket>,
}

enum Edge {
    Tcp(TcpListener),
    #[cfg(unix)]
    Unix(crate::edge::unix::SocketFile),
}

impl Bound {
    fn all(sockets: &Sockets) -> Result<Self, Failure> {
        let mut bound = Self::default();
        let addresses = sockets.addresses();
        let failure = |source| Failure::System {
            what: "watch a socket",
            source,
        };
        if sockets.tcp {
            for socket in listen::bind(Kind::Tcp, &addresses, sockets.port)? {
                let address = listen::address_of(&socket)?;
                let listener = TcpListener::from_std(socket.into()).map_err(failure)?;
                bound.add(Listening::Tcp(address), Edge::Tcp(listener));
            }
        }
        if sockets.udp {
            for socket in listen::bind(Kind::Udp, &addresses, sockets.port)? {
                let address = listen::address_of(&socket)?;
                let socket = UdpSocket::from_std(socket.into()).map_err(failure)?;
                bound.listening.push(Listening::Udp(address));
                bound.endpoints.push(socket);
            }
        }
        if let Some(path) = &sockets.unix {
            bound.add_unix(path)?;
        }
        Ok(bound)
    }

    fn add(&mut self, listening: Listening, edge: Edge) {
        self.listening.push(listening);
        self.edges.push(edge);
    }

    #[cfg(unix)]
    fn add_unix(&mut self, path: &Path) -> Result<(), Failure> {
        let file = crate::edge::unix::SocketFile::bind(path)?;
        self.add(Listening::Unix(path.to_owned()), Edge::Unix(file));
        Ok(())
    }

    #[cfg(not(unix))]
    fn add_unix(&mut self, path: &std::path::Path) -> Result<(), Failure> {
        Err(Failure::Unix {
            path: path.to_owned(),
            why: "this system has no Unix sockets here: use --tcp".to_owned(),
        })
    }
}

impl Edge {
    fn serve(
        self,
        door: &Door,
        impairer: &StreamImpairer,
        alive: &mpsc::Sender<()>,
        vital: &Vital,
    ) -> JoinHandle<()> {
        let (door, impairer, alive) = (door.clone(), impairer.clone(), alive.clone());
        match self {
            Self::Tcp(listener) => {
                let serving = tcp::serve(listener, door, impairer, alive);
                vital.spawn("the listener on TCP", serving)
            }
            #[cfg(unix)]
            Self::Unix(file) => {
                let serving = crate::edge::unix::serve(file, door, impairer, alive);
                vital.spawn("the listener on the Unix socket", serving)
            }
        }
    }
}

/// The impairments of connections, and the UDP endpoints with theirs. Where
/// the operator can change it, the desk is there from now on.
fn weather_around(
    sockets: Vec<UdpSocket>,
    terms: Terms,
    config: &Config,
    vital: &Vital,
) -> Result<(Vec<Arc<UdpEndpoint>>, StreamImpairer), Failure> {
    let asked = &config.datagrams;
    let over = config.sockets.over();
    let trace = begin_weather(asked, over)?;
    let impairer = StreamImpairer::new(&asked.profile, trace.clone());
    let bell = Arc::<Bell>::default();
    let endpoint = |socket| endpoint(socket, terms, asked, (trace.as_ref(), &bell));
    let endpoints: Vec<_> = sockets.into_iter().map(endpoint).collect();
    if config.desk {
        let reach = Reach {
            endpoints: endpoints.clone(),
            bell,
            impairer: impairer.clone(),
            trace,
        };
        let desk = Desk::new(reach, asked, over);
        // It ends with standard input.
        vital.spawn_that_may_end("the operator's desk", desk.attend());
    }
    Ok((endpoints, impairer))
}

/// Logs the active weather, and begins the trace.
fn begin_weather(asked: &Datagrams, over: Transports) -> Result<Option<TraceFile>, Failure> {
    if !asked.profile.is_clear() {
        info!("{}", describe(&asked.profile, over));
    }
    let now = clock::now().mono;
    let trace = asked.trace.as_deref();
    let trace = trace.map(|path| TraceFile::create(now, path)).transpose()?;
    if let Some(trace) = trace.as_ref().filter(|_| !asked.profile.is_clear()) {
        let words = asked.profile.words.as_str().into();
        let seed = asked.profile.seed;
        trace.write_of(now, "all", &Event::Impairments(Impairments { words, seed }));
    }
    Ok(trace)
}

/// A UDP endpoint with its links and the impairments that were asked for.
fn endpoint(
    socket: UdpSocket,
    terms: Terms,
    asked: &Datagrams,
    (trace, bell): (Option<&TraceFile>, &Arc<Bell>),
) -> Arc<UdpEndpoint> {
    let now = clock::now().mono;
    let is_impaired = asked.hold || !asked.profile.datagrams.list.is_empty();
    let impaired = || {
        let mut path = ImpairedPath::new(now, &asked.profile, terms.traced);
        if asked.hold {
            path.hold();
        }
        ImpairedUdp::new(path, Arc::clone(bell))
    };
    let links = Links::new(now, terms);
    Arc::new(UdpEndpoint::new(
        socket,
        links,
        is_impaired.then(impaired),
        trace.cloned(),
    ))
}

fn serve_endpoint(
    endpoint: Arc<UdpEndpoint>,
    door: &Door,
    naive: NaiveUdp,
    alive: &mpsc::Sender<()>,
    vital: &Vital,
) -> (Arc<UdpEndpoint>, JoinHandle<()>) {
    let (door, alive) = (door.clone(), alive.clone());
    let served = udp::serve(Arc::clone(&endpoint), door, naive, alive);
    (endpoint, vital.spawn("a socket of UDP", served))
}

/// The program: serves until it is asked to stop, or cannot go on.
pub async fn main(config: Config, hints: bool, mut signals: Signals) -> Result<(), Failure> {
    let sockets = config.sockets.clone();
    let typed = config.desk && io::stdin().is_terminal();
    let orders = typed.then(|| example(sockets.over()));
    let shown = config.shown.clone();
    let mut running = start(config).await?;
    let served = async {
        let listening = running.listening().to_vec();
        announce(listening.clone()).await?;
        advice::show_password(shown.as_deref());
        if hints {
            advice::print(&sockets, &listening, orders);
        }
        Err(running.failed().await)
    };
    let end = tokio::select! {
        failed = served => failed,
        () = signals.next() => Ok(()),
    };
    tokio::select! {
        stopped = running.stop() => end.and(stopped),
        // Whoever asks twice does not want to wait.
        () = signals.next() => end,
    }
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
