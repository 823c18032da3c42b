//! One node.

use std::time::Duration;
use std::time::Instant;

use chat_cluster::Cluster;
use chat_cluster::Lives;
use chat_cluster::News;
use chat_cluster::ServerName;
use chat_cluster::status;

use crate::cable::Cable;
use crate::nodes::Node;
use crate::nodes::settings;
use crate::server::PATIENCE;
use crate::server::Server;
use crate::server::numbered;

#[tokio::test]
async fn two_servers_hear_one_log_and_the_end_of_a_life() {
    let Some(node) = Node::alone() else { return };
    let mut lab1 = Server::living(settings(&[&node], "lab1")).await;
    let mut lab2 = Server::living(settings(&[&node], "lab2")).await;
    assert_eq!(lab1.cluster.log_id(), lab2.cluster.log_id());
    assert_eq!((lab1.engine.replicas, lab1.engine.last), (1, 0));
    lab1.say(&numbered("a", 100));
    lab2.say(&numbered("b", 100));
    lab1.until_lines(202).await;
    lab2.until_lines(202).await;
    assert_eq!(lab1.log, lab2.log);
    assert_eq!(lab1.cluster.waiting(), 0);
    lab2.cluster.clone().leave(PATIENCE).await;
    lab2.until_lines(203).await;
    lab1.until_lines(203).await;
    assert_eq!(lab1.log, lab2.log);
    assert_eq!(lab1.log.last().unwrap(), "lab2 dead lab2");
}

#[tokio::test]
async fn what_was_proposed_arrives_once_though_the_engine_is_killed() {
    let Some(mut node) = Node::alone() else {
        return;
    };
    let mut lab1 = Server::living(settings(&[&node], "lab1")).await;
    let mut said = vec!["lab1 hello".to_owned()];
    for round in 0..3 {
        // One after the other, so that there are many entries and some are under way.
        for words in numbered(&format!("r{round} "), 300) {
            said.push(format!("lab1 {words}"));
            lab1.say(&[words]);
        }
        lab1.until_lines(lab1.log.len() + 1).await;
        node.kill();
        node.restart();
    }
    lab1.until_lines(said.len()).await;
    assert_eq!(lab1.log, said);
    assert_eq!(lab1.cluster.waiting(), 0);
    let mut late = Server::connect(settings(&[&node], "late"), 0).await;
    late.until("CaughtUp").await;
    assert_eq!(late.log, said);
}

#[tokio::test]
async fn a_log_that_was_made_anew_is_another_one() {
    let Some(node) = Node::alone() else { return };
    let mut lab1 = Server::living(settings(&[&node], "lab1")).await;
    let deleted = node.call("$JS.API.STREAM.DELETE.CHAT_test", "");
    assert!(deleted.contains("\"success\":true"), "{deleted}");
    let lab2 = Server::connect(settings(&[&node], "lab2"), 0).await;
    assert_ne!(lab1.cluster.log_id(), lab2.cluster.log_id());
    let told = lab1.until("Fatal").await;
    assert!(told.contains("was deleted and made anew"), "{told}");
    assert!(told.contains(lab2.cluster.log_id()), "{told}");
    lab1.until_end().await;
}

#[tokio::test]
async fn an_engine_that_stands_still_is_told_and_so_is_that_it_goes_on() {
    let Some(node) = Node::alone() else { return };
    let mut lab1 = Server::living(settings(&[&node], "lab1")).await;
    node.signal("-STOP");
    lab1.say(&numbered("a", 3));
    lab1.until("Apart").await;
    node.signal("-CONT");
    lab1.until("Together").await;
    lab1.until_lines(4).await;
    assert_eq!(lab1.log, ["lab1 hello", "lab1 a0", "lab1 a1", "lab1 a2"]);
}

