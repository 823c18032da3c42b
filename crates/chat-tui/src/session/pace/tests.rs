//! The pace, and a server that counts.

use std::collections::VecDeque;

use proptest::prelude::*;

use super::*;

/// What a server allows: when the bucket is full again.
struct Bucket {
    rate: Rate,
    full_at: Instant,
}

impl Bucket {
    /// Takes one, or says how long to wait.
    fn take(&mut self, now: Instant) -> Result<(), Duration> {
        let full_at = self.full_at.max(now) + self.rate.each();
        if full_at - now > self.rate.whole() {
            return Err((full_at - now).saturating_sub(self.rate.whole()));
        }
        self.full_at = full_at;
        Ok(())
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test needs some moment to begin with"
)]
fn epoch() -> Instant {
    Instant::now()
}

fn bucket(now: Instant, burst: u32, per_second: u32) -> Bucket {
    let rate = Rate { burst, per_second };
    Bucket { rate, full_at: now }
}

/// Milliseconds: until a message is there to be said, and how late it and its
/// answer are. The road keeps their order.
type Step = (u64, u64, u64);

/// How many were under way at most, and how long it took. Fails where the server
/// has to refuse one.
fn through(steps: &[Step], mut bucket: Bucket) -> (usize, Duration) {
    let start = bucket.full_at;
    let mut pace = Pace::default();
    pace.on_welcome(Some(Limit(Some(bucket.rate))));
    let (mut now, mut heard, mut back, mut widest) = (start, start, start, 0);
    let mut answers = VecDeque::new();
    for (n, step) in steps.iter().enumerate() {
        let [pause, there, here] = [step.0, step.1, step.2].map(Duration::from_millis);
        let ready = now + pause;
        loop {
            let room = answers.len() < pace.most(32);
            let free = pace.not_before(now).unwrap_or(now).max(ready);
            let wake = room.then_some(free);
            let answer: Option<Instant> = answers.front().copied();
            now = wake
                .into_iter()
                .chain(answer)
                .min()
                .expect("it goes on")
                .max(now);
            if answer.is_none_or(|at| at > now) {
                break;
            }
            answers.pop_front();
            pace.on_answered(now, answers.len());
        }
        heard = heard.max(now + there);
        if let Err(wait) = bucket.take(heard) {
            panic!("message {n}, {wait:?} too early");
        }
        back = back.max(heard + here);
        answers.push_back(back);
        widest = widest.max(answers.len());
        pace.on_sent(now, answers.len());
    }
    (widest, now - start)
}

/// Mostly nothing, often a little, now and then long.
fn late() -> impl Strategy<Value = u64> {
    prop_oneof![4 => Just(0), 2 => 0u64..100, 1 => 0u64..3000]
}

proptest! {
    #[test]
    fn what_the_server_allows_is_never_exceeded_however_late_things_are(
        steps in prop::collection::vec((late(), late(), late()), 1..100),
        burst in 1u32..20,
        per_second in 1u32..50,
    ) {
        through(&steps, bucket(epoch(), burst, per_second));
    }
}

#[test]
fn all_that_the_server_allows_is_used() {
    let (widest, took) = through(&[(0, 40, 40); 200], bucket(epoch(), 20, 10));
    assert_eq!(widest, 20);
    // 180 after the burst at ten a second, and the little that clocks may differ.
    let (least, most) = (Duration::from_secs(18), Duration::from_millis(18_300));
    assert!((least..most).contains(&took), "{took:?}");
}

#[test]
fn a_server_without_a_limit_is_waited_for_only_where_much_is_under_way() {
    let (mut pace, now) = (Pace::default(), epoch());
    pace.on_welcome(Some(Limit(None)));
    assert_eq!(pace.most(32), 32);
    pace.on_sent(now, 31);
    assert_eq!(pace.not_before(now), None);
}

#[test]
fn a_refusal_belies_what_was_told() {
    let (mut pace, now) = (Pace::default(), epoch());
    pace.on_welcome(Some(Limit(None)));
    pace.on_sent(now, 3);
    let wait = Duration::from_millis(200);
    for alone in [false, false, true] {
        pace.on_refused(now, Some(wait), alone);
    }
    assert_eq!((pace.most(32), pace.not_before(now)), (1, Some(now + wait)));
    pace.on_sent(now + wait, 1);
    let kept = pace.not_before(now + wait).expect("a gap is kept");
    assert!(
        kept - (now + wait) <= wait * 3 / 2,
        "one volley is one step"
    );
}

#[test]
fn a_long_paste_meets_few_refusals() {
    let start = epoch();
    let mut bucket = bucket(start, 20, 10);
    let (mut now, mut pace) = (start, Pace::default());
    let (mut said, mut refused) = (0, 0);
    while said < 200 {
        now = pace.not_before(now).unwrap_or(now) + Duration::from_millis(1);
        pace.on_sent(now, 1);
        match bucket.take(now) {
            Ok(()) => said += 1,
            Err(wait) => {
                refused += 1;
                pace.on_refused(now, Some(wait), true);
            }
        }
    }
    assert!(refused <= 5, "{refused}");
    assert!(now - start < Duration::from_secs(20));
}
