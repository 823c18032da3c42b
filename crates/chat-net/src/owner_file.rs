//! Files that their owner alone may read: keys, names, and who talked with whom. Mode 600
//! from their first moment; where a system has no such thing, as files are there.

use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Read as _;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;

/// Opens a file as it is asked for. One that is new is its owner's alone.
pub fn open(how: &mut OpenOptions, path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(how, 0o600);
    how.open(path)
}

/// Opens a file to be written from its beginning. One that was there before gives way only
/// if it begins in one of these ways, as what is written here does: nothing else is lost
/// to a slip in a name. What is no file (a terminal, a pipe) is as it is.
pub fn anew(path: &Path, begins: &[&[u8]]) -> io::Result<File> {
    let known = std::fs::metadata(path);
    if known.is_ok_and(|known| known.is_file() && known.len() > 0) {
        let longest = begins.iter().map(|begin| begin.len()).max();
        let mut head = Vec::new();
        let most = u64::try_from(longest.unwrap_or(0)).unwrap_or(0);
        File::open(path)?.take(most).read_to_end(&mut head)?;
        if !begins.iter().any(|begin| head.starts_with(begin)) {
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, STAYS));
        }
    }
    open(
        OpenOptions::new().write(true).create(true).truncate(true),
        path,
    )
}

/// Takes from everybody else what they may do with a file that was there before. What is
/// no file (a terminal, a pipe) is as it is.
pub fn close_to_others(file: &File) -> io::Result<()> {
    #[cfg(unix)]
    if file.metadata()?.is_file() {
        use std::os::unix::fs::PermissionsExt as _;
        file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

/// Writes a second file beside the first, with this ending, and lets it take its place: so
/// there is a whole one at every moment, or none. It is open still, for more at its end.
pub fn replace(path: &Path, ending: &str, bytes: &[u8]) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut second = path.as_os_str().to_owned();
    second.push(ending);
    let second = PathBuf::from(second);
    // Left over from a run that ended here: of whatever mode, and whosever.
    match std::fs::remove_file(&second) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = open(OpenOptions::new().append(true).create_new(true), &second)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    let placed = written.and_then(|()| std::fs::rename(&second, path));
    if placed.is_err() {
        // Half of it is of no use to anybody.
        let _ = std::fs::remove_file(&second);
    }
    placed.map(|()| file)
}

const STAYS: &str = "there is another file of this name, which stays as it is";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_the_place_of_another_is_whole_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/names");
        drop(replace(&path, ".new", b"one\n").unwrap());
        std::fs::write(folder.path().join("deep/names.new"), "left over").unwrap();
        let mut file = replace(&path, ".new", b"two\n").unwrap();
        file.write_all(b"three\n").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two\nthree\n");
        assert!(
            replace(folder.path(), ".new", b"").is_err(),
            "it is a folder"
        );
        assert_eq!(
            std::fs::read_dir(path.parent().unwrap()).unwrap().count(),
            1
        );
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_it_also_where_it_was_there_before() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        let mode = || std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        let file = open(OpenOptions::new().append(true).create(true), &path).unwrap();
        assert_eq!(mode(), 0o600);
        file.set_permissions(std::fs::Permissions::from_mode(0o644))
            .unwrap();
        close_to_others(&file).unwrap();
        assert_eq!(mode(), 0o600);
        file.set_permissions(std::fs::Permissions::from_mode(0o644))
            .unwrap();
        replace(&path, ".new", b"").unwrap();
        assert_eq!(mode(), 0o600);
    }

    #[test]
    fn only_what_begins_as_ours_does_gives_way() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes");
        let ours: &[&[u8]] = &[b"{\"ms\":", b"<svg"];
        let keeps = |before: &str, begins: &[&[u8]]| {
            std::fs::write(&path, before).unwrap();
            let opened = anew(&path, begins);
            let kept = std::fs::read_to_string(&path).unwrap() == before;
            assert_eq!(opened.is_err(), kept && !before.is_empty(), "{before}");
            opened.is_err()
        };
        assert!(keeps("int main(void)", ours));
        assert!(keeps("<", ours), "shorter than any of ours");
        assert!(keeps("{\"ms\":0}", &[]));
        assert!(!keeps("{\"ms\":0}", ours) && !keeps("<svg>", ours));
        assert!(!keeps("", ours) && !keeps("", &[]), "nothing is lost");
    }
}
