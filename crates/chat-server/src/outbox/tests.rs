//! The bounds of an outbox, on a wire that takes as much as it is told to.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::*;
use crate::parcel::AROUND;
use crate::queue::ASKED_BYTES;

/// A socket with a hole of a known size.
#[derive(Clone, Debug, Default)]
struct Hole(Arc<Mutex<(usize, Vec<u8>)>>);

impl Hole {
    fn widen(&self, bytes: usize) {
        self.0.lock().unwrap().0 += bytes;
    }

    fn taken(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap().1)
    }
}

impl Wire for Hole {
    fn try_send(&self, queue: &Queue) -> io::Result<usize> {
        let mut hole = self.0.lock().unwrap();
        let bytes: Vec<u8> = queue.pieces().flatten().copied().collect();
        let fits = bytes.len().min(hole.0);
        hole.0 -= fits;
        hole.1.extend_from_slice(&bytes[..fits]);
        if fits == 0 && !bytes.is_empty() {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        Ok(fits)
    }
}

struct Desk {
    outbox: Outbox,
    hole: Hole,
    now: Instant,
    limits: Limits,
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test needs some moment to begin with"
)]
fn desk() -> Desk {
    let hole = Hole::default();
    let queues = Queues {
        hard: 100,
        soft: 20,
        patience: Duration::from_secs(10),
        total: 1000,
    };
    let limits = Limits::new(queues);
    Desk {
        outbox: Outbox::new(PeerId(1), Box::new(hole.clone()), limits.clone()),
        hole,
        now: Instant::now(),
        limits,
    }
}

/// A parcel of lines that nobody counts.
fn parcel(lines: &[&str]) -> Parcel {
    counted(lines, &Meter::default())
}

fn counted(lines: &[&str], meter: &Meter) -> Parcel {
    let (mut bytes, mut ends) = (Vec::new(), Vec::new());
    for line in lines {
        bytes.extend_from_slice(line.as_bytes());
        bytes.push(b'\n');
        ends.push(u32::try_from(bytes.len()).unwrap());
    }
    Parcel::new(bytes, ends, meter)
}

#[test]
fn everything_leaves_in_order_however_little_the_socket_takes() {
    let desk = desk();
    let parcel = |lines: &[&str]| counted(lines, &desk.limits.waiting);
    assert!(
        desk.outbox
            .push(desk.now, &parcel(&["one", "two"]), Reason::Said)
            .list_me
    );
    assert!(
        !desk
            .outbox
            .push(desk.now, &parcel(&["three"]), Reason::Said)
            .list_me
    );
    let mut taken = Vec::new();
    while desk.outbox.flush(desk.now) == Flushed::Blocked {
        desk.hole.widen(3);
        taken.extend(desk.hole.taken());
    }
    taken.extend(desk.hole.taken());
    assert_eq!(String::from_utf8(taken).unwrap(), "one\ntwo\nthree\n");
    assert_eq!(
        (
            desk.outbox.waiting(),
            desk.limits.waiting.load(Ordering::Relaxed)
        ),
        (0, 0)
    );
    assert!(
        desk.outbox
            .push(desk.now, &parcel(&["four"]), Reason::Said)
            .list_me
    );
}

#[test]
fn over_half_is_a_word_and_over_the_bound_a_verdict() {
    let desk = desk();
    let line = "x".repeat(39);
    let push = || {
        desk.outbox
            .push(desk.now, &parcel(&[&line]), Reason::Said)
            .verdict
    };
    assert_eq!(push(), None);
    assert!(matches!(push(), Some(Verdict::Slow(_))));
    let lag = Lag::Bytes {
        queued: 120,
        limit: 100,
    };
    assert_eq!(push(), Some(Verdict::TooSlow(lag)));
    assert_eq!(desk.outbox.waiting(), 80, "what is too much is not kept");
}

#[test]
fn what_was_asked_for_has_a_bound_of_its_own() {
    let desk = desk();
    let history = parcel(&["x".repeat(999).as_str()]);
    for _ in 0..ASKED_BYTES / 1000 {
        assert_eq!(
            desk.outbox.push(desk.now, &history, Reason::Asked).verdict,
            None
        );
    }
    let verdict = desk.outbox.push(desk.now, &history, Reason::Asked).verdict;
    assert!(matches!(verdict, Some(Verdict::TooSlow(_))));
    let live = parcel(&["x".repeat(49).as_str()]);
    assert_eq!(
        desk.outbox.push(desk.now, &live, Reason::Said).verdict,
        None
    );
    desk.hole.widen(ASKED_BYTES);
    desk.outbox.flush(desk.now);
    let verdict = desk.outbox.push(desk.now, &history, Reason::Asked).verdict;
    assert_eq!(verdict, None, "it has read what it asked for");
}

#[test]
fn a_peer_that_reads_nothing_is_stuck_and_one_that_stays_behind_is_slow() {
    let desk = desk();
    let (start, later) = (desk.now, |s| desk.now + Duration::from_secs(s));
    let _ = desk
        .outbox
        .push(start, &parcel(&["x".repeat(59).as_str()]), Reason::Said);
    desk.outbox.flush(start);
    assert_eq!(desk.outbox.verdict(later(9)), None);
    assert_eq!(desk.outbox.next_look(), Some(later(10)));
    assert_eq!(
        desk.outbox.verdict(later(10)),
        Some(Lag::Stuck { seconds: 10 })
    );
    desk.hole.widen(10);
    desk.outbox.flush(later(9));
    assert_eq!(
        desk.outbox.verdict(later(10)),
        Some(Lag::Behind {
            seconds: 10,
            mark: 20
        })
    );
    desk.hole.widen(30);
    desk.outbox.flush(later(9));
    assert_eq!(
        desk.outbox.verdict(later(18)),
        None,
        "it has caught up below the mark"
    );
    assert_eq!(desk.outbox.next_look(), Some(later(19)));
}

