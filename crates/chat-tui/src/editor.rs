//! The person's own editor, for as long as it has the terminal: a file that nobody
//! else can read goes in, and what is in it afterwards comes back.

use std::env;
use std::fs;
use std::future;
use std::io;
use std::io::Write;
use std::path::PathBuf;

#[cfg(unix)]
use rustix::process::Pid;
#[cfg(unix)]
use rustix::process::Signal;
#[cfg(unix)]
use rustix::process::kill_process;
use tempfile::NamedTempFile;
use tokio::process::Child;
use tokio::process::Command;

use crate::app::event::Edited;
use crate::app::input::composer;

/// An editor that runs.
#[derive(Debug)]
pub(crate) struct Editor {
    child: Child,
    /// Removed when this is dropped.
    file: NamedTempFile,
}

impl Editor {
    /// Starts the one that `VISUAL` or `EDITOR` names. Where that cannot be, the
    /// person is told why.
    pub(crate) fn start(text: &str) -> Result<Self, Edited> {
        let named = named().ok_or(Edited::NoEditor)?;
        let failed = |why: String| Edited::Failed {
            editor: named.clone(),
            why,
        };
        let mut words = words(&named).map_err(&failed)?.into_iter();
        let program = words.next().ok_or(Edited::NoEditor)?;
        let file = private_file(text).map_err(|error| failed(error.to_string()))?;
        let mut command = Command::new(program);
        command.args(words).arg(file.path());
        match command.spawn() {
            Ok(child) => Ok(Self { child, file }),
            Err(error) => Err(failed(error.to_string())),
        }
    }

    /// Comes back when it has ended.
    async fn ended(&mut self) -> Edited {
        match self.child.wait().await {
            Ok(status) if status.success() => self.read(),
            Ok(_) => Edited::Unchanged,
            Err(error) => Edited::Failed {
                editor: named().unwrap_or_default(),
                why: error.to_string(),
            },
        }
    }

    fn read(&mut self) -> Edited {
        let read = fs::metadata(self.file.path()).and_then(|meta| {
            let bytes = usize::try_from(meta.len()).unwrap_or(usize::MAX);
            if bytes > composer::BYTES {
                // Somebody's work is not thrown away.
                self.file.disable_cleanup(true);
                let path = self.file.path().display().to_string();
                return Ok(Edited::TooLong { bytes, path });
            }
            let text = fs::read(self.file.path())?;
            Ok(Edited::Text(String::from_utf8_lossy(&text).into_owned()))
        });
        read.unwrap_or_else(|error| Edited::Failed {
            editor: named().unwrap_or_default(),
            why: error.to_string(),
        })
    }
}

impl Drop for Editor {
    /// Nobody would read any more what it writes.
    fn drop(&mut self) {
        let Some(id) = self.child.id() else {
            return;
        };
        #[cfg(unix)]
        if let Some(pid) = i32::try_from(id).ok().and_then(Pid::from_raw) {
            let _ = kill_process(pid, Signal::TERM);
        }
        #[cfg(not(unix))]
        let _ = (id, self.child.start_kill());
    }
}

/// Comes back when the editor has ended, if one runs.
pub(crate) async fn ended(editor: Option<&mut Editor>) -> Edited {
    match editor {
        Some(editor) => editor.ended().await,
        None => future::pending().await,
    }
}

fn named() -> Option<String> {
    let set = |name| env::var(name).ok().filter(|value| !value.trim().is_empty());
    set("VISUAL").or_else(|| set("EDITOR"))
}

/// As a shell would part them, without one: nothing in them is run.
fn words(named: &str) -> Result<Vec<String>, String> {
    if cfg!(windows) {
        // A backslash parts directories there.
        return Ok(named.split_whitespace().map(str::to_owned).collect());
    }
    shell_words::split(named).map_err(|error| error.to_string())
}

/// Mode 600, in a place of the person's own where the system has one.
fn private_file(text: &str) -> io::Result<NamedTempFile> {
    let own = env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    let place = own.filter(|own| own.is_dir()).unwrap_or_else(env::temp_dir);
    let mut builder = tempfile::Builder::new();
    builder.prefix("chat-").suffix(".txt");
    let mut file = builder.tempfile_in(place)?;
    file.write_all(text.as_bytes())?;
    file.flush()?;
    Ok(file)
}
