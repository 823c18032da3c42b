//! What is measured, of whichever program.

use std::thread;
use std::time::Duration;
use std::time::Instant;

use chat_tests::clock;

use crate::figure::Figure;
use crate::figure::median;
use crate::guest::Guest;
use crate::guest::KEPT;
use crate::guest::PAGE_UP;
use crate::host::Host;
use crate::host::Room;
use crate::host::mark;
use crate::seat::COLUMNS;
use crate::seat::ROWS;
use crate::seat::Seat;

/// Those that the words choose; without a word, all.
pub(crate) fn all(guest: &Guest, words: &[&str]) -> Vec<Figure> {
    let chosen = |name: &str| MEASURES.iter().any(|(known, _)| *known == name);
    let any = words.iter().any(|word| chosen(word));
    let wanted = |name: &str| !any || words.contains(&name);
    let measures = MEASURES.iter().filter(|(name, _)| wanted(name));
    let done = measures.flat_map(|(_, measure)| {
        let figures = measure(guest);
        for figure in &figures {
            println!("  {figure}");
        }
        figures
    });
    done.collect()
}

type Measure = fn(&Guest) -> Vec<Figure>;

const MEASURES: [(&str, Measure); 8] = [
    ("start", start),
    ("memory", memory),
    ("idle", idle),
    ("echo", echo),
    ("flood", flood),
    ("elsewhere", elsewhere),
    ("bytes", bytes),
    ("top", top),
];

fn start(guest: &Guest) -> Vec<Figure> {
    let mut first = Vec::new();
    let mut settled = Vec::new();
    for _ in 0..STARTS {
        guest.host.expects();
        let mut seat = Seat::take((guest.command)(&guest.host, KEPT));
        guest.host.has_entered(1);
        let came = seat.rests();
        first.extend(came.first.map(|at| at - seat.started));
        settled.extend(came.right.map(|at| at - seat.started));
    }
    vec![
        Figure::ms("start to first byte", 15.0, median(first)),
        Figure::ms("start to a settled screen", 30.0, median(settled)),
    ]
}

fn memory(guest: &Guest) -> Vec<Figure> {
    let mut seat = guest.sits(MANY);
    let joined = as_f64(seat.resident());
    guest.host.says(Room::Shown, 0..MANY);
    seat.rests();
    let kept = as_f64(seat.resident());
    vec![
        Figure::megabytes("memory joined", 8.0, joined),
        Figure::megabytes("memory with 100,000 messages kept", 30.0, kept),
    ]
}

fn idle(guest: &Guest) -> Vec<Figure> {
    let mut seat = guest.sits(KEPT);
    let before = (seat.sleeps(), seat.cpu());
    let came = seat.settles(IDLE);
    let sleeps = before.0.zip(seat.sleeps());
    let sleeps = sleeps.map(|(before, after)| after - before);
    let cpu = spent(&seat, before.1);
    vec![
        Figure::count("20 s idle: wake-ups", 8.0, as_f64(sleeps)),
        Figure::ms("20 s idle: CPU", 1.0, cpu),
        Figure::bytes(
            "20 s idle: to the terminal",
            0.0,
            Some(as_float(came.bytes)),
        ),
    ]
}

fn echo(guest: &Guest) -> Vec<Figure> {
    let mut seat = guest.sits(KEPT);
    let host = &guest.host;
    host.says(Room::Shown, 0..200);
    seat.rests();
    let quiet = keys(&mut seat);
    let busy = thread::scope(|scope| {
        let talk = scope.spawn(|| talk(host));
        let busy = keys(&mut seat);
        talk.join().unwrap();
        busy
    });
    let worst = busy.iter().copied().max();
    vec![
        Figure::ms("key echo, quiet (median)", 0.5, median(quiet)),
        Figure::ms("key echo at 1,000 messages/s (median)", 1.0, median(busy)),
        Figure::ms("key echo at 1,000 messages/s (worst)", 16.0, worst),
    ]
}

/// How long each of many keys took to be seen.
fn keys(seat: &mut Seat) -> Vec<Duration> {
    let mut times = Vec::new();
    let mut written = String::new();
    for at in 0..KEYS {
        if at % 30 == 0 {
            // A beginning that nobody says.
            seat.types(b"\x15ZQ");
            "ZQ".clone_into(&mut written);
            seat.shows("a new input", |screen| {
                screen.contents().trim_end().ends_with("ZQ")
            });
        }
        // Not always at the same moment of a frame.
        seat.looks_on(Duration::from_millis(4 + at % 9));
        let letter = char::from(b'a' + u8::try_from(at * 7 % 26).unwrap_or(0));
        written.push(letter);
        let before = seat.types(letter.to_string().as_bytes());
        let seen = seat.shows(&written, |screen| screen.contents().contains(&written));
        times.push(seen.saturating_duration_since(before));
    }
    times
}

/// A message each millisecond, for longer than the keys take.
fn talk(host: &Host) {
    let began = clock::now();
    let mut said = 0;
    while said < TALK {
        let due = usize::try_from(began.elapsed().as_millis()).unwrap_or(TALK);
        if due > said {
            host.says(Room::Shown, said..due);
            said = due;
        }
        thread::park_timeout(Duration::from_millis(1));
    }
}