#[tokio::test]
async fn who_has_read_before_hears_only_what_came_after() {
    let Some(node) = Node::alone() else { return };
    let mut lab1 = Server::living(settings(&[&node], "lab1")).await;
    let mut lives = Lives::default();
    lab1.say(&numbered("a", 2));
    let mut position = 0;
    while lab1.log.len() < 3 {
        if let News::Entry(counted) = lab1.next().await {
            position = counted.position;
        }
    }
    lab1.say(&numbered("b", 2));
    lab1.until_lines(5).await;

    let mut after = Server::connect(settings(&[&node], "lab2"), position).await;
    after.until("CaughtUp").await;
    assert_eq!(after.log, ["lab1 b0", "lab1 b1"]);

    let (cluster, mut news, _) = Cluster::connect(settings(&[&node], "lab3"), 0)
        .await
        .unwrap();
    while let Some(News::Entry(counted)) = news.recv().await {
        lives.note(&counted);
    }
    cluster.leave(PATIENCE).await;
    let mut resumed = Server::resume(settings(&[&node], "lab3"), lives).await;
    resumed.until("CaughtUp").await;
    assert!(resumed.log.is_empty());
    lab1.say(&numbered("c", 1));
    resumed.until_lines(1).await;
    assert_eq!(resumed.log, ["lab1 c0"]);
}

#[tokio::test]
async fn who_is_cut_off_is_buried_and_begins_anew() {
    let Some(node) = Node::alone() else { return };
    let cable = Cable::to(&node.address()).await;
    let mut lab1 = Server::living(settings(&[&node], "lab1")).await;
    let mut cut_off = settings(&[&node], "lab2");
    cut_off.engine = vec![cable.address.clone()];
    let mut lab2 = Server::living(cut_off).await;
    cable.put(false);
    lab2.say(&numbered("b", 1));
    lab2.until("Apart").await;
    lab1.until_line("lab1 dead lab2").await;
    cable.put(true);
    lab2.until("Buried").await;
    assert_eq!(lab2.log.last().unwrap(), "lab1 dead lab2");
    lab2.until("Together").await;
    lab2.cluster.hello("{}".to_owned());
    lab2.until("Begun").await;
    lab2.say(&numbered("c", 1));
    lab2.until_line("lab2 c0").await;
    lab1.until_line("lab2 c0").await;
    assert_eq!(lab1.log, lab2.log);
    // What was on its way when the cable was pulled counts before the death, or not at all.
    let stray = lab1.log.iter().position(|line| line == "lab2 b0");
    let death = lab1.log.iter().position(|line| line == "lab1 dead lab2");
    assert!(stray < death, "{:?}", lab1.log);
}

#[tokio::test]
async fn another_start_of_a_server_takes_its_place() {
    let Some(node) = Node::alone() else { return };
    let mut first = Server::living(settings(&[&node], "lab1")).await;
    let mut second = Server::living(settings(&[&node], "lab1")).await;
    let told = first.until("Fatal").await;
    assert!(told.contains("another server calls itself lab1"), "{told}");
    second.say(&numbered("a", 1));
    second.until_line("lab1 a0").await;
}

#[tokio::test]
async fn signs_and_questions_go_beside_the_log() {
    let Some(node) = Node::alone() else { return };
    let mut lab1 = Server::living(settings(&[&node], "lab1")).await;
    let mut lab2 = Server::living(settings(&[&node], "lab2")).await;
    lab2.cluster.people(7);
    lab2.cluster.addresses(vec!["lab2:7777".to_owned()]);
    loop {
        if let News::Servers(servers) = lab1.next().await
            && let [only] = servers.as_slice()
            && only.people == 7
        {
            assert_eq!(only.name.as_str(), "lab2");
            assert_eq!(only.addresses, ["lab2:7777"]);
            assert_eq!(only.life, Some(2));
            break;
        }
    }
    lab1.cluster.sign("ana writes".to_owned());
    let told = lab2.until("Signed").await;
    assert_eq!(told, "Signed { from: \"lab1\", body: \"ana writes\" }");

    let (lab2_name, nobody) = (
        ServerName::parse("lab2").unwrap(),
        ServerName::parse("x").unwrap(),
    );
    lab1.cluster
        .request(&lab2_name, 70, "is bo there?".to_owned());
    loop {
        if let News::Asked { from, body, reply } = lab2.next().await {
            assert_eq!((from.as_str(), body.as_str()), ("lab1", "is bo there?"));
            lab2.cluster.answer(reply, "yes".to_owned());
            break;
        }
    }
    let told = lab1.until("Answered").await;
    assert_eq!(told, "Answered { ticket: 70, body: Some(\"yes\") }");
    lab1.cluster.request(&nobody, 71, "?".to_owned());
    let told = lab1.until("Answered").await;
    assert_eq!(told, "Answered { ticket: 71, body: None }");
    // Who does not answer is not waited for.
    lab1.cluster.request(&lab2_name, 72, "?".to_owned());
    let told = lab1.until("Answered").await;
    assert_eq!(told, "Answered { ticket: 72, body: None }");
    assert!(!lab1.told.iter().any(|told| told.starts_with("Signed")));
}

