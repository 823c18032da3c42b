//! An older file becomes one of a later version, whole or not at all.

use super::*;

const STEPS_OF_OLD: &Steps = &[VERSION_1];
const STEPS_OF_TOMORROW: &Steps = &[VERSION_1, "ALTER TABLE msg ADD COLUMN mood TEXT"];
const BROKEN: &Steps = &[VERSION_1, "ALTER TABLE msg ADD COLUMN mood TEXT; nonsense"];

fn version(db: &Connection) -> i64 {
    db.query_row("PRAGMA user_version", [], |r| r.get(0))
        .unwrap()
}

#[test]
fn an_older_file_is_brought_up_to_date_and_a_copy_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    let mut db = Connection::open(&path).unwrap();
    prepare(&mut db, &path, STEPS_OF_OLD).unwrap();
    assert_eq!(version(&db), 1);
    assert!(matches!(
        prepare(&mut db, &path, BROKEN),
        Err(Fault::Other(_))
    ));
    assert_eq!(version(&db), 1, "a step that fails takes itself back");
    prepare(&mut db, &path, STEPS_OF_TOMORROW).unwrap();
    assert_eq!(version(&db), 2);
    assert!(db.prepare("SELECT mood FROM msg").is_ok());
    let copy = Connection::open(folder.path().join("a.v1")).unwrap();
    assert_eq!(version(&copy), 1);
    assert!(matches!(
        prepare(&mut db, &path, STEPS_OF_OLD),
        Err(Fault::Newer(2))
    ));
}
