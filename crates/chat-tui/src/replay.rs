//! `chat-tui replay`: recordings from files, to standard output or into a file of another
//! form. No network; what is drawn is the matter of `chat_wire`.

use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use chat_net::owner_file;
use chat_proto::text::clean;
use chat_wire::check;
use chat_wire::check::Verdict;
use chat_wire::export;
use chat_wire::export::Form;
use chat_wire::mask;
use chat_wire::merge;
use chat_wire::quiz;
use chat_wire::record;
use chat_wire::record::Recording;
use chat_wire::report;
use chat_wire::text;
use chat_wire::text::TextStyle;
use chat_wire::words::language::Language;

use crate::app::settings::Display;
use crate::app::wire::player::Player;
use crate::failure::Failure;
use crate::speech::Speech;

/// What is asked for.
#[derive(Debug)]
pub(crate) struct Asked {
    /// The recordings.
    pub(crate) files: Vec<PathBuf>,
    /// Whether letters are hidden.
    pub(crate) mask: bool,
    /// Whether it is drawn in ASCII.
    pub(crate) ascii: bool,
    /// What is wanted of them.
    pub(crate) task: Task,
}

/// What is wanted of recordings.
#[derive(Debug)]
pub(crate) enum Task {
    /// The ladder.
    Text {
        /// With a sentence for each row.
        sentences: bool,
    },
    /// A file of another form.
    Export(PathBuf),
    /// Whether they contradict each other.
    Check,
    /// The window on the wire, in which they are played.
    Play(Display),
    /// A worksheet of so many questions.
    Quiz(usize),
}

/// Does it; what goes to standard output is given back.
pub(crate) fn run(asked: &Asked, speech: &Speech) -> Result<String, Failure> {
    let language = speech.language.into();
    let style = TextStyle {
        language,
        ascii: asked.ascii,
        ..TextStyle::default()
    };
    match &asked.task {
        // Where there is no screen.
        Task::Play(_) => {
            let merged = merge::merged(&read(asked, language)?);
            Ok(text::text(&merged, style))
        }
        Task::Text { sentences } => {
            let style = TextStyle {
                sentences: *sentences,
                ..style
            };
            let merged = merge::merged(&read(asked, language)?);
            Ok(text::text(&merged, style))
        }
        Task::Export(out) => {
            // Before anything is read: a slip costs nothing.
            let form = form(out, language)?;
            if asked.files.iter().any(|file| is_one(file, out)) {
                let error = io::ErrorKind::AlreadyExists.into();
                return Err(of_file(out, &error, language));
            }
            let bytes = export::exported(&read(asked, language)?, form, style);
            write(out, &bytes, form).map_err(|error| of_file(out, &error, language))?;
            Ok(String::new())
        }
        Task::Check => compare(&read(asked, language)?, language),
        Task::Quiz(most) => {
            let merged = merge::merged(&read(asked, language)?);
            Ok(quiz::worksheet(&merged.ladder, *most, language))
        }
    }
}

/// What is to be played.
pub(crate) fn player(asked: &Asked, speech: &Speech) -> Result<Player, Failure> {
    let recordings = read(asked, speech.language.into())?;
    let merged = merge::merged(&recordings);
    let names = asked.files.iter().map(|file| {
        let name = file.file_name().map(Path::new);
        shown(name.unwrap_or(file))
    });
    let names: Vec<_> = names.collect();
    Ok(Player::new(names.join(", "), &recordings, &merged))
}

fn form(out: &Path, language: Language) -> Result<Form, Failure> {
    let name = shown(out);
    Form::of(&name).ok_or_else(|| Failure::Usage(report::no_form(&name, language)))
}

/// All recordings; what had to be left out is said.
fn read(asked: &Asked, language: Language) -> Result<Vec<Recording>, Failure> {
    let mut recordings = Vec::new();
    let mut is_empty = true;
    for file in &asked.files {
        let name = shown(file);
        let bytes = bytes(file).map_err(|error| of_file(file, &error, language))?;
        if bytes.len() > LONGEST {
            return Err(failed(report::too_long(&name, language)));
        }
        let reading = record::read(&bytes);
        let counts = (reading.skipped, reading.unknown);
        if let Some(words) = report::skipped(&name, counts, language) {
            // Where standard error is closed there is nobody to tell.
            let _ = writeln!(io::stderr(), "chat-tui: {words}");
        }
        is_empty &= reading.is_empty();
        recordings.extend(reading.recordings);
    }
    if is_empty {
        return Err(failed(report::nothing_left(language)));
    }
    if asked.mask {
        recordings = mask::masked(&recordings);
    }
    Ok(recordings)
}

fn compare(recordings: &[Recording], language: Language) -> Result<String, Failure> {
    let merged = merge::merged(recordings);
    let verdict = check::check(recordings, &merged, language);
    let words = report::verdict(&verdict, language);
    match verdict {
        Verdict::Agree { .. } => Ok(format!("{words}\n")),
        Verdict::Strangers => Err(Failure::Recordings { words, status: 2 }),
        Verdict::Contradict(faults) => {
            let count = report::contradictions(faults.len(), language);
            Err(failed(format!("{words}\n{count}")))
        }
    }
}

fn bytes(file: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(LONGEST).unwrap_or(u64::MAX);
    let mut file = File::open(file)?.take(most.saturating_add(1));
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Its owner's alone, like every recording. What is there already gives way if it begins
/// as this does; text begins in any way.
fn write(path: &Path, bytes: &[u8], form: Form) -> io::Result<()> {
    let alike = if form == Form::Text { 0 } else { ALIKE };
    let begin = bytes.get(..alike).unwrap_or_default();
    owner_file::anew(path, &[begin])?.write_all(bytes)
}

/// Whether both names lead to one file.
fn is_one(file: &Path, other: &Path) -> bool {
    let of = |path: &Path| path.canonicalize().ok();
    of(file).is_some_and(|file| of(other) == Some(file))
}

fn shown(path: &Path) -> String {
    clean(&path.display().to_string()).into_owned()
}

fn of_file(path: &Path, error: &io::Error, language: Language) -> Failure {
    failed(report::file_fault(
        &shown(path),
        &error.to_string(),
        language,
    ))
}

fn failed(words: String) -> Failure {
    Failure::Recordings { words, status: 1 }
}

/// Four times the longest file of `--trace`.
const LONGEST: usize = 256 * 1024 * 1024;

/// As many bytes tell one form from the others.
const ALIKE: usize = 4;