fn flood(guest: &Guest) -> Vec<Figure> {
    let mut seat = guest.sits(KEPT);
    let before = seat.cpu();
    guest.host.says(Room::Shown, 0..MANY);
    let came = seat.rests();
    let cpu = spent(&seat, before);
    let cpu = cpu.filter(|_| seat.has(&mark(MANY - 1)));
    vec![
        Figure::seconds("100,000 messages into the shown room: CPU", 1.5, cpu),
        Figure::megabytes("… to the terminal", 2.0, Some(as_float(came.bytes))),
    ]
}

fn elsewhere(guest: &Guest) -> Vec<Figure> {
    let mut seat = guest.sits(KEPT);
    guest.host.says(Room::Shown, 0..200);
    seat.types(guest.enter_hidden);
    guest.host.has_entered(2);
    seat.rests();
    let before = seat.cpu();
    guest.host.says(Room::Hidden, 0..SOME);
    let came = seat.rests();
    let hidden = spent(&seat, before);
    seat.types(PAGE_UP);
    seat.rests();
    let before = seat.cpu();
    guest.host.says(Room::Shown, 200..200 + SOME);
    let above = seat.rests();
    let scrolled = spent(&seat, before);
    vec![
        Figure::seconds("30,000 into a hidden room: CPU", 0.3, hidden),
        Figure::megabytes("… to the terminal", 2.0, Some(as_float(came.bytes))),
        Figure::seconds("30,000 while scrolled up: CPU", 0.3, scrolled),
        Figure::megabytes("… to the terminal", 2.0, Some(as_float(above.bytes))),
    ]
}

fn bytes(guest: &Guest) -> Vec<Figure> {
    let mut seat = guest.sits(KEPT);
    guest.host.says(Room::Shown, 0..500);
    seat.rests();
    let messages = (500..520).map(|number| {
        guest.host.says(Room::Shown, number..number + 1);
        as_float(seat.settles(BEAT).bytes)
    });
    let message = median(messages.collect());
    let keys = (0..20).map(|_| {
        seat.types(b"x");
        as_float(seat.settles(BEAT).bytes)
    });
    let key = median(keys.collect());
    let before = seat.cpu();
    let pages = (0..10).map(|_| {
        seat.types(PAGE_UP);
        as_float(seat.settles(BEAT).bytes)
    });
    let page = median(pages.collect());
    let cpu = spent(&seat, before).map(|time| time / 10);
    vec![
        Figure::bytes("a message at the bottom", 400.0, message),
        Figure::bytes("a key", 64.0, key),
        Figure::bytes("a page", 7000.0, page),
        Figure::ms("a page: CPU", 1.0, cpu),
    ]
}

fn top(guest: &Guest) -> Vec<Figure> {
    let mut seat = guest.sits(MANY);
    guest.host.says(Room::Shown, 0..MANY);
    seat.rests();
    let tops = (0..TIMES).map(|_| {
        let before = seat.types(guest.top);
        let right = since(before, seat.rests().right);
        // Where it keeps fewer, it was not at the top of these.
        let right = right.filter(|_| seat.has(&mark(1)));
        seat.types(guest.bottom);
        seat.rests();
        right
    });
    let tops = tops.flatten().collect();
    seat.types(guest.top);
    seat.rests();
    let sizes = [(COLUMNS - 40, ROWS - 10), (COLUMNS, ROWS)];
    let pulls = sizes
        .into_iter()
        .cycle()
        .take(TIMES)
        .map(|(columns, rows)| {
            let before = seat.resize(columns, rows);
            since(before, seat.rests().right)
        });
    let pulls = pulls.flatten().collect();
    vec![
        Figure::ms("to the top of 100,000", 10.0, median(tops)),
        Figure::ms("resize there, to the right frame", 16.0, median(pulls)),
    ]
}

fn spent(seat: &Seat, before: Option<Duration>) -> Option<Duration> {
    let after = seat.cpu();
    before
        .zip(after)
        .map(|(before, after)| after.saturating_sub(before))
}

fn since(before: Instant, at: Option<Instant>) -> Option<Duration> {
    at.map(|at| at.saturating_duration_since(before))
}

#[expect(clippy::cast_precision_loss, reason = "figures for eyes")]
fn as_f64(count: Option<u64>) -> Option<f64> {
    count.map(|count| count as f64)
}

#[expect(clippy::cast_precision_loss, reason = "figures for eyes")]
fn as_float(count: usize) -> f64 {
    count as f64
}

const STARTS: usize = 11;
const TIMES: usize = 7;
const KEYS: u64 = 300;
/// Messages of the long history.
const MANY: usize = 100_000;
const SOME: usize = 30_000;
/// At one each millisecond, longer than the keys take.
const TALK: usize = 5000;
const IDLE: Duration = Duration::from_secs(20);
/// After this, what one key or message brings has come.
const BEAT: Duration = Duration::from_millis(120);
