//! Copies, made while a server has the file, and put where another is to begin with them.

use std::path::Path;
use std::time::Duration;

use chat_archive::Conversation;
use chat_archive::Settings;
use chat_archive::Where;
use chat_archive::copy;
use chat_archive::incoming;
use chat_archive::put_in_place;

use crate::house::Place;
use crate::house::open;
use crate::house::row;

fn shared(place: &Place, number: i64) -> Settings {
    Settings {
        conversation: Conversation::Shared(number),
        ..place.settings()
    }
}

fn is_private(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777 == 0o600
    }
    #[cfg(not(unix))]
    path.exists()
}

#[test]
fn a_copy_has_all_that_is_kept_and_takes_the_place_of_what_was_there() {
    let (here, there) = (Place::new(), Place::new());
    let first = open(&shared(&here, 7)).unwrap();
    first.keep(vec![row("lab", 1, "one"), row("lab", 2, "two")]);
    // It was away.
    let second = open(&shared(&there, 7)).unwrap();
    second.keep(vec![row("lab", 1, "one")]);
    second.archive.close(LONG);
    let coming = incoming(&there.file()).unwrap();
    // What somebody has left there is no hindrance.
    std::fs::write(&coming, "half of something").unwrap();
    copy(&here.file(), &coming).unwrap();
    assert!(is_private(&coming));
    first.keep(vec![row("lab", 3, "three")]);
    put_in_place(&coming, &there.file(), Conversation::Shared(7)).unwrap();
    assert!(!coming.exists());
    let second = open(&shared(&there, 7)).unwrap();
    let (rows, _) = second.page("lab", Where::Newest, 9);
    assert_eq!(rows, [row("lab", 1, "one"), row("lab", 2, "two")]);
    second.archive.close(LONG);
    let before = Settings {
        path: there.folder().join("a.sqlite.before"),
        ..shared(&there, 7)
    };
    let before = open(&before).unwrap();
    let (rows, _) = before.page("lab", Where::Newest, 9);
    assert_eq!(rows, [row("lab", 1, "one")]);
}

#[test]
fn no_copy_takes_the_place_of_another_conversation_or_of_what_a_server_has() {
    let (here, there) = (Place::new(), Place::new());
    let first = open(&shared(&here, 7)).unwrap();
    first.keep(vec![row("lab", 1, "one")]);
    let coming = incoming(&there.file()).unwrap();
    copy(&here.file(), &coming).unwrap();
    let put = || put_in_place(&coming, &there.file(), Conversation::Shared(7));
    let own = there.open();
    own.keep(vec![row("lab", 1, "by myself")]);
    assert!(put().unwrap_err().why.contains("has it"));
    own.archive.close(LONG);
    assert!(put().unwrap_err().why.contains("on a server by itself"));
    std::fs::remove_file(there.file()).unwrap();
    open(&shared(&there, 8)).unwrap().archive.close(LONG);
    assert!(put().unwrap_err().why.contains("another conversation"));
    assert!(coming.exists());
}

const LONG: Duration = Duration::from_secs(9);
