//! First lines that do not end, and connections that nobody attends to.

use chat_net::raw_stream::RawStream;
use chat_net::tap::Tap;
use chat_proto::trace::stream::Opened;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::mpsc::Receiver;
use tokio::task::JoinHandle;

use super::*;
use crate::config::Queues;
use crate::config::Rules;
use crate::door::Arrival;
use crate::outbox::Limits;
use crate::places::Destination;
use crate::traffic::PeerId;
use crate::traffic::Transport;

/// A connection that is attended to, whose driver is the test, and its other end.
struct Scene {
    door: Door,
    driver: Receiver<Arrival>,
    peer: TcpStream,
    attended: JoinHandle<()>,
    _taken: Vec<Destination>,
}

/// With so much time for a first line, and so many places taken already.
async fn scene(first_line: Duration, taken: usize) -> Scene {
    let rules = Rules {
        first_line,
        ..Rules::default()
    };
    let limits = Limits::new(Queues::default());
    scene_at(Door::open(limits, &rules), taken).await
}

/// Behind this door.
async fn scene_at((door, driver): (Door, Receiver<Arrival>), taken: usize) -> Scene {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let to = listener.local_addr().unwrap();
    let (peer, accepted) = tokio::join!(TcpStream::connect(to), listener.accept());
    let (socket, from) = accepted.unwrap();
    let origin = Origin {
        transport: Transport::Tcp,
        address: Some(from),
        proven: true,
    };
    let taken = (0..taken).filter_map(|_| door.place(&origin).ok());
    let taken = taken.collect();
    let stream = Arc::new(Connection::new(
        RawStream::Tcp(socket),
        0,
        &Tap::default(),
        Opened::default(),
    ));
    Scene {
        door: door.clone(),
        driver,
        peer: peer.unwrap(),
        attended: tokio::spawn(attend(door.number(), stream, origin, door)),
        _taken: taken,
    }
}

/// Why the peer is gone, once it is.
async fn parting(driver: &mut Receiver<Arrival>) -> Parting {
    while let Some(arrival) = driver.recv().await {
        if let Arrival::Input(Input::Gone(_, why)) = arrival {
            return why;
        }
    }
    panic!("never gone")
}

#[tokio::test]
async fn a_first_line_that_does_not_end_ends_the_connection() {
    for (beginning, tongue) in [("{", Tongue::Json), (" \n {\"te", Tongue::Json)] {
        let mut scene = scene(Duration::from_millis(20), 0).await;
        scene.peer.write_all(beginning.as_bytes()).await.unwrap();
        let why = parting(&mut scene.driver).await;
        assert_eq!(why, Parting::Unfinished(tongue, 0));
    }
}

#[tokio::test]
async fn a_byte_now_and_then_does_not_make_a_first_line_begin_anew() {
    let mut scene = scene(QUIET / 3, 0).await;
    let (mut reads, mut writes) = scene.peer.split();
    let drips = async {
        for _ in 0..DRIPS {
            writes.write_all(b"x").await.unwrap();
            tokio::time::sleep(QUIET / 30).await;
        }
    };
    let gone = parting(&mut scene.driver);
    let mut rest = Vec::new();
    tokio::select! {
        () = drips => panic!("it began anew with each byte"),
        _ = reads.read_to_end(&mut rest) => panic!("nobody has closed it"),
        why = gone => assert_eq!(why, Parting::Unfinished(Tongue::Ascii, 0)),
    }
}

/// What is told of a peer whose task ends before its conversation.
async fn abandoned(mut scene: Scene) -> Parting {
    scene.attended.abort();
    assert!(scene.attended.await.unwrap_err().is_cancelled());
    // So that the wait ends where nothing is told.
    drop(scene.door);
    parting(&mut scene.driver).await
}

