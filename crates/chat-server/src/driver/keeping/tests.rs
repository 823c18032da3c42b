//! What is told, and when, while a disk does as it is told.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;

use chat_archive::Busy;
use chat_archive::Kept;
use chat_archive::Opened;
use chat_archive::Question;
use chat_proto::codec::Ear as Hearing;
use chat_proto::codec::Tongue;
use chat_proto::room::RoomName;
use tokio::sync::mpsc;
use tokio::sync::oneshot;

use super::*;
use crate::config::Queues;
use crate::config::Rules;
use crate::door::Arrival;
use crate::door::Door;
use crate::hub::Hub;
use crate::keeper::Message;
use crate::keeper::Store;
use crate::outbox::Limits;
use crate::pretended::Ear;
use crate::traffic::Origin;
use crate::traffic::PeerId;
use crate::traffic::Transport;
use crate::vital::Vital;
use crate::writers::Writers;

/// A turn's number, what was said in it, and what is to be forgotten.
type Turn = (u64, Vec<Kept>, Vec<Message>);

/// A disk that keeps what it is told to keep, when it is told to.
#[derive(Clone, Default)]
struct Disk {
    turns: Arc<Mutex<Vec<Turn>>>,
    asked: Arc<Mutex<Vec<u64>>>,
    given_up: Arc<AtomicBool>,
}

impl Store for Disk {
    fn keep(&self, turn: u64, rows: Vec<Kept>, redacted: Vec<Message>) {
        self.turns.lock().unwrap().push((turn, rows, redacted));
    }

    fn ask(&self, ticket: u64, _: Question) -> Result<(), Busy> {
        self.asked.lock().unwrap().push(ticket);
        Ok(())
    }

    fn give_up(&self) -> String {
        self.given_up.store(true, Ordering::Relaxed);
        "log-1".to_owned()
    }

    fn resume(&self) {
        self.given_up.store(false, Ordering::Relaxed);
    }

    fn close(self: Box<Self>, _: Duration) -> bool {
        true
    }
}

/// A driver with such a disk, and people whose sockets take everything.
struct Play {
    driver: Driver,
    door: Door,
    disk: Disk,
    tell: mpsc::UnboundedSender<News>,
    ears: Vec<Ear>,
}

impl Play {
    fn new(hard: usize) -> Self {
        let queues = Queues {
            hard,
            ..Queues::default()
        };
        let limits = Limits::new(queues);
        let rules = Rules {
            messages: None,
            questions: None,
            ..Rules::default()
        };
        let opened = Opened {
            log: "log".to_owned(),
            rooms: vec![(RoomName::parse("old").unwrap(), 7)],
            path: "file".into(),
        };
        let (door, arrivals) = Door::open(limits.clone(), &rules);
        let (tell, news) = mpsc::unbounded_channel();
        let disk = Disk::default();
        let mut keeper = Keeper::over(Box::new(disk.clone()), news);
        keeper.last_wait = Duration::from_millis(10);
        let writers = Writers::start(1, &Vital::new().0);
        let hub = Hub::with_archive(rules, &opened);
        let driver = Driver::new(hub, arrivals, writers, limits, false).keeping(Some(keeper));
        Self {
            driver,
            door,
            disk,
            tell,
            ears: Vec::new(),
        }
    }

