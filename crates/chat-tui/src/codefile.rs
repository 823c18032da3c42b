//! Files with code that is shared: read within a bound, and written only where there was
//! none.

use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Read;
use std::io::Write;
use std::path::Path;

use chat_proto::limits::PASTE_BYTES;
use chat_proto::paste::Code;
use chat_proto::paste::PasteFault;
use chat_proto::paste::Title;

use crate::speech::Speech;
use crate::speech::topic::pasting;

/// What is in a file, and what it is called; or why it cannot be shared.
pub(crate) fn read(path: &str, speech: &Speech) -> Result<(Title, Code), String> {
    let words = &speech.pasting;
    let not_read = |why: &str| words.not_read(pasting::NotRead { path, why });
    let bytes = bytes(Path::new(path)).map_err(|error| match error {
        Some(error) => not_read(&error.to_string()),
        None => not_read(words.no_file()),
    })?;
    let text = String::from_utf8(bytes).map_err(|_| not_read(words.no_text()))?;
    let code = Code::parse(&text).map_err(|fault| match fault {
        PasteFault::Empty => not_read(words.empty()),
        PasteFault::TooLong(_) => not_read(&words.too_long(PASTE_BYTES)),
    })?;
    Ok((Title::of(path), code))
}

/// One more than may be: enough to see that it is too much. A device is no file.
fn bytes(path: &Path) -> Result<Vec<u8>, Option<io::Error>> {
    if !std::fs::metadata(path).map_err(Some)?.is_file() {
        return Err(None);
    }
    let mut bytes = Vec::new();
    let most = u64::try_from(PASTE_BYTES).unwrap_or(u64::MAX) + 1;
    let file = File::open(path).map_err(Some)?;
    file.take(most).read_to_end(&mut bytes).map_err(Some)?;
    Ok(bytes)
}

/// Writes a new file: what is there already stays as it is, also where it only leads
/// elsewhere.
pub(crate) fn write(path: &str, text: &str, speech: &Speech) -> Result<String, String> {
    let created = OpenOptions::new().write(true).create_new(true).open(path);
    let written = created.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map(|()| path.to_owned()).map_err(|why| {
        let not_saved = pasting::NotSaved { path, why };
        speech.pasting.not_saved(not_saved)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech;
    use crate::speech::Language;

    fn english() -> &'static Speech {
        speech::of(Language::English)
    }

    #[test]
    fn a_file_is_read_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).display().to_string();
        std::fs::write(path("client.py"), "x = 1\n").unwrap();
        let (title, code) = read(&path("client.py"), english()).unwrap();
        assert_eq!((title.as_str(), code.as_str()), ("client.py", "x = 1\n"));
        std::fs::write(path("long"), "x".repeat(PASTE_BYTES + 1)).unwrap();
        std::fs::write(path("odd"), [0xff, 0xfe]).unwrap();
        std::fs::write(path("empty"), "\n").unwrap();
        for (name, why) in [
            ("long", "16384"),
            ("odd", "UTF-8"),
            ("empty", "nothing"),
            ("none", "No such file"),
            (".", "no file"),
        ] {
            let told = read(&path(name), english()).unwrap_err();
            assert!(told.contains(why), "{told}");
        }
    }

    #[test]
    fn what_is_there_is_not_written_over_nor_what_a_link_leads_to() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).display().to_string();
        write(&path("new"), "a", english()).unwrap();
        assert!(write(&path("new"), "b", english()).is_err());
        assert_eq!(std::fs::read_to_string(path("new")).unwrap(), "a");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(path("new")).unwrap().permissions().mode();
            assert_eq!(mode & 0o111, 0, "it cannot be run");
            std::os::unix::fs::symlink(path("target"), path("link")).unwrap();
            assert!(write(&path("link"), "b", english()).is_err());
            assert!(!folder.path().join("target").exists());
        }
    }
}
