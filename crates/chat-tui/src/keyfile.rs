//! The file of a person's key: made silently at the first start, mode 600.
//!
//! A few lines that a person can read, since the words are theirs: the six words, and
//! the seed that they lead to, because the way there takes a while on purpose.

use std::io;
use std::path::Path;
use std::path::PathBuf;

use chat_net::chance;
use chat_net::owner_file;
use chat_proto::hex::Hex;
use chat_trust::key::Key;
use chat_trust::words::SixWords;
use directories::ProjectDirs;

use crate::speech::Speech;
use crate::speech::topic::trust;

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeyWish {
    /// The file; none is the usual place.
    pub path: Option<PathBuf>,
    /// Whether there is to be a key at all.
    pub wanted: bool,
    /// Whether it is to outlive this run.
    pub keep: bool,
}

impl KeyWish {
    /// None at all.
    pub(crate) fn none() -> Self {
        Self {
            path: None,
            wanted: false,
            keep: false,
        }
    }
}

/// Where a key is kept, if it is.
#[derive(Clone, Debug)]
pub(crate) struct KeyFile {
    path: Option<PathBuf>,
}

/// Who sits here.
#[derive(Debug)]
pub(crate) struct Owner {
    /// The key.
    pub key: Key,
    /// Its words.
    pub words: SixWords,
    /// Where it is kept.
    pub file: KeyFile,
    /// Why it is not kept, where it was to be.
    pub remark: Option<String>,
}

impl KeyFile {
    /// The key that is kept, or a new one; `Err` where a file is there that is no key.
    pub(crate) fn owner(wish: &KeyWish, speech: &Speech) -> Result<Option<Owner>, String> {
        if !wish.wanted {
            return Ok(None);
        }
        let path = wish.path.clone().or_else(usual_place);
        let file = Self {
            path: path.filter(|_| wish.keep),
        };
        if let Some((key, words)) = file.read(speech)? {
            let remark = None;
            return Ok(Some(Owner {
                key,
                words,
                file,
                remark,
            }));
        }
        let (key, words) = made(new_words()?);
        let remark = file.write(&key, words, speech).err();
        Ok(Some(Owner {
            key,
            words,
            file,
            remark,
        }))
    }

    /// Another key from now on: of these words, or of new ones.
    pub(crate) fn change(
        &self,
        words: Option<SixWords>,
        speech: &Speech,
    ) -> Result<(Key, SixWords), String> {
        let (key, words) = made(words.map_or_else(new_words, Ok)?);
        self.write(&key, words, speech)?;
        Ok((key, words))
    }

    fn read(&self, speech: &Speech) -> Result<Option<(Key, SixWords)>, String> {
        let Some(path) = &self.path else {
            return Ok(None);
        };
        // Whatever is in the way is said where it is written.
        let Ok(text) = std::fs::read_to_string(path) else {
            return Ok(None);
        };
        let kept = understood(&text);
        let words = &speech.trust;
        kept.map(Some)
            .ok_or_else(|| words.not_readable(path.display()))
    }

    fn write(&self, key: &Key, words: SixWords, speech: &Speech) -> Result<(), String> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        write(path, key, words).map_err(|why| {
            let path = path.display();
            speech
                .trust
                .for_the_session(trust::ForTheSession { path, why })
        })
    }
}

/// A new file takes the place of the old one. Several programs of one person may do so.
fn write(path: &Path, key: &Key, words: SixWords) -> io::Result<()> {
    let ending = format!(".{}", std::process::id());
    let text = format!("{HEAD}{words}\n{}\n", key.seed());
    owner_file::replace(path, &ending, text.as_bytes()).map(drop)
}

fn understood(text: &str) -> Option<(Key, SixWords)> {
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let words = SixWords::parse(lines.next()?).ok()?;
    let seed = Hex::parse(lines.next()?.trim())?;
    Some((Key::from_seed(&seed), words))
}

fn made(words: SixWords) -> (Key, SixWords) {
    (Key::of(&words), words)
}

fn new_words() -> Result<SixWords, String> {
    let drawn = chance::bytes().map_err(|error| error.to_string())?;
    Ok(SixWords::of(drawn))
}

fn usual_place() -> Option<PathBuf> {
    let directories = ProjectDirs::from("", "", "chat-tui")?;
    Some(directories.data_dir().join("key"))
}

const HEAD: &str = "\
# The key of chat-tui: whoever has these six words, or this file, can have your names.
";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech;
    use crate::speech::Language;

    fn english() -> &'static Speech {
        speech::of(Language::English)
    }

    fn wish(path: &Path) -> KeyWish {
        KeyWish {
            path: Some(path.to_owned()),
            wanted: true,
            keep: true,
        }
    }

    fn owner(wish: &KeyWish) -> Owner {
        KeyFile::owner(wish, english()).unwrap().unwrap()
    }

    #[test]
    fn a_key_is_made_once_and_is_that_of_its_words() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/key");
        let (first, again) = (owner(&wish(&path)), owner(&wish(&path)));
        assert_eq!(first.remark, None);
        assert_eq!(first.key.public(), again.key.public());
        assert_eq!(first.words.to_string(), again.words.to_string());
        assert_eq!(Key::of(&first.words).public(), first.key.public());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        let other = again.file.change(None, english()).unwrap();
        assert_ne!(other.0.public(), first.key.public());
        assert_eq!(owner(&wish(&path)).key.public(), other.0.public());
        let files = std::fs::read_dir(folder.path().join("deep")).unwrap();
        assert_eq!(files.count(), 1, "nothing is left over");
    }

    #[test]
    fn where_it_cannot_be_kept_it_is_said_and_it_lasts_for_the_session() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        let owner = owner(&wish(&file.join("key")));
        assert!(owner.remark.unwrap().contains("cannot be kept"));
    }

    #[test]
    fn a_shared_account_keeps_nothing_and_off_has_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let shared = KeyWish {
            keep: false,
            ..wish(&path)
        };
        assert_ne!(owner(&shared).key.public(), owner(&shared).key.public());
        assert!(!path.exists());
        let off = KeyWish {
            wanted: false,
            ..shared
        };
        assert!(KeyFile::owner(&off, english()).unwrap().is_none());
    }

    #[test]
    fn another_file_is_not_taken_for_a_key_nor_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("essay");
        std::fs::write(&path, "Once upon a time\n").unwrap();
        let why = KeyFile::owner(&wish(&path), english()).unwrap_err();
        assert!(why.contains("is not a key file"), "{why}");
        let kept = std::fs::read_to_string(&path).unwrap();
        assert_eq!(kept, "Once upon a time\n");
    }
}
