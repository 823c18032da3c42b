//! What happened to a stream: the program's own calls, where lines end among the bytes
//! that they moved (the borders that a stream itself does not have), and what the
//! system says about the connection.

mod tcp;

use std::io;
use std::time::Duration;

use memchr::memchr_iter;
use serde::Deserialize;
use serde::Serialize;

use crate::trace::contents::Contents;
use crate::trace::fingerprint::Fingerprint;
use crate::trace::maybe_millis;
use crate::trace::millis;

pub use tcp::Tcp;
pub use tcp::Timer;

/// The bytes of one system call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// Of what was moved.
    pub x: Fingerprint,
    /// How many bytes were moved.
    pub bytes: usize,
    /// The offsets just after each line end in what was read, or was offered to be
    /// written: at most [`LISTED`].
    #[serde(default)]
    pub ends: Vec<u32>,
    /// How many ends there were beyond those.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub more: u32,
}

/// The program's own read of a stream brought something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    /// What it brought.
    #[serde(flatten)]
    pub moved: Moved,
    /// Whether it filled what there was room for: more may be there.
    #[serde(default, skip_serializing_if = "is_false")]
    pub full: bool,
    /// What it said.
    #[serde(flatten)]
    pub contents: Option<Contents>,
}

/// The program's own write to a stream took something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Write {
    /// How many bytes it was offered.
    #[serde(default)]
    pub offered: usize,
    /// What it took of them.
    #[serde(flatten)]
    pub moved: Moved,
    /// What that said.
    #[serde(flatten)]
    pub contents: Option<Contents>,
}

/// A write goes on after it could not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unblocked {
    /// So long after the first that took nothing.
    #[serde(rename = "after_ms", with = "millis")]
    pub after: Duration,
}

/// There is a connection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// How long it took; only where this side asked for it.
    #[serde(
        default,
        rename = "took_ms",
        with = "maybe_millis",
        skip_serializing_if = "Option::is_none"
    )]
    pub took: Option<Duration>,
    /// How many addresses were tried for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts: Option<u32>,
}

/// A connection is over, or there was none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// Why.
    pub why: Close,
    /// Bytes that were received and are no whole line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread: Option<usize>,
}

/// Why a connection is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Close {
    /// The other side has said all.
    End,
    /// The other side, or the network, broke it off.
    Reset,
    /// The other side's system does not answer any more.
    Timeout,
    /// Nobody listens there.
    Refused,
    /// This side closed it.
    Ours,
}

impl Moved {
    /// The first `taken` bytes of what lies in these pieces.
    pub fn of<'a>(pieces: impl IntoIterator<Item = &'a [u8]>, taken: usize) -> Self {
        let (mut ends, mut more, mut before) = (Vec::new(), 0_u32, 0);
        let moved = pieces.into_iter().map(|piece| {
            let found = memchr_iter(b'\n', piece).map(|at| before + at + 1);
            let mut found = found.map(|end| u32::try_from(end).unwrap_or(u32::MAX));
            ends.extend(found.by_ref().take(LISTED - ends.len()));
            more = more.saturating_add(u32::try_from(found.count()).unwrap_or(u32::MAX));
            let left = taken.saturating_sub(before).min(piece.len());
            before += piece.len();
            piece.get(..left).unwrap_or_default()
        });
        let x = Fingerprint::of_pieces(moved);
        Self {
            x,
            bytes: taken,
            ends,
            more,
        }
    }
}

impl Close {
    /// What an error of a connection says.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "whatever else happens to a connection breaks it off"
    )]
    pub fn of(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::TimedOut => Self::Timeout,
            io::ErrorKind::ConnectionRefused => Self::Refused,
            io::ErrorKind::UnexpectedEof | io::ErrorKind::WriteZero => Self::End,
            _ => Self::Reset,
        }
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn is_false(is: &bool) -> bool {
    !*is
}

/// As many as one looks at; a read of a flood has hundreds.
pub const LISTED: usize = 64;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn however_bytes_are_cut_what_was_moved_is_the_same(
            bytes in prop::collection::vec(prop_oneof![Just(b'\n'), any::<u8>()], 0..200),
            cut in 0usize..200,
            taken in 0usize..200,
        ) {
            let (head, tail) = bytes.split_at(cut.min(bytes.len()));
            let taken = taken.min(bytes.len());
            prop_assert_eq!(Moved::of([head, tail], taken), Moved::of([&*bytes], taken));
        }
    }

    #[test]
    fn the_fingerprint_is_of_what_was_taken_and_the_borders_of_what_was_offered() {
        let [whole, part] = [4, 2].map(|taken| Moved::of([&b"ab\nc"[..]], taken));
        assert_eq!(part.x, Moved::of([&b"ab"[..]], 2).x);
        assert_ne!(part.x, whole.x);
        assert_eq!((part.bytes, &*part.ends, part.more), (2, &[3][..], 0));
    }

    #[test]
    fn beyond_sixty_four_ends_are_counted() {
        let many = Moved::of([&[b'\n'; 100][..]], 100);
        let last = many.ends.last().copied();
        assert_eq!((many.ends.len(), last, many.more), (64, Some(64), 36));
    }
}
