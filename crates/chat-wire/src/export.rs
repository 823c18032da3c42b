//! A recording in the forms of other programs. Which one is asked for by the ending of
//! the file.

pub mod pcapng;
pub mod mermaid;
pub mod svg;
pub mod ndjson;

use crate::merge::merged;
use crate::record::Recording;
use crate::text::TextStyle;
use crate::text::text;

/// In which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A capture, for Wireshark.
    Pcapng,
    /// The lines again.
    Ndjson,
    /// A sequence diagram, for Mermaid.
    Mermaid,
    /// A picture.
    Svg,
    /// The ladder as text.
    Text,
}

impl Form {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Pcapng,
        Self::Ndjson,
        Self::Mermaid,
        Self::Svg,
        Self::Text,
    ];

    /// How a file of it ends.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pcapng => ".pcapng",
            Self::Ndjson => ".ndjson",
            Self::Mermaid => ".mmd",
            Self::Svg => ".svg",
            Self::Text => ".txt",
        }
    }

    /// The form of a file of this name.
    pub fn of(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .find(|form| name.ends_with(form.ending()))
    }
}

/// The recordings in a form.
pub fn exported(recordings: &[Recording], form: Form, style: TextStyle) -> Vec<u8> {
    let words = match form {
        Form::Pcapng => return pcapng::pcapng(recordings),
        Form::Ndjson => ndjson::ndjson(recordings),
        Form::Mermaid => mermaid::mermaid(&merged(recordings), style.language),
        Form::Svg => svg::svg(&merged(recordings), style.language),
        Form::Text => text(&merged(recordings), style),
    };
    words.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::read;

    #[test]
    fn the_ending_says_the_form() {
        assert_eq!(Form::of("a/b.PCAPNG"), Some(Form::Pcapng));
        assert_eq!(Form::of("x.ndjson"), Some(Form::Ndjson));
        assert_eq!(Form::of("x.pdf"), None);
    }

    #[test]
    fn lines_that_are_written_again_draw_the_same_ladder() {
        // Two recordings, one of them without a beginning, and lines that are none.
        let files = [
            "{\"ms\":1,\"flow\":\"127.0.0.1:1\",\"event\":\"out\",\"x\":\"00000001\",\"bytes\":9}\nx\n",
            "{\"event\":\"begin\",\"program\":\"chat-server\"}\n{\"ms\":2,\"event\":\"new\"}\n{\"ms\":2,\"flow\":1,\"event\":\"in\",\"x\":\"00000001\",\"bytes\":9}\n",
        ];
        let recordings: Vec<_> = files
            .iter()
            .flat_map(|file| read(file.as_bytes()).recordings)
            .collect();
        let again = exported(&recordings, Form::Ndjson, TextStyle::default());
        let reading = read(&again);
        assert_eq!((reading.skipped, reading.recordings.len()), (0, 2));
        let drawn = |recordings: &[Recording]| text(&merged(recordings), TextStyle::default());
        assert_eq!(drawn(&reading.recordings), drawn(&recordings));
    }
}
