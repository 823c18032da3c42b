//! A log (`-wal`) whose end is torn, as a power cut may leave it.

use std::fs;

use chat_archive::Where;

use crate::house::Place;
use crate::house::rows;

#[test]
fn of_a_torn_log_everything_before_the_tear_is_there_and_the_numbers_go_on() {
    let place = Place::new();
    let open = place.open();
    for seq in 1..=20 {
        open.keep(rows([seq]));
    }
    // As it stands in this moment: nothing is closed.
    let file = place.file();
    let sibling = |ending: &str| {
        let mut name = file.clone().into_os_string();
        name.push(ending);
        name
    };
    let database = fs::read(&file).unwrap();
    let log = fs::read(sibling("-wal")).unwrap();
    let mark = fs::read(sibling(".mark")).unwrap();
    let mut seen = Vec::new();
    for part in 0..=40 {
        let torn = Place::new();
        let file = torn.file();
        fs::write(&file, &database).unwrap();
        let with = |ending: &str| {
            let mut name = file.clone().into_os_string();
            name.push(ending);
            name
        };
        let mut log = log.clone();
        let end = log.len() * part / 40;
        if part % 2 == 0 {
            log.truncate(end);
        } else {
            // The rest of it is what was there before: nothing.
            log[end..].fill(0);
        }
        fs::write(with("-wal"), log).unwrap();
        fs::write(with(".mark"), &mark).unwrap();
        let open = torn.open();
        let (numbers, _) = open.numbers(Where::Newest, 99);
        let last = numbers.last().copied().unwrap_or(0);
        assert_eq!(numbers, (1..=last).collect::<Vec<_>>(), "part {part}");
        open.keep(rows([last + 1]));
        assert_eq!(open.numbers(Where::Newest, 1).0, [last + 1]);
        open.close();
        seen.push(last);
    }
    assert_eq!(seen.last(), Some(&20), "all of it");
    assert!(seen.is_sorted(), "{seen:?}");
    assert!(seen.iter().any(|last| (1..20).contains(last)), "{seen:?}");
}