/// As the panic of its task does: whoever unwinds drops.
#[tokio::test]
async fn a_connection_that_nobody_attends_to_any_more_is_gone() {
    let mut scene = scene(Duration::from_secs(10), 0).await;
    let Some(Arrival::Peer(outbox, _)) = scene.driver.recv().await else {
        panic!("nobody came");
    };
    let why = abandoned(scene).await;
    assert!(matches!(why, Parting::Lost(_)), "{why:?}");
    assert_eq!(outbox.state(), State::Broken);
}

/// Where the hub has just so much to do that the door is full.
#[tokio::test]
async fn that_it_is_gone_is_told_through_a_full_door_too() {
    let mut scene = scene(Duration::from_secs(10), 0).await;
    let Some(Arrival::Peer(..)) = scene.driver.recv().await else {
        panic!("nobody came");
    };
    while scene.driver.len() < scene.driver.max_capacity() {
        scene.door.tell(Input::Listens(PeerId(0))).await;
    }
    let why = abandoned(scene).await;
    assert!(matches!(why, Parting::Lost(_)), "{why:?}");
}

#[tokio::test]
async fn without_any_place_one_line_says_why_in_the_tongue_that_has_begun() {
    for (beginning, expected) in [
        ("{", "{\"type\":\"error\""),
        ("hello", "! the server is full"),
        ("", "! the server is full"),
    ] {
        let mut scene = scene(Duration::from_secs(10), 10_000).await;
        scene.peer.write_all(beginning.as_bytes()).await.unwrap();
        let mut told = String::new();
        scene.peer.read_to_string(&mut told).await.unwrap();
        assert!(told.starts_with(expected), "{told:?}");
        assert_eq!(told.lines().count(), 1, "{told:?}");
    }
}

/// It was accepted, and its task comes to the door when the server has stopped.
#[tokio::test]
async fn whoever_comes_to_a_closed_door_gets_a_bye_in_the_tongue_that_has_begun() {
    for (beginning, expected) in [
        ("{", "{\"type\":\"bye\""),
        ("hello", "* the server is closing"),
        ("", "* the server is closing"),
    ] {
        let limits = Limits::new(Queues::default());
        let (door, mut driver) = Door::open(limits, &Rules::default());
        driver.close();
        let mut scene = scene_at((door, driver), 0).await;
        scene.peer.write_all(beginning.as_bytes()).await.unwrap();
        let mut told = String::new();
        scene.peer.read_to_string(&mut told).await.unwrap();
        assert!(told.starts_with(expected), "{told:?}");
        assert_eq!(told.lines().count(), 1, "{told:?}");
    }
}

/// Bytes that come one by one, far more than come in the time for a first line.
const DRIPS: usize = 300;

/// Where secrecy is offered, and a handshake may take so long.
#[cfg(feature = "secrecy")]
async fn secret_scene(handshake: Duration) -> Scene {
    let mut config = crate::config::Config::default();
    config.secrecy.handshake = handshake;
    let secrecy = crate::secrecy::Secrecy::prepare(&config, None).unwrap();
    let limits = Limits::new(Queues::default());
    scene_at(Door::new(limits, &config.rules, Arc::new(secrecy)), 0).await
}

#[cfg(feature = "secrecy")]
#[tokio::test]
async fn half_a_hello_and_then_silence_ends_the_connection() {
    for half in [
        &b"\x16"[..],
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ] {
        let mut scene = secret_scene(Duration::from_millis(20)).await;
        scene.peer.write_all(half).await.unwrap();
        let Parting::Lost(why) = parting(&mut scene.driver).await else {
            panic!("it ended otherwise");
        };
        assert!(why.contains("handshake"), "{why}");
    }
}

#[cfg(feature = "secrecy")]
#[tokio::test]
async fn what_is_no_tls_after_its_first_byte_is_told_so_by_an_alert() {
    let mut scene = secret_scene(Duration::from_secs(60)).await;
    scene.peer.write_all(b"\x16 is no hello\n").await.unwrap();
    let Parting::Lost(why) = parting(&mut scene.driver).await else {
        panic!("it ended otherwise");
    };
    assert!(why.contains("secret connection"), "{why}");
}
