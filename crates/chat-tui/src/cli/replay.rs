//! The arguments of `chat-tui replay`.

use std::path::PathBuf;

use clap::Args;

use crate::app::settings::Charset;
use crate::app::settings::Depth;
use crate::app::settings::Display;
use crate::cli::locale;
use crate::replay::Asked;
use crate::replay::Task;

/// Which recordings, and what is wanted of them.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
pub(in crate::cli) struct Replay {
    /// Recordings, as --trace writes them; several are put together
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print the ladder; without this it is played, where there is a terminal
    #[arg(long, conflicts_with_all = ["export", "check"])]
    text: bool,
    /// With a sentence for each row: what happened, why, what cannot be known
    #[arg(long, conflicts_with_all = ["export", "check"])]
    explain: bool,
    /// Write it in the form of OUT's ending: .pcapng, .ndjson, .mmd, .svg, .txt
    #[arg(long, value_name = "OUT", conflicts_with = "check")]
    export: Option<PathBuf>,
    /// Draw the ladder in ASCII
    #[arg(long)]
    ascii: bool,
    /// Each letter of texts, names and addresses is one `•`
    #[arg(long)]
    mask: bool,
    /// Whether recordings of one conversation contradict each other
    #[arg(long)]
    check: bool,
    /// Print so many questions about it: what happens next? Answers at the end
    #[arg(long, value_name = "N", conflicts_with_all = ["text", "explain", "export", "check"])]
    quiz: Option<usize>,
}

impl Replay {
    /// The same without options that exclude each other; at a terminal, with colours or
    /// without, it is played.
    pub(in crate::cli) fn asked(self, terminal: Option<Depth>) -> Asked {
        let drawn_in = if self.ascii {
            Charset::Ascii
        } else {
            locale::charset()
        };
        let task = match (self.export, self.quiz) {
            (Some(out), _) => Task::Export(out),
            (None, Some(most)) => Task::Quiz(most),
            (None, None) if self.check => Task::Check,
            (None, None) if !self.text && !self.explain && terminal.is_some() => {
                Task::Play(Display {
                    colours: terminal.unwrap_or(Depth::Nothing),
                    drawn_in,
                })
            }
            (None, None) => Task::Text {
                sentences: self.explain,
            },
        };
        Asked {
            files: self.files,
            mask: self.mask,
            ascii: self.ascii,
            task,
        }
    }
}
