//! A server that stood still for longer than anybody may be silent.

use super::*;

#[test]
fn after_a_sleep_of_ours_what_has_come_is_read_before_a_silence_is_judged() {
    let now = epoch();
    let mut links = links(now);
    let id = open(&mut links, now, address(1), 7);
    assert_eq!(send(&mut links, now, To(address(1), id), b"{}"), Ok(1));
    let awake = now + Duration::from_secs(65);
    links.handle_timeout(awake);
    assert_eq!(needing(&mut links, awake), []);
    let ack = format!("{{\"type\":\"ack\",\"link\":\"{id}\",\"ack\":1}}");
    let _ = links.handle_datagram(at(awake), address(1), ack.as_bytes());
    let later = awake + Duration::from_secs(10);
    links.handle_timeout(later);
    assert_eq!(needing(&mut links, later), []);
    assert!(links.has(address(1)));
}
