//! A server whose own parts fail.

use std::net::Ipv4Addr;

use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::*;

async fn server() -> (Running, TcpStream) {
    let mut config = Config::default();
    config.sockets.bind = vec![Ipv4Addr::LOCALHOST.into()];
    config.sockets.port = 0;
    let running = start(config).await.unwrap();
    let place = running.listening().iter().find_map(|socket| match socket {
        Listening::Tcp(address) => Some(*address),
        Listening::Udp(_) | Listening::Unix(_) => None,
    });
    let mut peer = TcpStream::connect(place.unwrap()).await.unwrap();
    let hello = b"{\"name\":\"ana\",\"text\":\"hello\"}\n";
    peer.write_all(hello).await.unwrap();
    let mut heard = Vec::new();
    while !String::from_utf8_lossy(&heard).contains("\"hello\"") {
        assert!(peer.read_buf(&mut heard).await.unwrap() > 0);
    }
    (running, peer)
}

#[tokio::test]
async fn a_server_whose_driver_fails_says_why_tells_everybody_and_can_be_ended() {
    let (mut running, mut peer) = server().await;
    running.door.fail(|| panic!("on purpose")).await;
    let failure = running.failed().await.to_string();
    assert!(failure.contains("on purpose"), "{failure}");
    assert_eq!(failure.lines().count(), 1, "{failure}");
    let mut heard = String::new();
    let heard_all = timeout(STOPPING, peer.read_to_string(&mut heard));
    heard_all.await.expect("an end").unwrap();
    assert!(
        heard.contains("\"bye\"") && heard.contains("failed"),
        "{heard}"
    );
    drop(peer);
    running.stop().await.unwrap();
}

#[tokio::test]
async fn a_stop_that_is_asked_for_is_no_failure() {
    let (running, _peer) = server().await;
    running.stop().await.unwrap();
}
