//! `--check-lab`: tries out whether a class can talk with a server. It asks everybody and
//! that server who is there, then talks with it over each transport, in a room of its own and
//! with itself alone, so that nobody is disturbed and nothing is kept. What it all means is
//! [`crate::lab`]'s to say.

use std::net::SocketAddr;
use std::time::Duration;

use chat_net::chance;
use chat_proto::discovery::Here;
use chat_proto::frame::Incoming;
use chat_proto::frame::PeerFrame;
use chat_proto::frame::id::Id;
use chat_proto::frame::incoming::Kind;
use chat_proto::frame::peer::Join;
use chat_proto::frame::peer::Say;
use chat_proto::frame::peer::Whom;
use chat_proto::name::Name;
use chat_proto::room::RoomName;
use chat_proto::text::Text;
use tokio::join;
use tokio::runtime::Builder;
use tokio::task::yield_now;
use tokio::time::timeout;
use tokio::time::timeout_at;

use crate::aside::Aside;
use crate::clock;
use crate::config::Endpoint;
use crate::config::NetworkConfig;
use crate::config::Transport;
use crate::failure::Failure;
use crate::find;
use crate::lab;
use crate::lab::Broadcast;
use crate::lab::Lab;
use crate::lab::Long;
use crate::lab::Reached;
use crate::lab::Talk;
use crate::servers::Servers;
use crate::session::traffic::Target;
use crate::socket::Arrival;
use crate::socket::Socket;
use crate::socket::Way;
use crate::socket::dial;
use crate::speech::Speech;

/// Which server.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// Where.
    pub host: String,
    /// At which port.
    pub port: u16,
    /// How long the person is ready to wait for an answer.
    pub patience: Duration,
}

/// What is printed, and whether a class can talk.
#[derive(Debug)]
pub(crate) struct Checked {
    /// What goes to standard output.
    pub lines: String,
    /// Why it cannot.
    pub verdict: Result<(), Failure>,
}

/// Tries it out.
pub(crate) fn run(asked: &Asked, speech: &'static Speech) -> Result<Checked, Failure> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let checked = runtime.block_on(look(asked, speech));
    let mut checklist = match checked {
        Ok(lab) => lab.checklist(speech),
        Err(unknown @ Failure::UnknownHost { .. }) => {
            lab::unknown((&asked.host, asked.port), unknown.said(speech), speech)
        }
        Err(other) => return Err(other),
    };
    let verdict = checklist.verdict.map_err(Failure::Lab);
    let verdict = verdict.map(|words| checklist.lines.push(words));
    let lines = checklist.lines.join("\n") + "\n";
    Ok(Checked { lines, verdict })
}

async fn look(asked: &Asked, speech: &'static Speech) -> Result<Lab, Failure> {
    let (host, port) = (asked.host.clone(), asked.port);
    let over = |transport| Endpoint::Net {
        transport,
        host: host.clone(),
        port,
    };
    let addresses = dial::addresses(&over(Transport::Udp)).await?;
    let (everybody, one) = (
        find::Asked::Everybody(port),
        find::Asked::One(host.clone(), port),
    );
    let (near, there) = join!(find::search(&everybody), find::search(&one));
    let (near, there) = (near?, there?);
    let here = there
        .at(&addresses)
        .or_else(|| near.at(&addresses))
        .cloned();
    let patience = asked.patience.min(dial::PATIENCE);
    let [tcp, udp] = [Transport::Tcp, Transport::Udp].map(over);
    let name = format!("check-{:08x}", chance::number()? >> 32);
    let [tcp, udp] = [(tcp, "t"), (udp, "u")].map(|(endpoint, suffix)| Visit {
        socket: Socket::new(endpoint, NetworkConfig::clear(), Aside::new(None, speech)),
        name: format!("{name}{suffix}"),
        patience,
    });
    let (tcp, udp) = join!(tcp.pay(speech), udp.pay(speech));
    Ok(Lab {
        broadcast: broadcast(&near, &addresses, here.as_ref()),
        host,
        port,
        patience,
        addresses,
        tcp,
        udp,
        here,
    })
}

/// Whether the server is found by whoever does not know its address.
fn broadcast(near: &Servers, addresses: &[SocketAddr], here: Option<&Here>) -> Broadcast {
    let is_found = near.at(addresses).is_some() || here.is_some_and(|here| near.holds(here));
    if near.is_own(addresses) {
        Broadcast::Own
    } else if is_found {
        Broadcast::Found
    } else {
        Broadcast::Others(near.elsewhere())
    }
}

/// A conversation with a server, with oneself alone.
struct Visit {
    socket: Socket,
    /// What one is called there, and the room, which nobody else is in.
    name: String,
    /// How long anything may take.
    patience: Duration,
}

impl Visit {
    async fn pay(mut self, speech: &Speech) -> Reached {
        self.socket.connect(&Target::default());
        match timeout(self.patience, self.arrives()).await {
            Err(_) => Reached::Silent,
            Ok(Err(failure)) => not_reached(failure, speech),
            Ok(Ok(linked)) => {
                let mut talk = Talk {
                    linked,
                    ..Talk::default()
                };
                self.talk(&mut talk).await;
                self.socket.send(&PeerFrame::Bye);
                self.socket.finish().await;
                Reached::Talk(talk)
            }
        }
    }

