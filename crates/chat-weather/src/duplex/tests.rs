//! Connections that take, give, stop and fail.

use std::cell::Cell;
use std::cell::RefCell;
use std::time::Duration;

use proptest::prelude::*;

use super::*;

#[expect(clippy::disallowed_methods, reason = "a test has to begin somewhere")]
fn epoch() -> Instant {
    Instant::now()
}

fn not_ready() -> io::Result<usize> {
    Err(io::ErrorKind::WouldBlock.into())
}

fn fails(why: io::ErrorKind) -> io::Result<usize> {
    Err(why.into())
}

fn duplex(now: Instant, words: &[(&str, &str)], flow: u64) -> Duplex {
    let mut skies = StreamImpairments::default();
    for (word, value) in words {
        skies.add(word, value).unwrap();
    }
    Duplex::new(now, &skies, (7, flow), true)
}

/// The lengths of the pieces that leave.
fn lengths(flow: u64) -> Vec<usize> {
    let mut now = epoch();
    let mut duplex = duplex(now, &[("slice", "out:1..16")], flow);
    duplex.push(now, &[0; 200]);
    let mut lengths = Vec::new();
    while let Some(at) = duplex.poll_timeout(true) {
        now = at;
        if let Some(piece) = duplex.next_piece(now) {
            let length = piece.len();
            duplex.written(length);
            lengths.push(length);
        }
    }
    lengths
}

#[test]
fn each_connection_has_a_weather_of_its_own_that_comes_again() {
    assert_eq!(lengths(1), lengths(1));
    assert_ne!(lengths(1), lengths(2));
    assert_eq!(lengths(1).iter().sum::<usize>(), 200);
}

#[test]
fn a_piece_that_is_half_taken_is_given_again() {
    let now = epoch();
    let mut duplex = duplex(now, &[], 0);
    duplex.push(now, b"abc");
    assert_eq!(duplex.next_piece(now), Some(&b"abc"[..]));
    duplex.written(2);
    assert_eq!(duplex.poll_timeout(true), None, "the socket is waited for");
    assert!(duplex.wants_to_write());
    assert_eq!(duplex.next_piece(now), Some(&b"c"[..]));
    duplex.written(1);
    duplex.finish();
    assert_eq!(duplex.next_piece(now), None);
    assert!(duplex.is_written_out());
}

#[test]
fn a_reset_of_either_way_breaks_both() {
    let now = epoch();
    for word in ["in:1s", "out:1s"] {
        let mut duplex = duplex(now, &[("reset", word)], 0);
        duplex.push(now, b"a");
        assert!(duplex.next_piece(now).is_some());
        duplex.hear(now, b"bc");
        let mut buffer = [0];
        assert_eq!(duplex.read(now, &mut buffer), Read::Bytes(1));
        assert_eq!(duplex.read(now, &mut buffer), Read::Bytes(1));
        assert_eq!(buffer, *b"c");
        assert_eq!(duplex.read(now, &mut buffer), Read::Nothing);
        duplex.written(1);
        let later = now + Duration::from_secs(1);
        assert_eq!(duplex.poll_timeout(true), Some(later));
        duplex.next_piece(later);
        assert_eq!(
            duplex.read(later, &mut buffer),
            Read::Broken(io::ErrorKind::ConnectionReset)
        );
        assert!(duplex.is_broken(), "{word}");
        assert_eq!(duplex.poll_timeout(true), None);
        let events = std::iter::from_fn(|| duplex.poll_event());
        assert_eq!(events.filter(|e| *e == Event::Broken).count(), 1);
    }
}

#[test]
fn what_the_socket_takes_by_halves_is_carried_whole() {
    let now = epoch();
    let mut duplex = duplex(now, &[("slice", "out:5")], 0);
    duplex.push(now, b"hello");
    let taken = RefCell::new(Vec::<u8>::new());
    let one_a_time = |piece: &[u8]| {
        let full = taken.borrow().len() == 2;
        taken.borrow_mut().extend(piece.first());
        if full { not_ready() } else { Ok(1) }
    };
    duplex.carry(now, |_| not_ready(), one_a_time);
    assert!(duplex.wants_to_write());
    duplex.carry(now, |_| not_ready(), |piece| Ok(piece.len()));
    assert!(!duplex.wants_to_write());
    assert_eq!(*taken.borrow(), *b"hel", "the l was not taken");
}

#[test]
fn the_end_of_the_other_side_is_read_after_its_words_and_no_more_is_asked_for() {
    let now = epoch();
    let mut duplex = duplex(now, &[], 0);
    let gives = |buffer: &mut [u8]| {
        buffer[0] = b'a';
        Ok(1)
    };
    assert!(duplex.wants_to_read());
    duplex.carry(now, gives, |_| not_ready());
    duplex.carry(now, |_| Ok(0), |_| not_ready());
    assert!(!duplex.wants_to_read());
    duplex.carry(now, |_| unreachable!("it has ended"), |_| not_ready());
    let mut buffer = [0; 8];
    let mut read = || duplex.read(now, &mut buffer);
    assert_eq!(read(), Read::Bytes(1));
    assert_eq!([read(), read()], [Read::End, Read::End]);
}

