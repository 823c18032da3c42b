//! What one read or write of a stream moved: how many bytes, where lines end among
//! them (the borders that a stream itself does not have), and a fingerprint, by which
//! the recordings of both sides are joined.

use std::hash::Hasher;

use memchr::memchr_iter;
use serde::Serialize;
use serde::Serializer;
use siphasher::sip::SipHasher13;

/// The bytes of one system call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The fingerprint of what was moved: 32 bits of `SipHash`-1-3, as eight hex digits.
    #[serde(serialize_with = "hex")]
    x: u32,
    /// How many bytes were moved.
    bytes: usize,
    /// The offsets just after each line end in what was read, or was offered to be
    /// written: at most [`LISTED`].
    ends: Vec<u32>,
    /// How many ends there were beyond those.
    #[serde(skip_serializing_if = "is_zero")]
    more: u32,
}

impl Moved {
    /// The first `taken` bytes of what lies in these pieces.
    pub fn of<'a>(pieces: impl IntoIterator<Item = &'a [u8]>, taken: usize) -> Self {
        let mut moved = Self {
            x: 0,
            bytes: taken,
            ends: Vec::new(),
            more: 0,
        };
        // No secret: whoever has the bytes has the fingerprint. `write` alone is used: its
        // result does not depend on where the bytes are cut.
        let mut hasher = SipHasher13::new();
        let mut before = 0;
        for piece in pieces {
            memchr_iter(b'\n', piece).for_each(|at| moved.add_end(before + at + 1));
            let left = taken.saturating_sub(before).min(piece.len());
            hasher.write(piece.get(..left).unwrap_or_default());
            before += piece.len();
        }
        let [.., a, b, c, d] = hasher.finish().to_be_bytes();
        moved.x = u32::from_be_bytes([a, b, c, d]);
        moved
    }

    fn add_end(&mut self, end: usize) {
        if self.ends.len() < LISTED {
            self.ends.push(u32::try_from(end).unwrap_or(u32::MAX));
        } else {
            self.more = self.more.saturating_add(1);
        }
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn hex<S: Serializer>(x: &u32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{x:08x}"))
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// As many as one looks at; a read of a flood has hundreds.
const LISTED: usize = 64;

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