    /// Waits for the connection: whether it is a link.
    async fn arrives(&mut self) -> Result<bool, Failure> {
        loop {
            match self.socket.arrival().await {
                Arrival::Connected(way, _) => return Ok(matches!(way, Way::Link(..))),
                Arrival::Lost(failure) => return Err(failure),
                Arrival::Heard(_)
                | Arrival::Held(_)
                | Arrival::Remark(_)
                | Arrival::Derived(..)
                | Arrival::Identified(_)
                | Arrival::Filed(_) => yield_now().await,
            }
        }
    }

    /// As far as one comes: a question, a long message from nobody, which is refused, coming
    /// in, and the same message to oneself.
    async fn talk(&mut self, talk: &mut Talk) {
        let asked = clock::now();
        self.socket.send(&PeerFrame::Ping {
            sign: None,
            took: None,
            id: Some(Id::number(1)),
        });
        let Some(answer) = self.answer(talk, 1).await else {
            return;
        };
        let took = clock::now().mono.saturating_duration_since(asked.mono);
        talk.took = Some(took);
        let ours = asked.wall.unix_ms() + as_ms(took / 2);
        talk.ahead_ms = answer.at.map(|at| ahead(at.unix_ms(), ours));
        if talk.shut.is_some() {
            return;
        }
        self.say(None, 2);
        if self.answer(talk, 2).await.is_none() || talk.shut.is_some() {
            return;
        }
        talk.long = Long::Arrived;
        self.socket.send(&PeerFrame::Join(Join {
            name: Some(Name::parse(&self.name)),
            room: RoomName::parse(&self.name).ok(),
            id: Some(Id::number(3)),
            ..Join::default()
        }));
        let welcome = self.answer(talk, 3).await;
        if let Some(Incoming {
            text,
            kind: Kind::Refused { .. },
            ..
        }) = welcome
        {
            talk.shut = Some(text);
        }
        if talk.shut.is_some() {
            return;
        }
        self.say(Some(Whom::new(&self.name)), 4);
        let said = self.answer(talk, 4).await;
        if said.is_some_and(|frame| matches!(frame.kind, Kind::Said { .. })) {
            talk.long = Long::Returned;
        }
    }

    fn say(&mut self, to: Option<Whom>, number: u64) {
        // It is a legal text.
        let Ok(text) = Text::parse(&".".repeat(LONG)) else {
            return;
        };
        self.socket.send(&PeerFrame::Say(Say {
            text,
            name: None,
            room: None,
            to,
            id: Some(Id::number(number)),
            again: false,
            me: false,
            refers: None,
        }));
    }

    /// What answers the frame of this number, or a goodbye, which is noted.
    async fn answer(&mut self, talk: &mut Talk, number: u64) -> Option<Incoming> {
        let until = clock::now().mono + self.patience;
        while clock::now().mono < until {
            let heard = match timeout_at(until.into(), self.socket.arrival()).await {
                Ok(Arrival::Heard(heard)) => heard,
                Ok(Arrival::Lost(_)) | Err(_) => return None,
                Ok(_) => Vec::new(),
            };
            let mut frames = heard.into_iter().filter_map(|heard| heard.frame);
            if let Some(frame) = frames.find(|frame| answers(&frame.kind, number)) {
                let is_bye = matches!(frame.kind, Kind::Bye { .. });
                talk.shut = is_bye.then(|| frame.text.clone());
                return Some(frame);
            }
            yield_now().await;
        }
        None
    }
}

/// Whether it answers the frame of this number, if only by a goodbye.
fn answers(kind: &Kind, number: u64) -> bool {
    let id = match kind {
        // There is no other of these.
        Kind::Welcome { .. } | Kind::Bye { .. } => return true,
        Kind::Pong { id } | Kind::Refused { id, .. } | Kind::Said { id, .. } => id,
        Kind::Challenge(_)
        | Kind::History(_)
        | Kind::Notice { .. }
        | Kind::Other
        | Kind::Pasted { .. }
        | Kind::Rooms { .. }
        | Kind::Search(_)
        | Kind::Who { .. }
        | Kind::Whois(_) => return false,
    };
    *id == Some(Id::number(number))
}

/// Where somebody else answers over another transport, the one asked for was refused: who is
/// silent is not waited for so long.
fn not_reached(failure: Failure, speech: &Speech) -> Reached {
    if matches!(
        failure,
        Failure::Refused(_) | Failure::OtherTransport { .. }
    ) {
        Reached::Refused
    } else if let Failure::Unreachable { error, .. } = failure {
        Reached::Unreachable(error.to_string())
    } else if matches!(failure, Failure::Silent { .. }) {
        Reached::Silent
    } else {
        Reached::Unreachable(failure.said(speech))
    }
}

/// How far the server's clock is ahead of ours.
fn ahead(server: u64, ours: u64) -> i64 {
    let [server, ours] = [server, ours].map(|ms| i64::try_from(ms).unwrap_or(i64::MAX));
    server.saturating_sub(ours)
}

fn as_ms(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// Bytes of a message that fills datagrams.
const LONG: usize = 2400;
