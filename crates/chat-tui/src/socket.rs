//! The connection to the server, whatever its transport: connect, send, hear.
//!
//! Moves bytes and decides nothing; what it all means is the session's affair.
//! Nothing here has a task of its own: whoever owns the socket waits in
//! [`Socket::arrival`], beside whatever else it waits for.

pub(crate) mod dial;
mod stream;
pub(crate) mod pipe;
mod datagrams;
mod air;
pub(crate) mod tracefile;
pub(crate) mod probe;

use std::future::Future;
use std::future::pending;
use std::pin::Pin;
use std::time::Duration;

use chat_proto::codec::json;
use chat_proto::frame::Incoming;
use chat_proto::frame::PeerFrame;
use chat_proto::weather::forecast::Forecast;
use chat_proto::weather::hand::Held;
use chat_proto::weather::hand::Order;

use crate::config::Air;
use crate::config::Endpoint;
use crate::failure::Failure;

use dial::Open;

/// The connection to one endpoint, or none at the moment.
pub(crate) struct Socket {
    endpoint: Endpoint,
    air: Air,
    state: State,
    /// Whether the weather has changed since the dialling began.
    changed: bool,
}

/// What came.
pub(crate) enum Arrival {
    /// The connection is made, to this address.
    Connected(String),
    /// A link is open, with this address, and how long it waits for a sign.
    Linked(String, Duration),
    /// Lines or datagrams: never none, and no more than one read holds.
    Heard(Vec<Heard>),
    /// Datagrams wait for a person, others than before: all that do.
    Held(Vec<Held>),
    /// The connection ended or was not made.
    Lost(Failure),
}

/// One line or datagram.
pub(crate) struct Heard {
    /// As it came, without its end.
    pub line: Vec<u8>,
    /// What it says, if it is a frame.
    pub frame: Option<Incoming>,
}

type Dialling = Pin<Box<dyn Future<Output = Result<(Open, String), Failure>> + Send>>;

enum State {
    Idle,
    Dialling(Dialling),
    Open(Open),
}

impl Socket {
    pub(crate) fn new(endpoint: Endpoint, air: Air) -> Self {
        Self {
            endpoint,
            air,
            state: State::Idle,
            changed: false,
        }
    }

    /// Another weather from now on, for this connection and those that follow.
    pub(crate) fn change(&mut self, forecast: Forecast) {
        self.air.forecast = forecast;
        self.changed = true;
        self.settle_air();
    }

    /// From now on every datagram waits for a person.
    pub(crate) fn hold(&mut self) {
        self.air.hold = true;
        if let State::Open(Open::Datagrams(datagrams)) = &mut self.state {
            datagrams.hold();
        }
    }

    /// Does what a person says about datagrams that wait.
    pub(crate) fn obey(&mut self, order: Order) {
        self.air.hold &= order != Order::Off;
        if let State::Open(Open::Datagrams(datagrams)) = &mut self.state {
            datagrams.obey(order);
        }
    }

    /// Begins to connect; the outcome is an arrival.
    pub(crate) fn connect(&mut self) {
        let (endpoint, air) = (self.endpoint.clone(), self.air.clone());
        let dialling = async move { dial::dial(&endpoint, &air).await };
        self.state = State::Dialling(Box::pin(dialling));
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
        loop {
            let heard = match &mut self.state {
                State::Idle => return pending().await,
                State::Dialling(dialling) => {
                    let outcome = dialling.await;
                    return self.on_dialled(outcome);
                }
                State::Open(Open::Stream(stream)) => stream.next().await,
                State::Open(Open::Datagrams(datagrams)) => match datagrams.news() {
                    Some(held) => return Arrival::Held(held),
                    None => datagrams.next().await,
                },
            };
            match heard {
                Ok(lines) if lines.is_empty() => {}
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

    /// After a `bye`: waits until it is written and the server has closed, but
    /// not long.
    pub(crate) async fn finish(&mut self) {
        let drained = async {
            while !self.is_settled() {
                self.arrival().await;
            }
        };
        // Whoever does not answer a `bye` by then is not waited for.
        let _ = tokio::time::timeout(FAREWELL, drained).await;
    }

    /// Whether nothing more is to be waited for after a `bye`.
    fn is_settled(&self) -> bool {
        match &self.state {
            // Nobody is there yet to whom anything was said.
            State::Idle | State::Dialling(_) => true,
            State::Open(Open::Datagrams(datagrams)) => datagrams.is_settled(),
            State::Open(Open::Stream(_)) => false,
        }
    }

    fn on_dialled(&mut self, outcome: Result<(Open, String), Failure>) -> Arrival {
        match outcome {
            Ok((open, address)) => {
                let is_link = matches!(&open, Open::Datagrams(d) if d.is_link());
                self.state = State::Open(open);
                self.settle_air();
                if is_link {
                    Arrival::Linked(address, self.air.policy.patience)
                } else {
                    Arrival::Connected(address)
                }
            }
            Err(failure) => {
                self.state = State::Idle;
                Arrival::Lost(failure)
            }
        }
    }

    /// A connection is in the weather of now, and held where that was asked for.
    fn settle_air(&mut self) {
        let State::Open(open) = &mut self.state else {
            return;
        };
        let changed = std::mem::take(&mut self.changed);
        match open {
            Open::Stream(stream) if changed => stream.change(&self.air.forecast),
            Open::Stream(_) => {}
            Open::Datagrams(datagrams) => {
                if changed {
                    datagrams.change(&self.air.forecast);
                }
                if self.air.hold {
                    datagrams.hold();
                }
            }
        }
    }
}

fn heard_in(line: Vec<u8>) -> Heard {
    let frame = json::read_server(&line).ok();
    Heard { line, frame }
}

/// How long a farewell may take.
const FAREWELL: Duration = Duration::from_millis(500);

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::pin::pin;
    use std::task::Poll;

    use chat_proto::link::policy::Policy;

    use super::*;
    use crate::config::Transport;

    #[tokio::test]
    async fn while_it_dials_there_is_no_farewell_to_wait_for() {
        let silent = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let endpoint = Endpoint::Net {
            transport: Transport::Udp,
            host: "127.0.0.1".to_owned(),
            port: silent.local_addr().unwrap().port(),
        };
        let air = Air {
            policy: Policy::default(),
            forecast: Forecast::clear(0),
            hold: false,
            trace: None,
        };
        let mut socket = Socket::new(endpoint, air);
        socket.connect();
        let mut farewell = pin!(socket.finish());
        let at_once = poll_fn(|cx| Poll::Ready(farewell.as_mut().poll(cx).is_ready())).await;
        assert!(at_once, "it waits");
    }
}
