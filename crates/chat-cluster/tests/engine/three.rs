//! Three nodes that keep the log together.

use chat_cluster::ClusterName;
use chat_cluster::Settings;
use chat_cluster::status;
use tokio::join;
use tokio::task::JoinSet;

use crate::nodes::Node;
use crate::nodes::settings;
use crate::server::Server;
use crate::server::numbered;

#[tokio::test]
async fn two_servers_have_one_order_though_the_leader_is_killed() {
    let Some(mut nodes) = Node::three() else {
        return;
    };
    let [first, second, third] = &nodes;
    let mut lab1 = Server::living_in_time(settings(&[first, second, third], "lab1")).await;
    let mut lab2 = Server::living_in_time(settings(&[second, third, first], "lab2")).await;
    assert_eq!(lab1.cluster.log_id(), lab2.cluster.log_id());
    assert_eq!(lab1.engine.replicas, 3);
    lab1.say(&numbered("a", 200));
    lab2.say(&numbered("b", 200));
    lab1.until_lines(402).await;
    lab2.until_lines(402).await;
    assert_eq!(lab1.log, lab2.log);

    let before = status(settings(&[first, second, third], "admin"))
        .await
        .unwrap();
    assert_eq!((before.followers.len(), before.servers.len()), (2, 2));
    let leader = before.leader.unwrap();
    let at = nodes.iter().position(|node| node.name() == leader).unwrap();
    nodes[at].kill();
    for number in 0..50 {
        lab1.say(&[format!("c{number}")]);
        lab2.say(&[format!("d{number}")]);
    }
    lab1.until_lines(502).await;
    lab2.until_lines(502).await;
    assert_eq!(lab1.log, lab2.log);
    let own = |prefix: &str| {
        let own = lab1.log.iter().filter(|line| line.starts_with(prefix));
        own.cloned().collect::<Vec<_>>()
    };
    let expected: Vec<String> = numbered("lab1 c", 50);
    assert_eq!(own("lab1 c"), expected);
    assert_eq!(own("lab2 d"), numbered("lab2 d", 50));
}

/// Nodes before 2.11 now and then make a log for one of them and then another in its place.
#[tokio::test]
async fn servers_that_come_at_once_find_one_log() {
    let Some(nodes) = Node::three() else {
        return;
    };
    let [first, second, third] = &nodes;
    drop(Server::living_in_time(settings(&[first, second, third], "lab1")).await);
    let mut rounds = JoinSet::new();
    for round in 0..ROUNDS {
        let named = |order: &[&Node], server: &str| Settings {
            name: ClusterName::parse(&format!("round{round}")).unwrap(),
            ..settings(order, server)
        };
        rounds.spawn(one_log(
            named(&[first, second, third], "lab1"),
            named(&[second, third, first], "lab2"),
            named(&[third, first, second], "lab3"),
        ));
    }
    rounds.join_all().await;
}

async fn one_log(lab1: Settings, lab2: Settings, lab3: Settings) {
    let is = status(lab1.clone());
    let (mut lab1, lab2, lab3) = join!(
        Server::living_in_time(lab1),
        Server::living_in_time(lab2),
        Server::living_in_time(lab3),
    );
    let is = is.await.unwrap().log_id;
    let they = [&lab1, &lab2, &lab3].map(|server| server.cluster.log_id().to_owned());
    assert_eq!(they, [is.clone(), is.clone(), is]);
    lab3.say(&numbered("a", 1));
    lab1.until_line("lab3 a0").await;
}

const ROUNDS: usize = 20;
