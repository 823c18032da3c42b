//! `udp_remote`: loss, doubled waits, giving up.

use std::net::UdpSocket;
use std::time::Duration;

use chat_tests::clock::now;

use crate::program::Ended;
use crate::program::PATIENCE;
use crate::program::lesson;
use crate::program::python;
use crate::program::run;

const REQUEST_BYTES: usize = 53;

#[test]
fn a_silent_server_sees_five_sends_at_doubled_distances() {
    let server = UdpSocket::bind("127.0.0.1:0").unwrap();
    server.set_read_timeout(Some(PATIENCE)).unwrap();
    let address = server.local_addr().unwrap().to_string();
    let start = now();
    let mut client = lesson("udp_remote", &["client", &address]);
    let mut buffer = [0; 100];
    let mut moments = Vec::new();
    for wait in [100, 200, 400, 800, 1600] {
        let size = server.recv(&mut buffer).unwrap();
        assert_eq!(size, REQUEST_BYTES);
        moments.push(start.elapsed());
        client.shows(&format!("waiting up to {wait} ms for a reply"));
    }
    client.ends().check(1, "silent: 5 sends, 3.1 s");
    moments.push(start.elapsed());
    // A busy machine is late and never early.
    for (moment, due) in moments.into_iter().zip([0, 100, 300, 700, 1500, 3100]) {
        let due = Duration::from_millis(due);
        assert!(
            (due..due + Duration::from_secs(3)).contains(&moment),
            "{moment:?} for {due:?}"
        );
    }
}

#[test]
fn a_reply_ends_the_waiting() {
    let server = UdpSocket::bind("127.0.0.1:0").unwrap();
    server.set_read_timeout(Some(PATIENCE)).unwrap();
    let address = server.local_addr().unwrap().to_string();
    let client = lesson("udp_remote", &["client", &address]);
    let mut buffer = [0; 100];
    // The first request is lost, the second answered.
    server.recv(&mut buffer).unwrap();
    let (_, sender) = server.recv_from(&mut buffer).unwrap();
    server.send_to(b"at last", sender).unwrap();
    let ended = client.ends();
    ended.check(0, "send 2, waiting up to 200 ms");
    ended.check(0, "the server says \"at last\"");
}

#[test]
fn the_same_seed_loses_the_same_requests() {
    let fates = |_| {
        let mut server = lesson("udp_remote", &["server", "0", "7"]);
        let address = ("127.0.0.1", server.port());
        let me = UdpSocket::bind("127.0.0.1:0").unwrap();
        (0..32)
            .map(|_| {
                me.send_to(b"x", address).unwrap();
                server.shows("1 bytes from").starts_with("answering")
            })
            .collect::<Vec<bool>>()
    };
    let [first, second] = [1, 2].map(fates);
    assert_eq!(first, second);
    assert!(first.contains(&true) && first.contains(&false));
}

/// How many of 400 gave up, and how many sends there were.
fn counts(ended: &Ended) -> (u32, u32) {
    ended.check(0, "sends in all");
    let number = |part: &str| {
        let line = ended.shown.iter().find(|line| line.contains(part)).unwrap();
        line.split(' ').next().unwrap().parse().unwrap()
    };
    (number("gave up"), number("sends in all"))
}

/// 12.5 of 400 give up on average, with a deviation of 3.5; the sends are 775
/// with a deviation of 23. Far outside of that only a mistake lands, or a
/// machine so busy that answers come late and are asked for again.
#[track_caller]
fn check_counts(ended: &Ended) {
    let (gave_up, sends) = counts(ended);
    assert!((1..=35).contains(&gave_up), "{gave_up} of 400 gave up");
    assert!((640..=960).contains(&sends), "{sends} sends");
}

#[test]
fn one_run_in_32_gives_up_after_1_94_sends_on_average() {
    let mut server = lesson("udp_remote", &["server", "0", "3"]);
    let address = format!("127.0.0.1:{}", server.port());
    check_counts(&run(
        "udp_remote",
        &["client", &address, "--repeat", "400"],
        "",
    ));
}

#[test]
fn a_hundred_repeats_of_nobody_are_one_refusal() {
    let address = format!("127.0.0.1:{}", crate::program::nobodys_port());
    run("udp_remote", &["client", &address, "--repeat", "100"], "").check(1, "refused");
}

#[test]
fn udp_remote_pairs_with_python_both_ways() {
    let Some(mut server) = python("udp_remote", &["server", "3"]) else {
        return;
    };
    let address = format!("127.0.0.1:{}", server.port());
    check_counts(&run(
        "udp_remote",
        &["client", &address, "--repeat", "400"],
        "",
    ));
    let mut server = lesson("udp_remote", &["server", "0", "1"]);
    let port = server.port().to_string();
    let Some(client) = python("udp_remote", &["client", &port]) else {
        return;
    };
    // Under seed 1 an answer comes before the fifth send.
    client.ends().check(0, "Your data was 53 bytes long");
}
