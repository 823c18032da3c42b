//! What a socket does while it has no connection yet.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use super::*;
use crate::config::Transport;
use crate::session::traffic::Place;
use crate::speech;
use crate::speech::Language;

fn udp(port: u16) -> Endpoint {
    Endpoint::Net {
        transport: Transport::Udp,
        host: "127.0.0.1".to_owned(),
        port,
    }
}

fn socket(endpoint: Endpoint) -> Socket {
    let aside = Aside::new(None, speech::of(Language::English));
    Socket::new(endpoint, NetworkConfig::clear(), aside)
}

/// The failure of this turn.
async fn failure(socket: &mut Socket, place: &str) -> Failure {
    let to = Target {
        place: Place::Other(place.to_owned()),
        within: Some(Duration::from_millis(50)),
    };
    socket.connect(&to);
    match socket.arrival().await {
        Arrival::Lost(failure) => failure,
        Arrival::Connected(..)
        | Arrival::Heard(_)
        | Arrival::Held(_)
        | Arrival::Remark(_)
        | Arrival::Derived(..)
        | Arrival::Identified(_)
        | Arrival::Filed(_) => panic!("a failure"),
    }
}

#[tokio::test]
async fn while_it_dials_there_is_no_farewell_to_wait_for() {
    let silent = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let mut socket = socket(udp(silent.local_addr().unwrap().port()));
    socket.connect(&Target::default());
    let mut farewell = pin!(socket.finish());
    let at_once = poll_fn(|cx| Poll::Ready(farewell.as_mut().poll(cx).is_ready())).await;
    assert!(at_once, "it waits");
}

#[tokio::test]
async fn one_of_several_has_its_turn_over_the_transport_of_the_first_and_no_more() {
    let silent = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = silent.local_addr().unwrap();
    let mut socket = socket(udp(1));
    let failure = failure(&mut socket, &address.to_string()).await;
    let Failure::Silent { endpoint, .. } = failure else {
        panic!("{failure:?}")
    };
    assert_eq!(endpoint, udp(address.port()));
    let mut hello = [0; 2048];
    assert!(silent.try_recv(&mut hello).is_ok(), "it was called");
}

#[tokio::test]
async fn what_is_no_address_is_where_nobody_is() {
    let mut socket = socket(udp(1));
    let failure = failure(&mut socket, "http://lab2/").await;
    assert!(
        matches!(failure, Failure::UnknownHost { .. }),
        "{failure:?}"
    );
}