    /// Somebody joins the lobby; what that is told counts as heard.
    async fn person(&mut self, name: &str) -> usize {
        let ear = Ear::default();
        let origin = Origin {
            transport: Transport::Tcp,
            address: None,
            proven: true,
        };
        self.door.enter(Box::new(ear.clone()), origin).await;
        self.ears.push(ear);
        self.turn(None).await;
        let who = self.ears.len();
        self.says(who, &format!(r#"{{"type":"join","name":"{name}"}}"#))
            .await;
        who
    }

    /// Somebody sends a line, in a turn of its own.
    async fn says(&mut self, who: usize, line: &str) {
        let mut frames = Vec::new();
        Hearing::default().feed(format!("{line}\n").as_bytes(), |heard| frames.push(heard));
        let input = Input::Heard {
            peer: PeerId(who as u64),
            tongue: Tongue::Json,
            frames,
        };
        self.turn(Some(input)).await;
    }

    async fn turn(&mut self, input: Option<Input>) {
        let mut arrivals = Vec::new();
        while let Ok(arrival) = self.driver.door.try_recv() {
            arrivals.push(arrival);
        }
        arrivals.extend(input.map(Arrival::Input));
        self.driver.turn(&mut arrivals).await;
    }

    /// The disk has this turn and all before it.
    async fn keeps(&mut self, turn: u64) {
        self.tells(News::Kept { turn }).await;
    }

    async fn tells(&mut self, news: News) {
        self.tell.send(news).unwrap();
        self.turn(None).await;
    }

    /// What somebody has heard, once the writers have rested.
    async fn heard(&mut self, who: usize) -> String {
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        self.ears[who - 1].heard()
    }

    /// So much time passes, and nothing is kept.
    async fn waits(&mut self, span: Duration) {
        let now = clock::now();
        let later = Now {
            mono: now.mono + span,
            ..now
        };
        self.driver.hear_archive(later, None).await;
        self.turn(None).await;
    }
}

#[tokio::test]
async fn nothing_is_told_before_it_is_kept_and_everything_after_it_waits_too() {
    let mut play = Play::new(1 << 20);
    let (ana, bob) = (play.person("ana").await, play.person("bob").await);
    assert!(
        play.heard(bob).await.contains("welcome"),
        "nothing to wait for"
    );
    play.says(ana, r#"{"text":"um!","id":1}"#).await;
    let eva = play.person("eva").await;
    play.says(bob, r#"{"type":"ping","id":"p"}"#).await;
    play.says(bob, r#"{"text":"dois!"}"#).await;
    for (who, word) in [(ana, "um!"), (bob, "um!"), (bob, "pong"), (eva, "welcome")] {
        assert!(!play.heard(who).await.contains(word), "{word} to {who}");
    }
    let turns: Vec<_> = play
        .disk
        .turns
        .lock()
        .unwrap()
        .iter()
        .map(|t| t.0)
        .collect();
    assert_eq!(turns, [1, 2]);
    play.keeps(1).await;
    let of_bob = play.heard(bob).await;
    let at = |word: &str| of_bob.find(word);
    assert!(
        at("um!") < at("eva joined") && at("eva joined") < at("pong"),
        "{of_bob}"
    );
    assert!(at("pong").is_some() && at("dois!").is_none(), "{of_bob}");
    assert!(play.heard(eva).await.contains(r#""seq":1"#));
    assert!(play.heard(ana).await.contains(r#""id":1"#), "its receipt");
    play.keeps(2).await;
    assert!(play.heard(eva).await.contains("dois!"));
    play.says(bob, r#"{"type":"ping","id":"q"}"#).await;
    assert!(
        play.heard(bob).await.contains(r#""id":"q""#),
        "at once again"
    );
}

#[tokio::test]
async fn a_disk_that_does_not_answer_is_given_up_after_two_seconds_and_that_is_told() {
    let mut play = Play::new(1 << 20);
    let ana = play.person("ana").await;
    play.says(ana, r#"{"text":"um!"}"#).await;
    play.waits(Duration::from_millis(1900)).await;
    assert!(!play.heard(ana).await.contains("um!"));
    play.waits(Duration::from_secs(3)).await;
    let heard = play.heard(ana).await;
    assert!(heard.find("um!") < heard.find("unkept"), "{heard}");
    assert!(play.disk.given_up.load(Ordering::Relaxed));
    play.says(ana, r#"{"text":"dois!"}"#).await;
    assert!(
        play.heard(ana).await.contains("dois!"),
        "told without waiting"
    );
    assert_eq!(
        play.disk.turns.lock().unwrap().len(),
        2,
        "and given all the same"
    );
    let log = "log-1".to_owned();
    play.tells(News::Restored { log }).await;
    let heard = play.heard(ana).await;
    assert_eq!(heard.matches(r#""event":"unkept""#).count(), 1);
    assert_eq!(heard.matches(r#""event":"kept""#).count(), 1);
    assert!(!play.disk.given_up.load(Ordering::Relaxed));
    play.says(ana, r#"{"text":"três!"}"#).await;
    assert!(!play.heard(ana).await.contains("três!"));
    play.keeps(3).await;
    assert!(play.heard(ana).await.contains("três!"));
}

#[tokio::test]
async fn a_disk_that_says_that_it_is_full_is_given_up_at_once() {
    let mut play = Play::new(1 << 20);
    let ana = play.person("ana").await;
    play.says(ana, r#"{"text":"um!"}"#).await;
    let why = "no space".to_owned();
    play.tells(News::Trouble { why: why.clone() }).await;
    play.tells(News::Trouble { why }).await;
    let heard = play.heard(ana).await;
    assert!(heard.contains(r#""text":"um!""#), "{heard}");
    assert_eq!(heard.matches(r#""event":"unkept""#).count(), 1, "{heard}");
}

#[tokio::test]
async fn too_much_that_waits_is_refused_and_all_of_it_is_told_afterwards() {
    let mut play = Play::new(200_000);
    let (ana, bob) = (play.person("ana").await, play.person("bob").await);
    let text = "x".repeat(4000);
    let mut said = 0;
    for n in 0..60 {
        play.says(ana, &format!(r#"{{"text":"{n}:{text}","id":"m{n}"}}"#))
            .await;
        said = play.disk.turns.lock().unwrap().len();
    }
    assert!(
        (20..30).contains(&said),
        "half of what may wait for one peer: {said}"
    );
    play.keeps(1000).await;
    let of_ana = play.heard(ana).await;
    assert!(of_ana.contains("rate_limited") && of_ana.contains("wait_ms"));
    let of_bob = play.heard(bob).await;
    assert_eq!(of_bob.matches(&text).count(), said);
    assert!(!of_bob.contains("too slowly"), "nobody is blamed for it");
    play.says(ana, r#"{"text":"again","id":"a"}"#).await;
    assert_eq!(play.disk.turns.lock().unwrap().len(), said + 1);
}

#[tokio::test]
async fn the_archive_is_asked_when_all_before_the_question_is_kept() {
    let mut play = Play::new(1 << 20);
    let ana = play.person("ana").await;
    play.says(ana, r#"{"text":"um!"}"#).await;
    play.says(ana, r#"{"type":"join","room":"old"}"#).await;
    assert!(play.disk.asked.lock().unwrap().is_empty());
    play.keeps(1).await;
    let ticket = play.disk.asked.lock().unwrap()[0];
    let (rows, more) = (Vec::new(), false);
    play.tells(News::Page { ticket, rows, more }).await;
    assert!(play.heard(ana).await.contains(r#""room":"old","seq":7"#));
}

#[tokio::test]
async fn nobody_is_told_of_a_redaction_that_a_killed_server_would_forget() {
    let mut play = Play::new(1 << 20);
    let ana = play.person("ana").await;
    let now = clock::now();
    let redact = Output::Redact(RoomName::lobby(), 7);
    play.driver.take(now, redact);
    play.driver.hand_over(now);
    play.says(ana, r#"{"type":"ping","id":3}"#).await;
    assert!(!play.heard(ana).await.contains("pong"));
    let turns = play.disk.turns.lock().unwrap().clone();
    assert_eq!(turns, [(1, vec![], vec![(RoomName::lobby(), 7)])]);
    play.keeps(1).await;
    assert!(play.heard(ana).await.contains("pong"));
}

#[tokio::test]
async fn a_server_that_stops_tells_the_last_that_was_said_once_it_is_kept() {
    for answers in [true, false] {
        let mut play = Play::new(1 << 20);
        let ana = play.person("ana").await;
        play.says(ana, r#"{"text":"last","id":1}"#).await;
        let ear = play.ears[ana - 1].clone();
        let (stop, stopped) = oneshot::channel();
        stop.send(()).unwrap();
        if answers {
            play.tell.send(News::Kept { turn: 1 }).unwrap();
        }
        play.driver.run(stopped).await;
        let heard = ear.heard();
        assert!(heard.find("last") < heard.find("bye"), "{heard}");
        assert_eq!(play.disk.given_up.load(Ordering::Relaxed), !answers);
    }
}
