//! A server whose own parts fail, and one that stood still: the whole server inside
//! one thread, which the test can stop.

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::thread;

use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::*;
use crate::config::Rules;
use crate::config::Sockets;

/// How long nobody may be silent.
const SILENCE: Duration = Duration::from_millis(400);

/// What a peer is told next.
async fn told(peer: &UdpSocket) -> String {
    let mut buffer = [0; 2048];
    let heard = timeout(Duration::from_secs(20), peer.recv(&mut buffer)).await;
    let length = heard.expect("nothing was heard").unwrap();
    String::from_utf8_lossy(&buffer[..length]).into_owned()
}

#[tokio::test]
async fn a_server_that_stood_still_reads_what_has_come_before_it_finds_anybody_silent() {
    let config = Config {
        sockets: Sockets {
            tcp: false,
            bind: vec![IpAddr::V4(Ipv4Addr::LOCALHOST)],
            port: 0,
            ..Sockets::default()
        },
        rules: Rules {
            udp_silence: SILENCE,
            ..Rules::default()
        },
        ..Config::default()
    };
    let running = start(config).await.unwrap();
    let Some(Listening::Udp(server)) = running.listening().first() else {
        panic!("{:?}", running.listening())
    };
    let mut peers = Vec::new();
    for n in 0..20 {
        let peer = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        peer.connect(server).await.unwrap();
        let join = format!(r#"{{"type":"join","name":"p{n}"}}"#);
        peer.send(join.as_bytes()).await.unwrap();
        peers.push(peer);
    }
    for peer in &peers {
        while !told(peer).await.contains("welcome") {}
    }
    for peer in &peers {
        peer.try_send(br#"{"type":"ping"}"#).unwrap();
    }
    // Nothing of the server runs while its only thread sleeps here.
    thread::sleep(2 * SILENCE);
    for peer in &peers {
        let mut frame = String::new();
        while !frame.contains("pong") {
            frame = told(peer).await;
            assert!(!frame.contains("\"bye\""), "{frame}");
        }
    }
    running.stop().await.unwrap();
}

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
