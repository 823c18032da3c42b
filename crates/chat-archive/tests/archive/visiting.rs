//! What the operator does from outside, with and without a server.

use std::process::Command;

use chat_archive::Export;
use chat_archive::Forget;
use chat_archive::Format;
#[cfg(unix)]
use chat_archive::News;
use chat_archive::Visit;
use chat_archive::Where;
#[cfg(unix)]
use chat_archive::everything_of;
use chat_archive::forget;
use chat_proto::frame::reference::How;
use chat_proto::frame::reference::Reference;
use chat_proto::stamp::Stamp;

use crate::house::Place;
use crate::house::room;
use crate::house::row;
use crate::house::rows;

fn exported(place: &Place, wanted: &Export) -> String {
    let mut output = Vec::new();
    let visit = Visit::open(&place.file()).unwrap();
    visit.export(wanted, &mut output).unwrap();
    String::from_utf8(output).unwrap()
}

fn all(format: Format) -> Export {
    Export {
        room: None,
        since: None,
        format,
    }
}

#[test]
fn all_that_is_kept_is_exported_also_what_is_no_row_yet() {
    let place = Place::new();
    let open = place.open();
    open.keep(vec![row("lab", 1, "olá,\n\"turma\""), row("b", 1, "=1+1")]);
    let mut done = row("lab", 2, "waves");
    done.manner.does = true;
    open.keep(vec![done]);
    for _ in 0..2 {
        assert_eq!(
            exported(&place, &all(Format::Text)),
            "2026-09-21T14:13:21.000Z #lab ana: olá, ⏎ \"turma\"\n\
             2026-09-21T14:13:21.000Z #b ana: =1+1\n\
             2026-09-21T14:13:22.000Z #lab * ana waves\n"
        );
        // And again once there are rows.
        open.page("lab", Where::Newest, 9);
    }
    let csv = exported(&place, &all(Format::Csv));
    let first = "lab,1,2026-09-21T14:13:21.000Z,ana,\"olá,\n\"\"turma\"\"\"\r\n";
    assert!(
        csv.starts_with(&format!("room,seq,time,name,text\r\n{first}")),
        "{csv}"
    );
    assert!(csv.contains("\"'=1+1\""), "{csv}");
    let json = exported(&place, &all(Format::Json));
    assert!(
        json.lines()
            .all(|line| line.starts_with('{') && line.ends_with('}')),
        "{json}"
    );
    assert!(json.contains("\"text\":\"olá,\\n\\\"turma\\\"\"") && json.contains("\"me\":true"));
    let of_lab = Export {
        room: Some(room("LAB")),
        since: Some(Stamp::from_unix_ms(1_790_000_002_000)),
        format: Format::Text,
    };
    assert_eq!(
        exported(&place, &of_lab),
        "2026-09-21T14:13:22.000Z #lab * ana waves\n"
    );
}

#[test]
fn a_room_of_which_nothing_is_kept_is_told() {
    let place = Place::new();
    place.open().close();
    let wanted = Export {
        room: Some(room("nowhere")),
        ..all(Format::Text)
    };
    let error = Visit::open(&place.file())
        .unwrap()
        .export(&wanted, &mut Vec::new())
        .unwrap_err();
    assert!(error.to_string().contains("nowhere"), "{error}");
}

#[test]
fn a_file_that_is_not_there_is_not_made() {
    let place = Place::new();
    let error = Visit::open(&place.file()).err().unwrap();
    assert!(error.to_string().contains("no such file"), "{error}");
    assert!(!place.file().exists());
}

#[test]
fn what_is_whole_is_found_whole_and_damage_is_found() {
    let place = Place::new();
    let open = place.open();
    open.keep(rows(1..=3000));
    assert_eq!(
        Visit::open(&place.file()).unwrap().check(),
        [""; 0],
        "while it is open"
    );
    open.close();
    assert_eq!(Visit::open(&place.file()).unwrap().check(), [""; 0]);
    // A message that the index does not know.
    place
        .sqlite()
        .execute("DELETE FROM msg WHERE seq = 7", [])
        .unwrap();
    let faults = Visit::open(&place.file()).unwrap().check();
    assert!(
        faults.iter().any(|fault| fault.contains("2999")),
        "{faults:?}"
    );
    // A page of text that is overwritten.
    let mut bytes = std::fs::read(place.file()).unwrap();
    let at = bytes
        .windows(11)
        .position(|part| part == b"number 2000")
        .unwrap();
    let page = at / 4096 * 4096;
    bytes[page..page + 4096].fill(0x5a);
    std::fs::write(place.file(), bytes).unwrap();
    let faults = Visit::open(&place.file()).unwrap().check();
    assert!(
        faults.iter().any(|fault| fault.contains("lab")),
        "{faults:?}"
    );
}

#[test]
fn who_asks_for_figures_gets_them() {
    let place = Place::new();
    let open = place.open();
    open.keep(rows(1..=200));
    open.keep(vec![row("b", 1, "x")]);
    let stats = Visit::open(&place.file()).unwrap().stats().unwrap();
    assert!(stats.served);
    assert_eq!(
        (stats.messages, stats.log.as_str()),
        (201, open.opened.log.as_str())
    );
    let of = |name: &str| {
        stats
            .rooms
            .iter()
            .find(|r| r.name == name)
            .map(|r| (r.messages, r.last))
    };
    assert_eq!((of("lab"), of("b")), (Some((200, 200)), Some((1, 1))));
    open.close();
    let stats = Visit::open(&place.file()).unwrap().stats().unwrap();
    assert!(
        !stats.served && stats.to_string().contains("#lab"),
        "{stats}"
    );
}

