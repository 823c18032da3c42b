//! One node.

use std::time::Duration;

use chat_cluster::Cluster;
use chat_cluster::News;

use crate::nodes::Node;
use crate::nodes::settings;
use crate::server::PATIENCE;
use crate::server::Server;

fn numbered(prefix: &str, count: usize) -> Vec<String> {
    (0..count)
        .map(|number| format!("{prefix}{number}"))
        .collect()
}

#[tokio::test]
async fn two_servers_hear_one_log_and_the_end_of_a_life() {
    let Some(node) = Node::alone() else { return };
    let mut lab1 = Server::living(settings(&[&node], "lab1")).await;
    let mut lab2 = Server::living(settings(&[&node], "lab2")).await;
    assert_eq!(lab1.cluster.log_id(), lab2.cluster.log_id());
    assert!(lab1.engine.warning.is_some() || !lab1.engine.version.starts_with("2.9"));
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
