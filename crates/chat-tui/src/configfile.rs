//! The configuration file, written whole or not at all: by `--write-config`, and for
//! `/save`, which changes some values in it and leaves everything else as somebody
//! wrote it.

use std::fs;
use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Write;
use std::ops::Range;
use std::path::Path;

use toml::Table;
use toml::Value;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::app::errand::Given;
use crate::speech::Speech;
use crate::speech::topic::setting;

/// Writes it beside the old one, which it then replaces, and makes the folder where
/// there is none. A link stays one: what it leads to is written.
pub(crate) fn write(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new()
        .prefix(".config-")
        .tempfile_in(folder)?;
    if let Ok(before) = fs::metadata(&path) {
        file.as_file().set_permissions(before.permissions())?;
    }
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(&path)?;
    Ok(())
}

/// Gives settings these values in the file; what went wrong, in words, and then it is
/// as it was.
pub(crate) fn keep(
    path: &Path,
    kept: &[(&'static str, Given)],
    speech: &Speech,
) -> Result<(), String> {
    let words = &speech.setting;
    let left = |why: &str| {
        let path = path.display();
        words.not_kept(setting::NotKept { path, why })
    };
    let text = match content(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(left(&error.to_string())),
        Ok(text) => text,
    };
    let text = edited(&text, kept).map_err(|fault| match fault {
        Fault::File(why) => left(&why.lines().collect::<Vec<_>>().join(", ")),
        Fault::Other => left(words.not_this_way()),
    })?;
    write(path, &text).map_err(|error| left(&error.to_string()))
}

fn content(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(MOST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MOST {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(text)
}

/// Why a file is not changed.
#[derive(Debug, PartialEq, Eq)]
enum Fault {
    /// It is no such file.
    File(String),
    /// Something else in it would change too.
    Other,
}

/// The text with these values, one after the other.
fn edited(text: &str, kept: &[(&'static str, Given)]) -> Result<String, Fault> {
    let mut text = text.to_owned();
    for (name, given) in kept {
        text = with(&text, name, &value(given))?;
    }
    Ok(text)
}

/// The text with one value more, or another one.
fn with(text: &str, name: &str, value: &Value) -> Result<String, Fault> {
    let mark = text.len() - text.trim_start_matches(MARK).len();
    let (mark, text) = text.split_at(mark);
    let mut wanted: Table =
        toml::from_str(text).map_err(|error| Fault::File(error.message().to_owned()))?;
    wanted.insert(name.to_owned(), value.clone());
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let (at, put) = match place(text, name)? {
        Place::Value(at) => (at, value.to_string()),
        Place::After(at) => {
            let before = text.get(..at).unwrap_or_default();
            let line = if before.is_empty() || before.ends_with('\n') {
                ""
            } else {
                end
            };
            (at..at, format!("{line}{name} = {value}{end}"))
        }
    };
    let mut changed = text.to_owned();
    changed.replace_range(at, &put);
    // Whatever the file looks like: nothing but this has changed.
    match toml::from_str::<Table>(&changed) {
        Ok(table) if table == wanted => Ok(format!("{mark}{changed}")),
        Ok(_) | Err(_) => Err(Fault::Other),
    }
}

/// Where a value goes.
enum Place {
    /// In place of this one.
    Value(Range<usize>),
    /// On a line of its own, behind this one.
    After(usize),
}

/// Where the value of a setting stands; else behind the comment that shows it, or behind
/// the last setting, and before every table.
fn place(text: &str, name: &str) -> Result<Place, Fault> {
    let table = DeTable::parse(text).map_err(|error| Fault::File(error.message().to_owned()))?;
    let table = table.get_ref();
    let own = table.iter().find(|(key, _)| &**key.get_ref() == name);
    if let Some((_, value)) = own {
        return Ok(Place::Value(value.span()));
    }
    let begins = |key: usize| {
        let before = text.get(..key).unwrap_or_default();
        before.rfind('\n').map_or(0, |at| at + 1)
    };
    let heads = table.iter().filter_map(|(key, value)| {
        let line = begins(key.span().start);
        let is_head = text.get(line..)?.trim_start().starts_with('[');
        let is_table = matches!(value.get_ref(), DeValue::Table(_) | DeValue::Array(_));
        (is_head && is_table).then_some(line)
    });
    let head = heads.min().unwrap_or(text.len());
    let settings = text.get(..head).unwrap_or_default();
    let (mut beside, mut last, mut at) = (None, 0, 0);
    for line in settings.split_inclusive('\n') {
        at += line.len();
        let line = line.trim();
        let comment = line
            .strip_prefix('#')
            .map(|line| line.trim_start_matches(['#', ' ']));
        let shows = comment.and_then(|comment| comment.strip_prefix(name));
        if shows.is_some_and(|rest| rest.trim_start().starts_with('=')) {
            beside = Some(at);
        }
        if !line.is_empty() && comment.is_none() {
            last = at;
        }
    }
    let first = if head == text.len() { at } else { 0 };
    let last = if last > 0 { last } else { first };
    Ok(Place::After(beside.unwrap_or(last)))
}

fn value(given: &Given) -> Value {
    match given {
        Given::Switch(on) => Value::Boolean(*on),
        Given::Number(number) => Value::Integer((*number).into()),
        Given::Text(word) => Value::String(word.clone()),
        Given::Texts(words) => Value::Array(words.iter().cloned().map(Value::String).collect()),
    }
}

/// Some editors begin a file with it, and it is no text.
const MARK: char = '\u{feff}';
/// Bytes of the file that are read: as many as at the start.
const MOST: u64 = 1 << 20;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::speech;
    use crate::speech::Language;

    fn dark() -> Vec<(&'static str, Given)> {
        vec![("theme", Given::Text("dark".to_owned()))]
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(edited(text, &dark()).as_deref(), Ok(expected));
    }

    #[test]
    fn a_value_is_replaced_and_everything_else_stays() {
        check("", "theme = \"dark\"\n");
        check(
            "theme='light' # why\nname = 'a'",
            "theme=\"dark\" # why\nname = 'a'",
        );
        check(
            "# mine\nname = \"ana\"   # me\n\n[keys]\nhelp = \"F2\"\n",
            "# mine\nname = \"ana\"   # me\ntheme = \"dark\"\n\n[keys]\nhelp = \"F2\"\n",
        );
        // Behind the comment that shows it.
        check(
            "# colours\n#theme = \"terminal\"\n\nname = 'a'\n",
            "# colours\n#theme = \"terminal\"\ntheme = \"dark\"\n\nname = 'a'\n",
        );
        check("# only this", "# only this\ntheme = \"dark\"\n");
        check(
            "[keys]\n#theme = 1\n",
            "theme = \"dark\"\n[keys]\n#theme = 1\n",
        );
        check("name = 'a'\r\n", "name = 'a'\r\ntheme = \"dark\"\r\n");
        check(
            "\u{feff}name = 'a'\n",
            "\u{feff}name = 'a'\ntheme = \"dark\"\n",
        );
        let words = Given::Texts(vec!["prova".to_owned(), "ex\"ame".to_owned()]);
        let text = "highlight = [\n  # soon\n  \"a\", # one\n]\nname = 'a'\n";
        let expected = "highlight = [\"prova\", 'ex\"ame']\nname = 'a'\n";
        assert_eq!(
            edited(text, &[("highlight", words)]).as_deref(),
            Ok(expected)
        );
        let all = [
            ("mouse", Given::Switch(false)),
            ("live-rows", Given::Number(3)),
        ];
        let expected = "mouse = false\nlive-rows = 3\n";
        assert_eq!(edited("", &all).as_deref(), Ok(expected));
    }

    #[test]
    fn what_is_no_such_file_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        let words = speech::of(Language::English);
        for broken in [
            "theme = \n",
            "a = 1\na = 2\n",
            "text = \"\"\"\nb\n# \"\"\"\n",
        ] {
            fs::write(&path, broken).unwrap();
            let kept = keep(&path, &dark(), words);
            let now = fs::read_to_string(&path).unwrap();
            if broken.starts_with("text") {
                assert!(kept.is_ok() || now == broken);
                continue;
            }
            let why = kept.unwrap_err();
            assert!(why.contains("was left as it is"), "{why}");
            assert_eq!(why.lines().count(), 1, "{why}");
            assert_eq!(now, broken);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_is_not_there_is_made_with_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/config.toml");
        keep(&path, &dark(), speech::of(Language::English)).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "theme = \"dark\"\n");
    }

    proptest! {
        #[test]
        fn whatever_stands_in_the_file_stands_there_still(
            lines in prop::collection::vec(
                prop_oneof![
                    Just("# a comment"), Just(""), Just("#theme = \"light\""),
                    Just("a = 1 # one"), Just("b = [\n  1, # x\n  [2],\n]"),
                    Just("c = '''\n[no table]\n# none\n'''"), Just("d = { e = 1 }"),
                    Just("theme = 'light'"),
                ],
                0..6,
            ),
            tail in prop_oneof![Just(""), Just("# why\n[keys]\nhelp = 'F2' # x\n"), Just("[[t]]\nx = 1")],
        ) {
            let text = format!("{}\n{tail}", lines.join("\n"));
            let Ok(before) = toml::from_str::<Table>(&text) else { return Ok(()) };
            let changed = edited(&text, &dark()).unwrap();
            let mut after: Table = toml::from_str(&changed).unwrap();
            prop_assert_eq!(after.insert("theme".to_owned(), "x".into()), Some("dark".into()));
            let mut before = before;
            before.insert("theme".to_owned(), "x".into());
            prop_assert_eq!(before, after);
            for line in text.lines().filter(|line| line.contains('#')) {
                prop_assert!(changed.contains(line), "{line}: {changed}");
            }
        }
    }
}
