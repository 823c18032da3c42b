//! A certificate in words that can be read aloud.

use chat_proto::hex::Hex;
use chat_trust::words::SixWords;

/// The line that the operator reads, and shows to the others.
pub fn line(digest: &Hex<32>, passing: bool) -> String {
    let first = digest.0.first_chunk().copied().unwrap_or_default();
    let words = SixWords::of(first);
    let passing = if passing {
        " (other words at each start, since nothing is kept)"
    } else {
        ""
    };
    format!("secret connections (--tls) show these words: {words}{passing}")
}
