//! What two servers say to each other about a copy: JSON, on the subject on which servers ask
//! each other anything.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde::Serialize;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "copy", rename_all = "snake_case")]
pub enum Request {
    /// That there be a copy.
    Begin,
    /// For a piece of it.
    Piece {
        /// Of which.
        number: u64,
        /// Of what of it.
        of: Part,
        /// Where the piece begins.
        at: u64,
    },
}

/// A copy has two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// How far the log was read, and what the server is there.
    Checkpoint,
    /// What was said, up to there at least.
    Archive,
}

/// What is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "copy", rename_all = "snake_case")]
pub enum Answer {
    /// There will be one.
    Making,
    /// There is one.
    Ready {
        /// What it is asked for by.
        number: u64,
        /// How long this part is.
        checkpoint: u64,
        /// The same.
        archive: u64,
    },
    /// The piece: in base64, at most [`PIECE`] bytes of it. None at all: the part ends there.
    Piece {
        /// The bytes.
        bytes: String,
    },
    /// There is none.
    Refused {
        /// Why.
        why: String,
    },
}

impl Request {
    /// Reads one, if it is one.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// As it is sent.
    pub fn write(&self) -> String {
        // Words and numbers can always be written.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Answer {
    /// Reads one, if it is one.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// As it is sent.
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// A piece.
    pub fn piece(bytes: &[u8]) -> Self {
        let bytes = STANDARD.encode(bytes);
        Self::Piece { bytes }
    }

    /// What is in it.
    pub fn bytes(text: &str) -> Option<Vec<u8>> {
        STANDARD.decode(text).ok()
    }
}

/// A message of NATS has up to a million bytes; but beats and what is said wait behind it, also
/// where the way to NATS is a slow one.
pub const PIECE: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_what_is_read() {
        let (number, of, at) = (3, Part::Archive, 1 << 40);
        for request in [Request::Begin, Request::Piece { number, of, at }] {
            assert_eq!(Request::read(&request.write()), Some(request));
        }
        let piece = Answer::piece(b"\0any\xff");
        assert_eq!(Answer::read(&piece.write()), Some(piece.clone()));
        let Answer::Piece { bytes } = piece else {
            panic!("{piece:?}");
        };
        assert_eq!(Answer::bytes(&bytes), Some(b"\0any\xff".to_vec()));
        assert!(Answer::piece(&vec![0; PIECE]).write().len() < 100_000);
    }

    #[test]
    fn what_else_servers_ask_each_other_is_none_of_it() {
        for other in ["", "{}", "true", r#"{"do":"whisper"}"#, r#"{"copy":"all"}"#] {
            assert_eq!(Request::read(other), None, "{other}");
        }
    }
}
