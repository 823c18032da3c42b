//! A server that starts again goes on from its checkpoint: it reads no more of the log than
//! has come since, and the log need not have more.

use std::path::PathBuf;

use chat_tests::engine::Node;
use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::wire::Via;
use serde_json::json;

use crate::agreeing::shows;
use crate::house::Lab;
use crate::house::in_step;
use crate::house::roster;
use crate::past;
use crate::starting::ends_with_words;
use crate::starting::on_tcp;
use crate::status::status;

const GOES_ON: &str = "this server goes on from its checkpoint";

/// Whoever comes in asks for everything that was said.
#[track_caller]
pub(crate) fn all(server: &Server, name: &str) -> Vec<String> {
    let mut peer = Peer::connect(server, Via::Tcp);
    peer.enter(name, "lobby");
    // Not what somebody else has said before: that is heard too.
    peer.says(&format!("{name} is here"));
    drop(peer);
    let told = past::agreed(&[server], "lobby");
    told.into_iter().map(|(_, _, text, _)| text).collect()
}

#[test]
fn what_came_meanwhile_is_read_and_nothing_before() {
    let Some(lab) = Lab::new() else { return };
    let first = lab.server("lab1");
    let second = lab.server("lab2");
    let mut ana = Peer::join(&first, Via::Tcp, "ana");
    let mut bob = Peer::connect(&second, Via::Tcp);
    let welcome = bob.enter("bob", "lobby");
    let mut both = [ana, bob];
    in_step(&mut both, "before");
    [ana, bob] = both;
    second.stop();
    bob.hears_bye(Via::Tcp);
    ana.hears("bob", |f| f.tells("leave", "bob"));
    ana.says("meanwhile");
    let second = lab.server("lab2");
    second.program.complains(GOES_ON, 1);
    // The session is known, the numbers go on, what was said before is in the archive.
    let mut bob = Peer::connect(&second, Via::Tcp);
    let join = json!({
        "type": "join", "name": "bob", "session": welcome.get("session"),
        "log": welcome.get("log"), "since": 1,
    });
    bob.send(&join);
    bob.hears("what it missed", |f| f.says("meanwhile"));
    assert_eq!(roster(&mut bob), ["ana", "bob"]);
    let mut both = [bob, ana];
    in_step(&mut both, "after");
    let told = past::agreed(&[&first, &second], "lobby");
    let texts: Vec<&str> = told.iter().map(|(_, _, text, _)| text.as_str()).collect();
    assert_eq!(texts, ["before", "meanwhile", "after"]);
}

/// On lab1 something was said before it was stopped: where its checkpoint is.
#[track_caller]
fn stopped_after_one(lab: &Lab) -> PathBuf {
    let first = lab.server("lab1");
    let mut ana = Peer::join(&first, Via::Tcp, "ana");
    ana.says("one");
    first.stop();
    lab.checkpoint("lab1")
}

/// Of a log only the last entries are left, as where it has an age at which they go.
pub(crate) fn shorten(node: &Node, lab: &Lab) {
    let text = status(&lab.options()).output.join("\n");
    let (_, mark) = text.split_once(&format!("CHAT_{}-", lab.name())).unwrap();
    let mark = mark.split(',').next().unwrap();
    let config = json!({
        "name": format!("CHAT_{}", lab.name()),
        "description":
            format!("What the chat servers of one cluster say, in one order. Log {mark}"),
        "subjects": [format!("chat.{}.log.*", lab.name())],
        "retention": "limits", "storage": "file", "discard": "old", "max_bytes": 1 << 30,
        "max_msgs": 10, "max_age": 0, "num_replicas": 1, "deny_delete": true,
        "deny_purge": true, "duplicate_window": 100_000_000,
    });
    let subject = format!("$JS.API.STREAM.UPDATE.CHAT_{}", lab.name());
    node.publish([(subject, config.to_string())]);
    shows(lab, "          10 entries");
}

#[test]
fn where_the_beginning_of_the_log_is_gone_a_checkpoint_is_enough() {
    let Some(node) = Node::alone() else { return };
    let lab = Lab::on(&[&node]);
    let first = lab.server("lab1");
    let second = lab.server("lab2");
    let mut ana = Peer::join(&first, Via::Tcp, "ana");
    for n in 0..20 {
        ana.says(&format!("line {n}"));
    }
    second.stop();
    first.stop();
    shorten(&node, &lab);
    // Whoever knows nothing of the log cannot read it, and hears what helps.
    let start = on_tcp(&lab.archive("lab3")).args(&lab.options());
    let words = [
        "no other server runs",
        "the log lacks entries",
        "it takes a copy there",
    ];
    ends_with_words(start.args(&["--server-name", "lab3"]), 1, &words);
    // By hand the same can be done.
    for file in [Lab::archive, Lab::checkpoint] {
        std::fs::copy(file(&lab, "lab2"), file(&lab, "lab3")).unwrap();
    }
    let third = lab.server("lab3");
    third.program.complains(GOES_ON, 1);
    let told = all(&third, "eva");
    assert_eq!(told.len(), 21);
    assert_eq!(told.first().map(String::as_str), Some("line 0"));
}

#[test]
fn a_checkpoint_that_is_of_no_use_is_passed_over() {
    let Some(lab) = Lab::new() else { return };
    let checkpoint = stopped_after_one(&lab);
    let good = std::fs::read(&checkpoint).unwrap();
    std::fs::write(&checkpoint, "{\"v\":1,").unwrap();
    let first = lab.server("lab1");
    first.program.complains("the checkpoint is passed over", 1);
    assert_eq!(all(&first, "bob"), ["one", "bob is here"]);
    first.stop();
    // One that knows of more than the archive has.
    std::fs::remove_file(lab.archive("lab1")).unwrap();
    let first = lab.server("lab1");
    let words = "the archive is not what the checkpoint is";
    first.program.complains(words, 1);
    assert_eq!(all(&first, "eva"), ["one", "bob is here", "eva is here"]);
    first.stop();
    // And one that was changed.
    let text = String::from_utf8(good).unwrap();
    assert!(text.contains("\"guests\":0"), "{text}");
    std::fs::write(&checkpoint, text.replace("\"guests\":0", "\"guests\":7")).unwrap();
    let first = lab.server("lab1");
    first.program.complains(words, 1);
    assert_eq!(all(&first, "zoe").len(), 4);
}

#[test]
fn a_log_that_has_lost_its_end_is_not_gone_on_with() {
    let Some(lab) = Lab::new() else { return };
    let checkpoint = stopped_after_one(&lab);
    let text = std::fs::read_to_string(&checkpoint).unwrap();
    let (before, after) = text.split_once("\"position\":").unwrap();
    let (_, after) = after.split_once(',').unwrap();
    // It has read more than there is now.
    let text = format!("{before}\"position\":99999,{after}");
    std::fs::write(&checkpoint, text).unwrap();
    let start = on_tcp(&lab.archive("lab1")).args(&lab.options());
    let words = ["the log ends at ", "has read up to 99999", "a new archive"];
    ends_with_words(start.args(&["--server-name", "lab1"]), 1, &words);
}