#[test]
fn a_socket_that_takes_no_more_is_waited_for_no_longer_and_still_read() {
    for failed in [fails(io::ErrorKind::BrokenPipe), Ok(0)] {
        let now = epoch();
        let mut duplex = duplex(now, &[("delay", "1s")], 0);
        let later = now + Duration::from_secs(1);
        duplex.push(now, b"in vain");
        let failed = failed.map_err(|error| error.kind());
        let writes = |_: &[u8]| failed.map_err(io::Error::from);
        let gives = |buffer: &mut [u8]| {
            buffer[..3].copy_from_slice(b"bye");
            Ok(3)
        };
        duplex.carry(later, gives, writes);
        let why = failed.err().unwrap_or(io::ErrorKind::WriteZero);
        assert_eq!(duplex.write_error(), Some(why));
        assert!(duplex.is_written_out() && duplex.is_writable());
        assert!(!duplex.wants_to_write() && duplex.wants_to_read());
        assert_eq!(duplex.poll_timeout(false), None, "nothing can be done");
        let much_later = later + Duration::from_secs(1);
        let mut buffer = [0; 8];
        assert_eq!(duplex.poll_timeout(true), Some(much_later));
        assert_eq!(duplex.read(much_later, &mut buffer), Read::Bytes(3));
    }
}

#[test]
fn a_socket_that_fails_is_told_of_after_its_last_words() {
    let now = epoch();
    let mut duplex = duplex(now, &[("delay", "1s")], 0);
    let later = now + Duration::from_secs(1);
    let gives = |buffer: &mut [u8]| {
        buffer[0] = b'a';
        Ok(1)
    };
    duplex.carry(now, gives, |_| not_ready());
    let why = io::ErrorKind::TimedOut;
    duplex.carry(now, |_| fails(why), |_| not_ready());
    assert!(!duplex.wants_to_read());
    let mut buffer = [0; 8];
    assert_eq!(duplex.read(now, &mut buffer), Read::Nothing);
    assert_eq!(duplex.read(later, &mut buffer), Read::Bytes(1));
    assert_eq!(duplex.read(later, &mut buffer), Read::Broken(why));
    assert_eq!(duplex.write_error(), Some(why));
}

/// A socket as an edge meets it, in a sky: what each write and each read brings.
#[derive(Clone, Debug)]
struct Road {
    sky: Vec<(&'static str, &'static str)>,
    says: usize,
    /// Whether somebody reads what comes.
    reads: bool,
    writes: Vec<Option<usize>>,
    given: Vec<Option<usize>>,
}

fn road() -> impl Strategy<Value = Road> {
    let words = [
        ("slice", "1..7"),
        ("glue", "5ms"),
        ("stall", "2s+1s/5s"),
        ("reset", "3s"),
        ("delay", "1..90ms"),
        ("rate", "80kbps"),
    ];
    let sky = proptest::sample::subsequence(words.to_vec(), 0..=words.len());
    // Nothing: it fails from there on.
    let step = || proptest::option::weighted(0.9, 0..9_usize);
    let steps = || proptest::collection::vec(step(), 0..20);
    (sky, 0..300_usize, any::<bool>(), steps(), steps()).prop_map(
        |(sky, says, reads, writes, given)| Road {
            sky,
            says,
            reads,
            writes,
            given,
        },
    )
}

/// How often an edge is woken until nothing can happen any more.
fn wakings(road: &Road) -> usize {
    let mut now = epoch();
    let mut duplex = duplex(now, &road.sky, 3);
    duplex.push(now, &vec![b'x'; road.says]);
    duplex.finish();
    let (written, answered) = (Cell::new(0), Cell::new(0));
    let next = |steps: &[Option<usize>], at: &Cell<usize>, done: usize| {
        let step = steps.get(at.get()).copied();
        at.set(at.get() + usize::from(step.is_some_and(|s| s.is_some())));
        match step {
            None => Ok(done),
            Some(None) => fails(io::ErrorKind::ConnectionReset),
            Some(Some(0)) => not_ready(),
            Some(Some(count)) => Ok(count),
        }
    };
    for count in 0..MANY {
        let source =
            |buffer: &mut [u8]| next(&road.given, &answered, 0).map(|n| n.min(buffer.len()));
        let sink =
            |piece: &[u8]| next(&road.writes, &written, piece.len()).map(|n| n.min(piece.len()));
        duplex.carry(now, source, sink);
        let mut buffer = [0; 64];
        while road.reads && matches!(duplex.read(now, &mut buffer), Read::Bytes(_)) {}
        // A socket of this road is ready whenever it is asked for.
        if !duplex.is_broken() && (duplex.wants_to_read() || duplex.wants_to_write()) {
            continue;
        }
        match duplex.poll_timeout(road.reads) {
            Some(due) => now = now.max(due),
            None => return count,
        }
    }
    MANY
}

const MANY: usize = 10_000;

proptest! {
    #[test]
    fn no_socket_and_no_sky_keep_an_edge_awake_for_ever(road in road()) {
        let count = wakings(&road);
        prop_assert!(count < 1000, "{count} times for {} bytes", road.says);
    }
}
