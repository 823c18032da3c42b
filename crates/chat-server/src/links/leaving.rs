//! Datagrams that have to leave, one after the other in one piece of memory.

use std::net::SocketAddr;

/// Datagrams on their way to the socket.
#[derive(Debug, Default)]
pub struct Leaving {
    /// All of them.
    pub bytes: Vec<u8>,
    /// Where each ends, and where it goes.
    pub ends: Vec<(SocketAddr, usize)>,
}

impl Leaving {
    /// With room for about so many bytes.
    pub fn with_room(bytes: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(bytes),
            ends: Vec::new(),
        }
    }

    /// Whether there is enough to be sent before more is written: what is written
    /// is still in the processor's cache then, and the memory is not much.
    pub fn is_full(&self) -> bool {
        self.bytes.len() >= ENOUGH
    }

    /// They were sent.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    /// Neighbours for one address that have one length: all of their bytes, and
    /// that length.
    pub fn bursts(&self) -> impl Iterator<Item = (SocketAddr, &[u8], usize)> {
        let mut start = 0;
        let mut ends = self.ends.iter().peekable();
        std::iter::from_fn(move || {
            let (to, end) = *ends.next()?;
            let each = end - start;
            let mut last = end;
            while let Some((_, next)) = ends.next_if(|(at, next)| *at == to && next - last == each)
            {
                last = *next;
            }
            let burst = self.bytes.get(start..last).unwrap_or_default();
            start = last;
            Some((to, burst, each))
        })
    }
}

/// Eight windows of usual messages.
const ENOUGH: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_one_length_and_one_address_leave_together() {
        let [a, b] = [1, 2].map(|port| SocketAddr::from(([127, 0, 0, 1], port)));
        let mut leaving = Leaving::default();
        for (to, word) in [(a, "one"), (a, "two"), (a, "three"), (b, "seven"), (b, "x")] {
            leaving.bytes.extend_from_slice(word.as_bytes());
            leaving.ends.push((to, leaving.bytes.len()));
        }
        let bursts: Vec<_> = leaving.bursts().collect();
        let expected = [
            (a, &b"onetwo"[..], 3),
            (a, b"three", 5),
            (b, b"seven", 5),
            (b, b"x", 1),
        ];
        assert_eq!(bursts, expected);
    }
}
