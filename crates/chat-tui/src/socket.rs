//! The connection to the server, whatever its transport: connect, send, hear.
//!
//! Moves bytes and decides nothing; what it all means is the session's affair.
//! Nothing here has a task of its own: whoever owns the socket waits in
//! [`Socket::arrival`], beside whatever else it waits for.

mod turn;
pub(crate) mod dial;
mod arrival;
mod stream;
mod datagrams;
mod sealing;
mod udp_endpoint;
pub(crate) mod probe;
mod remark;

use std::future::Future;
use std::future::pending;
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::time::Duration;
use std::time::Instant;

use chat_net::recording::Author;
use chat_net::recording::Before;
use chat_net::recording::Recording;
use chat_net::tcp_info::TcpInfo;
use chat_proto::codec::json;
use chat_proto::frame::PeerFrame;
use chat_weather::manual_queue::ManualCommand;
use chat_weather::profile::Profile;
use tokio::task::yield_now;
use tokio::time::timeout;
use tokio::time::timeout_at;

use crate::app::errand::ClockOrder;
use crate::app::weather::ClockState;
use crate::aside::Aside;
use crate::aside::Done;
use crate::clock;
use crate::config::Endpoint;
use crate::config::NetworkConfig;
use crate::failure::Failure;
use crate::pins::Print;
use crate::session::traffic::Target;

pub(crate) use arrival::Arrival;
pub(crate) use arrival::Heard;
pub(crate) use arrival::Way;
use datagrams::Kept;
use dial::Open;
pub(crate) use remark::Recorded;
pub(crate) use remark::Remark;

/// The connection to one endpoint, or none at the moment.
pub(crate) struct Socket {
    /// The one that was asked for.
    asked: Endpoint,
    /// The one that is dialled, or talked with.
    endpoint: Endpoint,
    network: NetworkConfig,
    state: State,
    /// Whether the weather has changed since the dialling began.
    changed: bool,
    /// What the clock of a link does while datagrams are held.
    clock: ClockState,
    /// Whether it was said that nobody answers: once, until somebody does.
    told: bool,
    /// What the person is to know of the connection that was made.
    remark: Option<Remark>,
    /// The recording that was begun by a command, and what is to be said of it.
    recording: Option<Recording>,
    recorded: Option<Recorded>,
    /// The last server that datagrams went to, and the port that they left from.
    kept: Option<Kept>,
    /// Where the system is asked, once somebody looks.
    system: TcpInfo,
    /// What takes long, and is done beside it.
    pub aside: Aside,
}

type Dialling = Pin<Box<dyn Future<Output = Result<(Open, String), Failure>> + Send>>;

enum State {
    Idle,
    /// And when it is said that nobody answers.
    Dialling(Dialling, Option<Instant>),
    Open(Open),
}

impl Socket {
    pub(crate) fn new(endpoint: Endpoint, network: NetworkConfig, aside: Aside) -> Self {
        Self {
            aside,
            asked: endpoint.clone(),
            endpoint,
            network,
            state: State::Idle,
            changed: false,
            clock: ClockState::Runs,
            told: false,
            remark: None,
            recording: None,
            recorded: None,
            kept: None,
            system: TcpInfo::default(),
        }
    }

    /// How long it is asked for where nobody answers.
    pub(crate) fn patience(&self) -> Duration {
        self.network.policy.patience
    }

    /// Other impairments from now on, for this connection and those that follow.
    pub(crate) fn change(&mut self, profile: Profile) {
        self.network.profile = profile;
        self.changed = true;
        self.apply_network();
    }

    /// Records in this file from now on, or no longer. What came of it is an arrival.
    pub(crate) fn record(&mut self, file: Option<&str>) {
        let Some(path) = file else {
            self.recorded = Some(self.end_recording().unwrap_or(Recorded::None));
            return;
        };
        let author = Author {
            program: PROGRAM.to_owned(),
            rto: Some(self.network.rto_name().to_owned()),
            ..Author::default()
        };
        let (now, into) = (clock::now().mono, (Path::new(path), Before::Stays));
        self.recorded = Some(match self.network.tap.record(now, into, &author) {
            Ok(recording) => {
                // Only now: a slip in the name ends nothing.
                self.end_recording();
                self.recording = Some(recording);
                Recorded::Begun(path.to_owned())
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Recorded::IsThere(path.to_owned())
            }
            Err(error) => Recorded::Failed(path.to_owned(), error.to_string()),
        });
    }

