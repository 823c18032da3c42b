//! What the weather does to a stream, and that nothing else happens to it.

use proptest::prelude::*;

use super::*;

#[expect(clippy::disallowed_methods, reason = "a test has to begin somewhere")]
fn epoch() -> Instant {
    Instant::now()
}

fn impairments(words: &[(&str, &str)]) -> DirectionImpairments {
    let mut impairments = StreamImpairments::default();
    for (word, value) in words {
        impairments.add(word, value).unwrap();
    }
    assert_eq!(impairments.inward, impairments.outward);
    impairments.outward
}

/// What comes out, with its moments in milliseconds.
fn run(words: &[(&str, &str)], writes: &[(u64, &[u8])]) -> Vec<(u128, Piece)> {
    let began = epoch();
    let mut stream = Stream::new(began, impairments(words), 7);
    let mut out = Vec::new();
    let mut now = began;
    let mut writes = writes.iter().peekable();
    loop {
        let write = writes
            .peek()
            .map(|(ms, _)| began + Duration::from_millis(*ms));
        let Some(next) = [write, stream.poll_timeout()].into_iter().flatten().min() else {
            return out;
        };
        now = now.max(next);
        if write.is_some_and(|at| at <= now) {
            let bytes = writes.next().unwrap().1;
            assert_eq!(stream.push(now, bytes), bytes.len());
        }
        while let Some(piece) = stream.poll(now) {
            out.push(((now - began).as_millis(), piece));
        }
    }
}

fn bytes(ms: u128, bytes: &[u8]) -> (u128, Piece) {
    (ms, Piece::Bytes(bytes.to_vec()))
}

#[test]
fn writes_are_cut_glued_stalled_and_slowed() {
    let clear = run(&[], &[(0, b"ab"), (5, b"c")]);
    assert_eq!(clear, [bytes(0, b"ab"), bytes(5, b"c")]);
    let cut = run(&[("slice", "2")], &[(0, b"abc")]);
    assert_eq!(cut, [bytes(0, b"ab"), bytes(1, b"c")]);
    let glued = run(&[("glue", "200ms")], &[(0, b"a"), (50, b"b"), (300, b"c")]);
    assert_eq!(glued, [bytes(200, b"ab"), bytes(500, b"c")]);
    let stalled = run(&[("stall", "10ms+5s")], &[(0, b"a"), (20, b"b")]);
    assert_eq!(stalled, [bytes(0, b"a"), bytes(5010, b"b")]);
    let slow = run(&[("rate", "8kbps")], &[(0, b"abcd"), (0, b"ef")]);
    assert_eq!(slow, [bytes(4, b"abcd"), bytes(6, b"ef")]);
    let late = run(&[("delay", "30ms")], &[(0, b"a"), (10, b"b")]);
    assert_eq!(late, [bytes(30, b"a"), bytes(40, b"b")]);
    let both = run(&[("glue", "9ms"), ("slice", "2")], &[(0, b"a"), (5, b"bc")]);
    assert_eq!(both, [bytes(9, b"ab"), bytes(10, b"c")]);
}

#[test]
fn pieces_stay_apart_for_whoever_looks_too_late() {
    let now = epoch();
    let mut stream = Stream::new(now, impairments(&[("slice", "2")]), 7);
    stream.push(now, b"abcde");
    let mut late = now + Duration::from_secs(1);
    for piece in [b"ab".as_slice(), b"cd", b"e"] {
        assert_eq!(stream.poll(late), Some(Piece::Bytes(piece.to_vec())));
        assert_eq!(stream.poll(late), None);
        late += APART;
    }
    assert_eq!(stream.poll_timeout(), None);
}

#[test]
fn a_reset_ends_it() {
    let out = run(
        &[("reset", "20ms"), ("delay", "15ms")],
        &[(0, b"a"), (10, b"b")],
    );
    assert_eq!(out, [bytes(15, b"a"), (20, Piece::Reset)]);
}

