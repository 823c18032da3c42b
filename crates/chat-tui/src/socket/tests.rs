//! What a socket does while it has no connection yet.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use super::*;
use crate::config::Transport;
use crate::speech;
use crate::speech::Language;

#[tokio::test]
async fn while_it_dials_there_is_no_farewell_to_wait_for() {
    let silent = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let endpoint = Endpoint::Net {
        transport: Transport::Udp,
        host: "127.0.0.1".to_owned(),
        port: silent.local_addr().unwrap().port(),
    };
    let network = NetworkConfig::clear();
    let aside = Aside::new(None, speech::of(Language::English));
    let mut socket = Socket::new(endpoint, network, aside);
    socket.connect();
    let mut farewell = pin!(socket.finish());
    let at_once = poll_fn(|cx| Poll::Ready(farewell.as_mut().poll(cx).is_ready())).await;
    assert!(at_once, "it waits");
}
