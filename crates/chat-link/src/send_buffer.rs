//! The send buffer: the bytes of frames that are queued or in flight, one after the
//! other in one piece of memory, so that a hundred links do not allocate a hundred
//! times for each message. Which bytes belong to which frame is kept elsewhere.

/// The bytes. As many as there are frames, and as many again at most that are
/// not needed any more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SendBuffer {
    bytes: Vec<u8>,
    /// How many were there before the first of them, ever.
    before: u64,
}

/// Where a frame lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// How many bytes were put in before.
    pub start: u64,
    length: usize,
}

impl SendBuffer {
    /// Adds a frame behind all others.
    pub fn put(&mut self, frame: &[u8]) -> Span {
        let start = self.before + self.bytes.len() as u64;
        let length = frame.len();
        self.bytes.extend_from_slice(frame);
        Span { start, length }
    }

    /// A frame; nothing where it was released.
    pub fn get(&self, span: Span) -> &[u8] {
        let from = span.start.checked_sub(self.before);
        let from = from.and_then(|from| usize::try_from(from).ok());
        let frame = from.and_then(|from| self.bytes.get(from..from + span.length));
        frame.unwrap_or_default()
    }

    /// Nothing before this one is needed any more; nothing at all, where there is
    /// none.
    pub fn give_up_before(&mut self, first: Option<Span>) {
        let Some(first) = first else {
            self.before += self.bytes.len() as u64;
            self.bytes.clear();
            self.bytes.shrink_to(KEPT);
            return;
        };
        let gone = usize::try_from(first.start.saturating_sub(self.before)).unwrap_or(0);
        if gone > self.bytes.len() / 2 {
            self.bytes.drain(..gone);
            self.before += gone as u64;
        }
    }
}

/// The memory that an idle link keeps.
const KEPT: usize = 1024;

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::any;
    use proptest::proptest;

    use super::*;

    proptest! {
        #[test]
        fn what_is_still_needed_is_found_as_it_was_put(
            frames in vec((vec(any::<u8>(), 0..300), 0_usize..4), 1..200),
        ) {
            let mut send_buffer = SendBuffer::default();
            let mut needed: Vec<(Span, Vec<u8>)> = Vec::new();
            for (frame, done) in frames {
                needed.push((send_buffer.put(&frame), frame));
                needed.drain(..done.min(needed.len()));
                send_buffer.give_up_before(needed.first().map(|(span, _)| *span));
                let bytes: usize = needed.iter().map(|(_, frame)| frame.len()).sum();
                assert!(send_buffer.bytes.len() <= 2 * bytes);
                for (span, frame) in &needed {
                    assert_eq!(send_buffer.get(*span), frame);
                }
            }
        }
    }

    #[test]
    fn a_link_on_which_nothing_is_under_way_keeps_hardly_any_memory() {
        let mut send_buffer = SendBuffer::default();
        let spans: Vec<Span> = (0..1000).map(|_| send_buffer.put(&[b'x'; 1000])).collect();
        send_buffer.give_up_before(None);
        assert!(send_buffer.bytes.capacity() <= KEPT);
        assert_eq!(send_buffer.get(spans[0]), b"");
    }
}