#[test]
fn without_a_server_it_is_forgotten_here() {
    let place = Place::new();
    let open = place.open();
    open.keep(rows(1..=200));
    let log = open.opened.log.clone();
    open.close();
    let what = Forget::Room(room("lab"));
    assert_eq!(
        Visit::open(&place.file()).unwrap().count(&what).unwrap(),
        200
    );
    assert_eq!(forget(&place.file(), &what), Ok(200));
    let again = place.open();
    assert_eq!(again.numbers(Where::Newest, 9).0, [0; 0]);
    assert_eq!(
        (again.opened.rooms, again.opened.log),
        (vec![(room("lab"), 200)], log)
    );
}

#[cfg(unix)]
#[test]
fn a_server_that_has_the_file_forgets_itself_and_says_so() {
    let place = Place::new();
    let open = place.open();
    open.keep(rows(1..=50));
    let what = everything_of("ANA").unwrap();
    // Also what is no row yet.
    let count = Visit::open(&place.file()).unwrap().count(&what).unwrap();
    assert_eq!(count, 50);
    assert_eq!(forget(&place.file(), &what), Ok(50));
    open.until(|news| matches!(news, News::Forgotten { .. }).then_some(()));
    assert_eq!(open.numbers(Where::Newest, 9).0, [0; 0]);
    open.keep(rows([51]));
    assert_eq!(open.numbers(Where::Newest, 9).0, [51]);
}

#[test]
fn sqlite3_reads_the_file_as_the_document_says() {
    if Command::new("sqlite3").arg("--version").output().is_err() {
        println!("not tried: there is no sqlite3 here");
        return;
    }
    let place = Place::new();
    let open = place.open();
    open.keep(vec![row("lab", 1, "olá"), row("lab", 2, "turma")]);
    open.page("lab", Where::Newest, 9);
    let document = include_str!("../../../../docs/ARCHIVE.md");
    let asked = document
        .split("```sql")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    for _served in [true, false] {
        let output = Command::new("sqlite3")
            .arg(place.file())
            .arg(asked.unwrap())
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stdout);
        let errors = String::from_utf8_lossy(&output.stderr);
        let expected = "2026-09-21 14:13:22|ana|turma\n2026-09-21 14:13:21|ana|olá\n";
        assert_eq!(told, expected, "{errors}");
    }
    open.close();
    let check = "PRAGMA user_version; PRAGMA application_id; SELECT last FROM room;";
    let output = Command::new("sqlite3")
        .arg(place.file())
        .arg(check)
        .output()
        .unwrap();
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "3\n1667785076\n2\n"
    );
}

#[test]
fn a_file_of_version_1_is_read() {
    let place = Place::new();
    std::fs::write(place.file(), include_bytes!("version-1.sqlite")).unwrap();
    check_older(&place, (1, None));
}

#[test]
fn a_file_of_version_2_is_read() {
    let place = Place::new();
    std::fs::write(place.file(), include_bytes!("version-1.sqlite")).unwrap();
    let db = rusqlite::Connection::open(place.file()).unwrap();
    let sql = "ALTER TABLE msg ADD COLUMN reply INTEGER;
               UPDATE msg SET reply = 1 WHERE seq = 3; PRAGMA user_version = 2";
    db.execute_batch(sql).unwrap();
    drop(db);
    let (how, seq) = (How::Answers, 1);
    check_older(&place, (2, Some(Reference { how, seq })));
}

/// A file of this version, in which the last of three messages refers to this one.
#[track_caller]
fn check_older(place: &Place, (version, of_third): (i64, Option<Reference>)) {
    let before = exported(place, &all(Format::Json));
    assert_eq!(before.lines().count(), 3, "before a server has opened it");
    let open = place.open();
    let (rows, more) = open.page("lab", Where::Newest, 99);
    assert_eq!(
        (rows.len(), rows[0].text.as_str(), more),
        (3, "Olá turma", false)
    );
    assert_eq!(
        open.search(crate::house::query("turma", &["lab"])).0.len(),
        2
    );
    assert_eq!(open.opened.rooms, [(room("lab"), 3)]);
    let mut expected = vec![None, None, of_third];
    let all_ways = [
        (How::Answers, "reply"),
        (How::Edits, "edit"),
        (How::Reacts, "react"),
    ];
    for (seq, (how, _)) in (4..).zip(all_ways) {
        let mut said = row("lab", seq, "yes");
        said.refers = Some(Reference { how, seq: 1 });
        expected.push(said.refers);
        open.keep(vec![said]);
    }
    let (rows, _) = open.page("lab", Where::Newest, 99);
    let refers: Vec<_> = rows.iter().map(|row| row.refers).collect();
    assert_eq!(refers, expected);
    open.close();
    let after = exported(place, &all(Format::Json));
    let first = after.lines().take(3);
    assert_eq!(
        first.collect::<Vec<_>>(),
        before.lines().collect::<Vec<_>>()
    );
    for (line, (_, field)) in after.lines().skip(3).zip(all_ways) {
        assert!(line.contains(&format!("\"{field}\":1")), "{line}");
    }
    let now = place
        .sqlite()
        .query_row("PRAGMA user_version", [], |r| r.get::<_, i64>(0));
    assert_eq!(now, Ok(3));
    let copy = place.folder().join(format!("a.sqlite.v{version}"));
    assert!(copy.exists(), "for whoever wants the older program again");
}
