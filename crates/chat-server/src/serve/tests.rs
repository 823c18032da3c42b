//! The whole server inside one thread, which the test can stop.

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::thread;

use super::*;
use crate::config::Rules;

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
        loop {
            let frame = told(peer).await;
            assert!(!frame.contains("\"bye\""), "{frame}");
            if frame.contains("pong") {
                break;
            }
        }
    }
    running.stop().await;
}
