//! Below the database: commits that fail, are slow, or both, put in at the connection
//! that writes. What it asks for is done, or told not to be.

use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::sync::mpsc::channel;

use chat_proto::frame::manner::Manner;
use chat_proto::name::Name;
use chat_proto::stamp::Stamp;
use chat_proto::text::Text;
use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::news::Where;
use crate::settings::Conversation;
use crate::settings::Durable;
use crate::settings::Keep;

/// A disk of which each commit has a fate: bit by bit from the lowest, 1 fails, and all
/// that come after the last bit succeed.
#[derive(Default)]
struct Disk {
    fates: AtomicU64,
    slow: Duration,
    commits: AtomicU64,
}

fn settings(folder: &TempDir) -> Settings {
    Settings {
        path: folder.path().join("a.sqlite"),
        durable: Durable::Process,
        keep: Keep::Forever,
        conversation: Conversation::Own,
    }
}

/// An archive over such a disk.
fn over(disk: &Arc<Disk>, folder: &TempDir) -> (Archive, Receiver<News>) {
    let (tell, news) = channel();
    let tell: Tell = Arc::new(move |news| drop(tell.send(news)));
    let edge = |db: &mut Connection| {
        let disk = Arc::clone(disk);
        let fails = move || {
            thread::sleep(disk.slow);
            disk.commits.fetch_add(1, Ordering::Relaxed);
            let fates = disk.fates.load(Ordering::Relaxed);
            disk.fates.store(fates >> 1, Ordering::Relaxed);
            fates & 1 == 1
        };
        db.commit_hook(Some(fails)).unwrap();
    };
    let (_, archive) = open(&settings(folder), tell, &edge).unwrap();
    (archive, news)
}

fn row(seq: u64) -> Kept {
    Kept {
        room: RoomName::lobby(),
        seq,
        at: Stamp::from_unix_ms(seq),
        name: Name::parse("ana").unwrap(),
        text: Text::parse(&format!("number {seq}")).unwrap(),
        id: None,
        session: 1,
        manner: Manner::default(),
        refers: None,
    }
}

/// Waits for news that this likes.
fn until(news: &Receiver<News>, like: impl Fn(&News) -> bool) -> News {
    loop {
        let next = news.recv_timeout(Duration::from_secs(60)).unwrap();
        if like(&next) {
            return next;
        }
    }
}

fn is_kept(turn: u64) -> impl Fn(&News) -> bool {
    move |news| matches!(news, News::Kept { turn: kept } if *kept >= turn)
}

fn all(archive: &Archive, news: &Receiver<News>) -> Vec<Kept> {
    let (room, place, limit) = (RoomName::lobby(), Where::Newest, 1_000);
    archive
        .ask(1, Question::Page { room, place, limit })
        .unwrap();
    let page = until(news, |news| matches!(news, News::Page { .. }));
    let News::Page { rows, .. } = page else {
        return Vec::new();
    };
    rows
}

#[test]
fn a_commit_that_fails_is_told_of_once_and_done_as_soon_as_it_can_be() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Arc::new(Disk::default());
    let (archive, news) = over(&disk, &folder);
    disk.fates.store(0b11, Ordering::Relaxed);
    archive.keep(1, vec![row(1)]);
    until(&news, |news| matches!(news, News::Trouble { .. }));
    // Nobody gave up: it is held back, and kept a moment later.
    archive.keep(2, vec![row(2)]);
    let troubles = |news: &News| matches!(news, News::Trouble { .. });
    let kept = until(&news, |news| troubles(news) || is_kept(2)(news));
    assert!(!troubles(&kept), "told once");
    until(&news, |news| matches!(news, News::Restored { .. }));
    assert_eq!(all(&archive, &news), [row(1), row(2)]);
}

#[test]
fn what_is_told_without_being_kept_is_kept_afterwards_under_another_id() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Arc::new(Disk::default());
    let (archive, news) = over(&disk, &folder);
    disk.fates.store(0b111, Ordering::Relaxed);
    archive.keep(1, vec![row(1)]);
    until(&news, |news| matches!(news, News::Trouble { .. }));
    let log = archive.give_up();
    archive.keep(2, vec![row(2)]);
    let restored = until(&news, |news| matches!(news, News::Restored { .. }));
    assert_eq!(restored, News::Restored { log });
    archive.resume();
    archive.keep(3, vec![row(3)]);
    until(&news, is_kept(3));
    assert_eq!(all(&archive, &news), [row(1), row(2), row(3)]);
}

#[test]
fn a_slow_disk_keeps_all_that_waits_at_once_and_its_owner_never_waits() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Arc::new(Disk {
        slow: Duration::from_millis(20),
        ..Disk::default()
    });
    let (archive, news) = over(&disk, &folder);
    for turn in 1..=500 {
        archive.keep(turn, vec![row(turn)]);
    }
    // All 500 were given before a tenth of them could be kept one by one.
    until(&news, is_kept(500));
    let commits = disk.commits.load(Ordering::Relaxed);
    assert!(commits < 50, "{commits} commits");
}

#[test]
fn a_log_that_may_not_grow_any_more_is_trouble_until_it_may() {
    let folder = tempfile::tempdir().unwrap();
    let (archive, news) = over(&Arc::default(), &folder);
    archive.bell.set_log(checkpointer::Log::Stuck);
    archive.keep(1, vec![row(1)]);
    let trouble = until(&news, |news| matches!(news, News::Trouble { .. }));
    assert!(format!("{trouble:?}").contains("-wal"), "{trouble:?}");
    archive.bell.ring();
    // The thread that looks after the log finds that there is nothing wrong with it.
    until(&news, is_kept(1));
    assert_eq!(all(&archive, &news), [row(1)]);
}

#[test]
fn what_a_killed_program_has_left_becomes_rows_though_nobody_says_more() {
    let folder = tempfile::tempdir().unwrap();
    let (archive, _) = over(&Arc::default(), &folder);
    assert!(archive.close(Duration::from_secs(60)));
    let rows: Vec<Kept> = (1..=64).map(row).collect();
    let db = Connection::open(settings(&folder).path).unwrap();
    let left = crate::blob::write(&rows);
    db.execute("INSERT INTO turn(n, body) VALUES(1, ?1)", [left])
        .unwrap();
    drop(db);
    let (archive, _) = over(&Arc::default(), &folder);
    // Rows tell nobody that they are made, so it is looked at until they are.
    let until = crate::clock::now() + Duration::from_secs(60);
    while archive.rooms.get(&RoomName::lobby()).unmade.is_some() {
        assert!(crate::clock::now() < until, "they never are");
        thread::sleep(Duration::from_millis(5));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whichever_commits_fail_everything_is_kept_once_and_in_order(fates in 0_u64..256) {
        let folder = tempfile::tempdir().unwrap();
        let disk = Arc::new(Disk::default());
        let (archive, news) = over(&disk, &folder);
        // Not two of them one after the other: the next try comes later each time.
        disk.fates.store(fates & 0b0101_0101, Ordering::Relaxed);
        for turn in 1..=20 {
            archive.keep(turn, vec![row(turn)]);
        }
        until(&news, is_kept(20));
        prop_assert!(archive.close(Duration::from_secs(60)));
        let (archive, news) = over(&Arc::default(), &folder);
        prop_assert_eq!(all(&archive, &news), (1..=20).map(row).collect::<Vec<_>>());
    }
}
