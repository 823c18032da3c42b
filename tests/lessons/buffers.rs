//! `buffers`: sizes, back-pressure, deadlock.

use crate::program::lesson;
use crate::program::python;
use crate::program::run;

/// How many bytes were accepted before the sender had to wait; all must arrive.
fn accepted(size: &str, total: &str) -> u64 {
    let mut receiver = lesson("buffers", &["receiver", "0", size]);
    receiver.shows(&format!("receive buffer: asked for {size}, got "));
    let port = receiver.port().to_string();
    let sender = run("buffers", &["sender", &port, size, total], "");
    sender.check(0, &format!("send buffer: asked for {size}, got "));
    sender.check(0, &format!("sent {total} bytes, waited "));
    receiver.ends().check(0, &format!("read {total} bytes in "));
    let line = sender
        .shown
        .iter()
        .find(|line| line.contains("before send had to wait"))
        .unwrap();
    line.split(' ').next().unwrap().parse().unwrap()
}

#[test]
fn a_huge_buffer_takes_more_before_send_waits_than_a_tiny_one() {
    let tiny = accepted("1024", "2000000");
    let huge = accepted("200000", "20000000");
    assert!(tiny < 200_000, "{tiny}");
    assert!(huge > 2 * tiny, "{huge} and {tiny}");
}

#[test]
fn a_receiver_that_reads_at_once_gets_every_byte_too() {
    let mut receiver = lesson("buffers", &["receiver", "0", "100", "0"]);
    let port = receiver.port().to_string();
    run("buffers", &["sender", &port, "100", "100000"], "").check(0, "sent 100000 bytes");
    receiver.ends().check(0, "read 100000 bytes in ");
}

#[test]
fn two_who_only_write_wait_for_each_other() {
    let ended = run("buffers", &["deadlock"], "");
    ended.check(1, "both want to write 100000000 bytes, and nobody reads");
    ended.check(1, "bytes lay unread on one side");
    run("buffers", &["deadlock", "1000"], "").check(0, "no deadlock");
}

#[test]
fn buffers_pair_with_python_both_ways() {
    let Some(mut receiver) = python("buffers", &["receiver", "4096"]) else {
        return;
    };
    let port = receiver.port().to_string();
    run("buffers", &["sender", &port], "").check(0, "sent 1000000 bytes");
    receiver.ends().check(0, "read 1000000");
    let mut receiver = lesson("buffers", &["receiver", "0", "4096", "0"]);
    let port = receiver.port().to_string();
    let Some(sender) = python("buffers", &["sender", &port, "4096", "123456"]) else {
        return;
    };
    assert_eq!(sender.ends().code, Some(0));
    receiver.ends().check(0, "read 123456 bytes in ");
}
