//! Coming in, and why not.

use std::time::Instant;

use chat_cluster::Address;
use chat_cluster::Cluster;
use chat_cluster::Fault;
use chat_cluster::Settings;
use chat_cluster::status;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;
use tokio::time::timeout;

use crate::nodes::Node;
use crate::nodes::settings;
use crate::server::PATIENCE;
use crate::server::Server;

async fn refused(settings: Settings) -> Fault {
    match Cluster::connect(settings, 0).await {
        Ok(_) => panic!("it came in"),
        Err(why) => why,
    }
}

fn at(port: u16) -> Settings {
    let mut settings = settings(&[], "lab1");
    settings.engine = vec![Address::parse(&format!("nats://127.0.0.1:{port}")).unwrap()];
    settings
}

#[tokio::test]
async fn where_nobody_answers_it_is_said_within_five_seconds() {
    // A port that was free a moment ago, and that nobody is given so soon again.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let begun = Instant::now();
    let why = refused(at(port)).await;
    assert!(begun.elapsed().as_secs() < 5);
    assert!(matches!(&why, Fault::NoEngine { .. }), "{why:?}");
    let expected = format!("Tried: nats://127.0.0.1:{port}");
    assert!(why.to_string().ends_with(&expected), "{why}");
}

#[tokio::test]
async fn what_is_no_engine_is_said_to_be_none() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(b"SSH-2.0-OpenSSH_9.2\r\n").await;
        }
    });
    let why = refused(at(port)).await;
    assert!(matches!(&why, Fault::Foreign(_)), "{why:?}");
}

#[tokio::test]
async fn an_engine_without_jetstream_is_no_use() {
    let Some(node) = Node::with(&[]) else { return };
    let why = refused(settings(&[&node], "lab1")).await;
    assert!(matches!(&why, Fault::NoJetStream(_)), "{why:?}");
    assert!(why.to_string().contains("nats-server -js"), "{why}");
}

#[tokio::test]
async fn a_name_and_a_password_let_in_and_wrong_ones_do_not() {
    let more = ["-js", "--user", "ana", "--pass", "p@ss"];
    let Some(node) = Node::with(&more) else {
        return;
    };
    let why = refused(settings(&[&node], "lab1")).await;
    assert!(matches!(&why, Fault::Refused(_)), "{why:?}");
    let mut settings = settings(&[&node], "lab1");
    let written = format!("nats://ana:p%40ss@127.0.0.1:{}", node.port());
    settings.engine = vec![Address::parse(&written).unwrap()];
    Server::living(settings).await;
}

/// An engine that lets in whoever comes, and then never stops to speak.
async fn talks(listener: TcpListener, words: &'static [u8]) {
    while let Ok((mut stream, _)) = listener.accept().await {
        tokio::spawn(async move {
            let _ = stream
                .write_all(b"INFO {\"version\":\"2.12.0\"}\r\nPONG\r\n")
                .await;
            let flood = words.repeat(1000);
            while stream.write_all(&flood).await.is_ok() {}
        });
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_engine_that_never_stops_to_speak_is_not_listened_to_for_ever() {
    let beat: &[u8] = b"MSG chat.test.beat.lab2 2 2\r\n{}\r\n";
    for words in [b"PING\r\n", beat] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let engine = tokio::spawn(talks(listener, words));
        let asked = timeout(PATIENCE, status(at(port))).await;
        let why = asked.expect("an answer in time").unwrap_err();
        assert!(matches!(&why, Fault::NotReady(_)), "{why:?}");
        engine.abort();
    }
}