/// Stopped, or asleep with its laptop: what its peers have read meanwhile shows only when
/// it has tried to send them more.
#[test]
fn a_server_that_stood_still_does_not_hold_that_against_its_peers() {
    let desk = desk();
    let (start, later) = (desk.now, |s| desk.now + Duration::from_secs(s));
    let much = parcel(&["x".repeat(59).as_str()]);
    let _ = desk.outbox.push(start, &much, Reason::Said);
    desk.outbox.flush(start);
    assert_eq!(desk.outbox.verdict(later(65)), None, "it has not tried yet");
    assert_eq!(desk.outbox.next_look(), Some(later(66)));
    desk.hole.widen(60);
    desk.outbox.flush(later(65));
    assert_eq!(desk.outbox.verdict(later(66)), None, "it has read it all");
    // Whoever reads nothing even so has to go.
    let _ = desk.outbox.push(later(66), &much, Reason::Said);
    desk.outbox.flush(later(66));
    assert_eq!(desk.outbox.verdict(later(140)), None);
    let stuck = Some(Lag::Stuck { seconds: 75 });
    assert_eq!(desk.outbox.verdict(later(141)), stuck);
}

#[test]
fn the_last_words_follow_a_frame_that_was_begun_and_nothing_else() {
    let desk = desk();
    let _ = desk
        .outbox
        .push(desk.now, &parcel(&["one", "two", "three"]), Reason::Said);
    desk.hole.widen(5);
    desk.outbox.flush(desk.now);
    let _ = desk
        .outbox
        .close(desk.now, Backlog::Drop, Some(parcel(&["bye"])));
    assert_eq!(
        desk.outbox.push(desk.now, &parcel(&["late"]), Reason::Said),
        Pushed::default()
    );
    desk.hole.widen(1000);
    assert_eq!(desk.outbox.flush(desk.now), Flushed::Ended);
    assert_eq!(
        String::from_utf8(desk.hole.taken()).unwrap(),
        "one\ntwo\nbye\n"
    );
}

#[test]
fn between_two_frames_the_last_words_follow_at_once() {
    let desk = desk();
    let _ = desk
        .outbox
        .push(desk.now, &parcel(&["one", "two"]), Reason::Said);
    desk.hole.widen(4);
    desk.outbox.flush(desk.now);
    let _ = desk
        .outbox
        .close(desk.now, Backlog::Drop, Some(parcel(&["bye"])));
    desk.hole.widen(1000);
    desk.outbox.flush(desk.now);
    assert_eq!(String::from_utf8(desk.hole.taken()).unwrap(), "one\nbye\n");
}

#[test]
fn a_dropped_outbox_gives_its_bytes_back() {
    let desk = desk();
    let waiting = Arc::clone(&desk.limits.waiting);
    let one = counted(&["one"], &waiting);
    let _ = desk.outbox.push(desk.now, &one, Reason::Said);
    drop(one);
    assert_eq!(waiting.load(Ordering::Relaxed), 4 + AROUND);
    drop(desk);
    assert_eq!(waiting.load(Ordering::Relaxed), 0);
}

#[test]
fn frames_of_one_length_leave_as_one_burst() {
    let mut queue = Queue::default();
    let (now, bounds) = (desk().now, Queues::default());
    queue.add(now, parcel(&["a", "b", "cc", "dd", "e"]));
    let mut bursts = Vec::new();
    while queue.waiting() > 0 {
        let (frames, each) = queue.burst();
        bursts.push((String::from_utf8(frames.to_vec()).unwrap(), each));
        let sent = frames.len();
        queue.advance(now, sent, &bounds);
    }
    let expected = [("a\nb\n", 2), ("cc\ndd\n", 3), ("e\n", 2)];
    assert_eq!(
        bursts,
        expected.map(|(frames, each)| (frames.to_owned(), each))
    );
    queue.add(now, parcel(&["x"; 100]));
    assert_eq!(
        queue.burst().0.len(),
        128,
        "no more than the system takes at once"
    );
}

#[test]
fn what_was_asked_for_says_nothing_about_how_fast_its_reader_is() {
    let (desk, mut queue) = (desk(), Queue::default());
    let (mut now, bounds) = (desk.now, desk.limits.queues);
    let line = "x".repeat(89);
    let said = queue.push(now, &parcel(&[&line]), Reason::Said, &bounds);
    assert_eq!(said.map(|v| matches!(v, Verdict::Slow(_))), Some(true));
    let history = parcel(&["an old message"; 100]);
    assert_eq!(queue.push(now, &history, Reason::Asked, &bounds), None);
    // It is what was said that has left, and makes room for more of that.
    queue.advance(now, 80, &bounds);
    let more = queue.push(now, &parcel(&[&line]), Reason::Said, &bounds);
    assert_eq!(more, None);
    queue.advance(now, 10 + history.len() - 500, &bounds);
    let _ = queue.push(now, &parcel(&["y"]), Reason::Said, &bounds);
    queue.advance(now, 500 + 90, &bounds);
    assert_eq!((queue.waiting(), queue.pieces().count()), (2, 1));
    let _ = queue.push(now, &history, Reason::Asked, &bounds);
    for _ in 0..20 {
        now += Duration::from_secs(1);
        queue.advance(now, 10, &bounds);
        assert_eq!(
            queue.verdict(now, &bounds),
            None,
            "a slow way, and all asked"
        );
    }
}