#[tokio::test]
async fn who_reads_slowly_loses_nothing() {
    let Some(node) = Node::alone() else { return };
    let mut large = settings(&[&node], "lab1");
    large.max_bytes = 4 << 30;
    let mut lab1 = Server::living(large).await;
    let mut slow = Server::connect(settings(&[&node], "lab2"), 0).await;
    // Longer than anybody is patient, and more than a channel and a socket hold.
    let begun = Instant::now();
    let mut count = 1;
    while begun.elapsed() < Duration::from_secs(4) {
        lab1.say(&vec!["x".repeat(20_000); 3]);
        count += 3;
        lab1.until_lines(count).await;
    }
    slow.until_lines(count).await;
    assert_eq!(slow.log, lab1.log);
    assert!(
        !slow.told.iter().any(|told| told.starts_with("Apart")),
        "{:?}",
        slow.told
    );
}

#[tokio::test]
async fn a_full_log_takes_no_more_and_says_so() {
    let Some(node) = Node::alone() else { return };
    let mut small = settings(&[&node], "lab1");
    small.max_bytes = 200_000;
    let mut lab1 = Server::living(small).await;
    lab1.say(&vec!["x".repeat(10_000); 30]);
    let told = lab1.until("Apart").await;
    assert!(told.contains("maximum bytes exceeded"), "{told}");
    assert!(lab1.cluster.waiting() > 100_000);
    let late = Server::connect(settings(&[&node], "late"), 0).await;
    assert_eq!(late.engine.last, u64::try_from(lab1.entries).unwrap());
}

#[tokio::test]
async fn what_nobody_can_read_is_skipped_and_told() {
    let Some(node) = Node::alone() else { return };
    let mut lab1 = Server::living(settings(&[&node], "lab1")).await;
    node.call("chat.test.log.lab9", "hello");
    node.call("chat.test.log.lab9", "{\"v\":2}");
    let told = lab1.until("Skipped").await;
    assert!(told.contains("position: 2"), "{told}");
    let told = lab1.until("Skipped").await;
    assert!(told.contains("a newer server wrote it"), "{told}");
    lab1.say(&numbered("a", 1));
    lab1.until_line("lab1 a0").await;
}

#[tokio::test]
async fn the_status_is_that_of_the_log_and_of_who_is_heard() {
    let Some(node) = Node::alone() else { return };
    let missing = status(settings(&[&node], "admin")).await.unwrap_err();
    assert!(
        missing
            .to_string()
            .contains("there is no log CHAT_test yet"),
        "{missing}"
    );
    let lab1 = Server::living(settings(&[&node], "lab1")).await;
    lab1.cluster.people(3);
    let status = status(settings(&[&node], "admin")).await.unwrap();
    assert_eq!((status.messages, status.last), (1, 1));
    assert_eq!(status.log_id, lab1.cluster.log_id());
    let [only] = status.servers.as_slice() else {
        panic!("{:?}", status.servers);
    };
    assert_eq!(
        (only.name.as_str(), only.people, only.life),
        ("lab1", 3, Some(1))
    );
}