    fn end_recording(&mut self) -> Option<Recorded> {
        let recording = self.recording.take()?;
        let path = recording.path().display().to_string();
        Some(Recorded::Ended(path, recording.finish()))
    }

    /// Notes what is below the connection, for whoever looks there.
    pub(crate) fn look_below(&mut self, anew: bool) {
        if let State::Open(Open::Stream(stream)) = &mut self.state {
            stream.look_below(&mut self.system, anew);
        }
    }

    /// From now on every datagram is held until a person releases it.
    pub(crate) fn hold(&mut self) {
        self.network.hold = true;
        if let State::Open(Open::Datagrams(datagrams)) = &mut self.state {
            datagrams.hold();
        }
    }

    /// What the clock of the link does while datagrams are held.
    pub(crate) fn order_clock(&mut self, order: ClockOrder) {
        self.clock = match order {
            ClockOrder::Stand | ClockOrder::Step => ClockState::Stands,
            ClockOrder::GoOn => ClockState::Runs,
        };
        if let State::Open(Open::Datagrams(datagrams)) = &mut self.state {
            datagrams.order_clock(order);
        }
    }

    /// Does what a person commands about held datagrams.
    pub(crate) fn obey(&mut self, order: ManualCommand) {
        if order == ManualCommand::Off {
            self.network.hold = false;
            self.order_clock(ClockOrder::GoOn);
        }
        if let State::Open(Open::Datagrams(datagrams)) = &mut self.state {
            datagrams.obey(order);
        }
    }

    /// The server with this certificate is the one that is meant here.
    pub(crate) fn trust(&self, print: Print) {
        if let Some(secrecy) = &self.network.secrecy {
            secrecy.pin(print, &self.endpoint.to_string());
        }
    }

    /// Begins to connect; the outcome is an arrival.
    pub(crate) fn connect(&mut self, to: &Target) {
        let Some(endpoint) = turn::endpoint(&self.asked, &to.place) else {
            let nowhere = turn::nowhere(&to.place);
            self.state = State::Dialling(Box::pin(async { Err(nowhere) }), None);
            return;
        };
        self.endpoint = endpoint.clone();
        let (network, bounds) = (self.network.clone(), (self.kept, to.within));
        let dialling = async move { turn::dial(&endpoint, network, bounds).await };
        // A connection of another kind has its own, shorter bounds.
        let says = self.endpoint.is_datagram() && !self.told && to.within.is_none();
        let says = says.then(|| clock::now().mono + dial::PATIENCE);
        self.remark = None;
        self.state = State::Dialling(Box::pin(dialling), says);
        self.changed = false;
    }

    /// Ends the connection; what can be written without waiting still is.
    pub(crate) fn close(&mut self) {
        self.state = State::Idle;
    }

    /// Sends a frame. Without a connection it goes nowhere: the session knows.
    pub(crate) fn send(&mut self, frame: &PeerFrame) {
        if let State::Open(open) = &mut self.state {
            let mut line = Vec::new();
            json::write_peer(frame, &mut line);
            match open {
                Open::Stream(stream) => stream.send(&line),
                Open::Datagrams(datagrams) => datagrams.send(&line),
            }
        }
    }

    /// What comes next. Loses nothing if it is dropped while waiting.
    pub(crate) async fn arrival(&mut self) -> Arrival {
        let done = self.aside.done();
        tokio::select! {
            done = done => match done {
                Done::Derived(from, key) => Arrival::Derived(from, key),
                Done::Identified(who) => Arrival::Identified(who),
                Done::Filed(filed) => Arrival::Filed(filed),
            },
            other = self.of_the_connection() => other,
        }
    }

