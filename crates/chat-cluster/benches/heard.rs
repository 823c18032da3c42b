//! How long it takes until what is said is heard back, and how fast a log is read.
//!
//! `cargo bench -p chat-cluster`. Speed is measured, not asserted.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a measurement"
)]

#[path = "../tests/engine/nodes.rs"]
#[allow(dead_code, reason = "the tests need more of it")]
mod nodes;

use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Write as _;
use std::net::TcpStream;
use std::time::Duration;
use std::time::Instant;

use chat_cluster::Cluster;
use chat_cluster::Fault;
use chat_cluster::News;
use chat_cluster::Settings;
use chat_cluster::What;
use tokio::sync::mpsc::Receiver;

use crate::nodes::Node;
use crate::nodes::settings;

#[tokio::main]
async fn main() {
    if std::env::args().any(|argument| argument == "--list" || argument == "--test") {
        return;
    }
    if let Some(node) = Node::alone() {
        heard("one node, one server", vec![settings(&[&node], "lab1")]).await;
    }
    if let Some([first, second, third]) = Node::three() {
        let each = [
            settings(&[&first, &second, &third], "lab1"),
            settings(&[&second, &third, &first], "lab2"),
            settings(&[&third, &first, &second], "lab3"),
        ];
        heard("three nodes, three servers", each.to_vec()).await;
    }
    if let Some(node) = Node::alone() {
        read_back(&node).await;
    }
}

type Joined = (Cluster, Receiver<News>);

async fn join(settings: Settings) -> Joined {
    loop {
        match Cluster::connect(settings.clone(), 0).await {
            Ok((cluster, news, _)) => return (cluster, news),
            Err(Fault::NotReady(_)) => {}
            Err(why) => panic!("{why}"),
        }
    }
}

async fn living(settings: Settings) -> Joined {
    let (cluster, mut news) = join(settings).await;
    cluster.hello("{}".to_owned());
    while !matches!(news.recv().await, Some(News::Begun { .. })) {}
    (cluster, news)
}

/// Each server says so many a second, one by one.
async fn heard(what: &str, servers: Vec<Settings>) {
    let mut joined = Vec::new();
    for settings in servers {
        let name = settings.server.to_string();
        joined.push((name, living(settings).await));
    }
    let rates = [100, 1000, 5000];
    for rate in rates {
        let each = rate / u32::try_from(joined.len()).unwrap();
        let mut tasks = Vec::new();
        for (name, (cluster, news)) in joined {
            tasks.push(tokio::spawn(say(name, cluster, news, each)));
        }
        joined = Vec::new();
        let mut all = Vec::new();
        for task in tasks {
            let (back, times) = task.await.unwrap();
            joined.push(back);
            all.extend(times);
        }
        all.sort();
        let at = |part: usize| all[(all.len() - 1) * part / 1000].as_micros();
        println!(
            "{what}, {rate}/s: heard back after p50 {} µs, p99 {} µs, at most {} µs ({} deeds)",
            at(500),
            at(990),
            at(1000),
            all.len()
        );
    }
}

async fn say(
    name: String,
    cluster: Cluster,
    mut news: Receiver<News>,
    each: u32,
) -> ((String, Joined), Vec<Duration>) {
    let begun = Instant::now();
    let mut clock = tokio::time::interval(Duration::from_secs(1) / each);
    let mut times = Vec::new();
    let (mut said, count) = (0, each * 5);
    let filler = "x".repeat(150);
    while times.len() < usize::try_from(count).unwrap() {
        tokio::select! {
            _ = clock.tick(), if said < count => {
                said += 1;
                let at = begun.elapsed().as_nanos();
                cluster.propose(vec![format!("{{\"at\":{at},\"text\":\"{filler}\"}}")]);
            }
            Some(News::Entry(counted)) = news.recv() => {
                let now = begun.elapsed();
                if counted.server.as_str() == name && let What::Deeds(deeds) = counted.what {
                    times.extend(deeds.iter().map(|deed| {
                        let deed: serde_json::Value = serde_json::from_str(deed.get()).unwrap();
                        let at = deed["at"].as_u64().unwrap();
                        now.saturating_sub(Duration::from_nanos(at))
                    }));
                }
            }
        }
    }
    ((name, (cluster, news)), times)
}

/// A million deeds of 200 bytes: as they are said when many are, and one in each entry.
async fn read_back(node: &Node) {
    let mut settings = settings(&[node], "lab1");
    settings.max_bytes = 2 << 30;
    let (cluster, mut news) = living(settings.clone()).await;
    let deed = format!("{{\"text\":\"{}\"}}", "x".repeat(189));
    let begun = Instant::now();
    for _ in 0..1000 {
        cluster.propose(vec![deed.clone(); 1000]);
    }
    count(&mut news, 1_000_000).await;
    told("said and heard, a million deeds of 200 bytes", begun);
    cluster.leave(Duration::from_secs(10)).await;
    replay(
        &settings,
        "read, a million deeds in full entries",
        1_000_000,
    )
    .await;

    write_singly(node, &deed).await;
    replay(
        &settings,
        "read, those and a million entries of one deed",
        2_000_000,
    )
    .await;
}

async fn replay(settings: &Settings, what: &str, deeds: usize) {
    let begun = Instant::now();
    let (_cluster, mut news, _) = Cluster::connect(settings.clone(), 0).await.unwrap();
    count(&mut news, deeds).await;
    told(what, begun);
}

async fn count(news: &mut Receiver<News>, mut deeds: usize) {
    while deeds > 0 {
        let next = tokio::time::timeout(PATIENCE, news.recv()).await;
        if let Some(News::Entry(counted)) = next.unwrap()
            && let What::Deeds(said) = counted.what
        {
            deeds -= said.len();
        }
    }
}

fn told(what: &str, begun: Instant) {
    let memory = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let memory = memory.lines().find(|line| line.starts_with("VmHWM"));
    println!(
        "{what}: {:?}, {}",
        begun.elapsed(),
        memory.unwrap_or_default()
    );
}

/// Another server's entries, written past everything.
async fn write_singly(node: &Node, deed: &str) {
    let (cluster, mut news) = join(settings(&[node], "lab2")).await;
    cluster.hello("{}".to_owned());
    let life = loop {
        if let Some(News::Begun { life }) = news.recv().await {
            break life;
        }
    };
    drop((cluster, news));
    let mut stream = TcpStream::connect(("127.0.0.1", node.port())).unwrap();
    stream
        .write_all(b"CONNECT {\"verbose\":false}\r\n")
        .unwrap();
    let mut bytes = Vec::new();
    for n in 1..=1_000_000 {
        let entry = format!(
            "{{\"v\":1,\"server\":\"lab2\",\"at\":1,\"life\":{life},\"n\":{n},\"deeds\":[{deed}]}}"
        );
        let length = entry.len();
        write!(bytes, "PUB chat.test.log.lab2 {length}\r\n{entry}\r\n").unwrap();
        if n % 1000 == 0 {
            stream.write_all(&bytes).unwrap();
            bytes.clear();
        }
    }
    // Closed before the last of it was read, it would be lost.
    stream.write_all(b"PING\r\n").unwrap();
    let lines = BufReader::new(stream).lines().map_while(Result::ok);
    assert!(lines.into_iter().any(|line| line == "PONG"));
}

const PATIENCE: Duration = Duration::from_secs(20);