#[test]
fn the_wrong_word_is_explained() {
    let mut impairments = StreamImpairments::default();
    for (word, value, words) in [
        ("drop", "50%", "TCP hides loss"),
        ("rain", "1", "slice, glue"),
        ("slice", "0", "1..16"),
        ("slice", "9..2", "1..16"),
        ("stall", "in:5s", "10s+5s"),
    ] {
        let error = impairments.add(word, value).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
}

#[test]
fn a_word_may_be_of_one_way() {
    let mut impairments = StreamImpairments::default();
    impairments.add("slice", "in:5,out:1..8").unwrap();
    impairments.add("glue", "out:2s").unwrap();
    assert_eq!(impairments.inward.slice, Some(5..=5));
    assert_eq!(impairments.outward.slice, Some(1..=8));
    assert_eq!(impairments.inward.glue, None);
}

#[test]
fn a_full_one_takes_no_more_until_something_has_come_out() {
    let now = epoch();
    let mut stream = Stream::new(now, impairments(&[("delay", "1s")]), 7);
    assert_eq!(stream.push(now, &vec![0; HELD_BYTES + 9]), HELD_BYTES);
    assert_eq!(stream.push(now, b"x"), 0);
    let later = now + Duration::from_secs(1);
    assert!(stream.poll(later).is_some());
    assert_eq!(stream.push(later, b"x"), 1);
}

#[test]
fn the_end_comes_after_everything() {
    let now = epoch();
    let mut stream = Stream::new(now, impairments(&[("glue", "5s")]), 7);
    stream.push(now, b"last words");
    stream.finish();
    assert_eq!(stream.poll(now), None);
    let later = stream.poll_timeout().unwrap();
    assert_eq!(later, now + Duration::from_secs(5));
    assert_eq!(
        stream.poll(later),
        Some(Piece::Bytes(b"last words".to_vec()))
    );
    assert!(stream.poll_timeout().is_some_and(|at| at <= later));
    assert_eq!(stream.poll(later), Some(Piece::End));
    assert_eq!(stream.poll(later), None);
    assert_eq!(stream.poll_timeout(), None);
}

#[test]
fn other_impairments_count_from_their_own_beginning() {
    let now = epoch();
    let mut stream = Stream::new(now, impairments(&[("glue", "2s")]), 7);
    stream.push(now, b"a");
    let later = now + Duration::from_secs(1);
    stream.change(later, impairments(&[("reset", "3s")]), 7);
    let glued = now + Duration::from_secs(2);
    assert_eq!(stream.poll_timeout(), Some(glued));
    assert_eq!(stream.poll(glued), Some(Piece::Bytes(b"a".to_vec())));
    assert_eq!(stream.poll_timeout(), Some(later + Duration::from_secs(3)));
}

proptest! {
    /// Nothing spins: what is due comes, at any moment it is asked for.
    #[test]
    fn whoever_comes_when_called_gets_something(
        stall in (0_u64..40, 1_u64..40, 0_u64..60),
        writes in prop::collection::vec(0_u64..120, 1..12),
        late in 0_u64..20,
    ) {
        let began = epoch();
        let at = |ms| began + Duration::from_millis(ms);
        let (from, length, every) = stall;
        let words = format!("{from}ms+{length}ms/{}ms", length + every);
        let mut stream = Stream::new(began, impairments(&[("stall", &words)]), 7);
        let mut writes = writes.clone();
        writes.sort_unstable();
        for ms in writes {
            stream.push(at(ms), b"x");
            while let Some(due) = stream.poll_timeout() {
                if due > at(ms) {
                    break;
                }
                prop_assert!(stream.poll(due + Duration::from_millis(late)).is_some());
            }
        }
    }

    #[test]
    fn any_stream_comes_out_as_it_went_in(
        writes in prop::collection::vec((0_u64..50, "[a-z]{1,40}"), 0..20),
        slice in 1_u64..20,
        glue in prop::option::of(1_u64..30),
    ) {
        let mut at = 0;
        let timed: Vec<(u64, &[u8])> = writes
            .iter()
            .map(|(gap, text)| {
                at += gap;
                (at, text.as_bytes())
            })
            .collect();
        let slice = format!("1..{slice}");
        let glue = glue.map(|ms| format!("{ms}ms"));
        let mut words = vec![("slice", &*slice)];
        words.extend(glue.as_deref().map(|glue| ("glue", glue)));
        let out: Vec<u8> = run(&words, &timed)
            .into_iter()
            .flat_map(|(_, piece)| match piece {
                Piece::Bytes(bytes) => bytes,
                Piece::Reset | Piece::End => panic!("nobody asked for it"),
            })
            .collect();
        prop_assert_eq!(out, timed.concat_bytes());
    }
}

trait Concat {
    fn concat_bytes(&self) -> Vec<u8>;
}

impl Concat for Vec<(u64, &[u8])> {
    fn concat_bytes(&self) -> Vec<u8> {
        self.iter()
            .flat_map(|(_, bytes)| bytes.iter().copied())
            .collect()
    }
}