    async fn of_the_connection(&mut self) -> Arrival {
        if let Some(recorded) = self.recorded.take() {
            return Arrival::Remark(Remark::Recording(recorded));
        }
        if let Some(remark) = self.remark.take() {
            return Arrival::Remark(remark);
        }
        loop {
            let heard = match &mut self.state {
                State::Idle => return pending().await,
                State::Dialling(dialling, None) => {
                    let outcome = dialling.await;
                    return self.on_dialled(outcome);
                }
                State::Dialling(dialling, Some(at)) => {
                    return match timeout_at((*at).into(), dialling).await {
                        Ok(outcome) => self.on_dialled(outcome),
                        Err(_) => self.on_silence(),
                    };
                }
                State::Open(Open::Stream(stream)) => stream.next().await,
                State::Open(Open::Datagrams(datagrams)) => match datagrams.news() {
                    Some(held) => return Arrival::Held(held),
                    None => datagrams.next().await,
                },
            };
            match heard {
                // Whoever sends nothing, and that without pause, must not keep others
                // from their turn.
                Ok(lines) if lines.is_empty() => yield_now().await,
                Ok(lines) => return Arrival::Heard(lines.into_iter().map(heard_in).collect()),
                Err(error) => {
                    self.state = State::Idle;
                    return Arrival::Lost(Failure::Lost {
                        endpoint: self.endpoint.clone(),
                        error,
                    });
                }
            }
        }
    }

    /// After a `bye`: waits until it is written and the server has closed, or is
    /// known to have heard it, but not long.
    pub(crate) async fn finish(&mut self) {
        // Whoever does not answer a `bye` by then is not waited for.
        let _ = match &mut self.state {
            // Who would let it through has left.
            State::Open(Open::Datagrams(datagrams)) if self.network.hold => {
                timeout(FAREWELL, datagrams.settle(FAREWELL)).await
            }
            // It may get lost, and whoever is not known to have gone keeps its name.
            State::Open(Open::Datagrams(datagrams)) => {
                timeout(LAST_COPIES, datagrams.settle(LAST_COPIES)).await
            }
            State::Idle | State::Dialling(..) => Ok(()),
            State::Open(Open::Stream(_)) => timeout(FAREWELL, self.drain()).await,
        };
    }

    /// Hears a connection to its end.
    async fn drain(&mut self) {
        while !matches!(self.state, State::Idle) {
            self.arrival().await;
            yield_now().await;
        }
    }

    /// Nobody has answered so far.
    fn on_silence(&mut self) -> Arrival {
        self.told = true;
        if let State::Dialling(_, says) = &mut self.state {
            *says = None;
        }
        Arrival::Remark(Remark::Unanswered {
            endpoint: self.endpoint.clone(),
            patience: self.network.policy.patience,
        })
    }

    fn on_dialled(&mut self, outcome: Result<(Open, String), Failure>) -> Arrival {
        match outcome {
            Ok((open, address)) => {
                let secret = match &open {
                    Open::Stream(stream) => stream.secret(),
                    Open::Datagrams(datagrams) => datagrams.secret(),
                };
                let mut is_link = false;
                if let Open::Datagrams(datagrams) = &open {
                    is_link = datagrams.is_link();
                    self.kept = datagrams.kept().or(self.kept);
                    let endpoint = || self.endpoint.clone();
                    self.remark = (!is_link).then(|| Remark::BestEffort(endpoint()));
                }
                self.told = false;
                self.state = State::Open(open);
                self.apply_network();
                let way = if is_link {
                    Way::Link(address, self.network.policy.patience)
                } else {
                    Way::Bare(address)
                };
                Arrival::Connected(way, secret)
            }
            Err(failure) => {
                self.state = State::Idle;
                Arrival::Lost(failure)
            }
        }
    }

    /// A connection is in the weather of now, and held where that was asked for.
    fn apply_network(&mut self) {
        let State::Open(open) = &mut self.state else {
            return;
        };
        let changed = std::mem::take(&mut self.changed);
        match open {
            Open::Stream(stream) if changed => stream.change(&self.network.profile),
            Open::Stream(_) => {}
            Open::Datagrams(datagrams) => {
                if changed {
                    datagrams.change(&self.network.profile);
                }
                if self.network.hold {
                    datagrams.hold();
                }
                if self.clock == ClockState::Stands {
                    datagrams.order_clock(ClockOrder::Stand);
                }
            }
        }
    }
}

fn heard_in(line: Vec<u8>) -> Heard {
    let frame = json::read_server(&line).ok();
    Heard { line, frame }
}

/// Who records.
pub(crate) const PROGRAM: &str = concat!("chat-tui ", env!("CARGO_PKG_VERSION"));

/// How long a farewell may take.
const FAREWELL: Duration = Duration::from_millis(500);
/// And over a link: with seven in ten lost, ten copies leave in that time.
const LAST_COPIES: Duration = Duration::from_secs(3);

#[cfg(test)]
mod tests;
