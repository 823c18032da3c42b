//! Encoded frames on their way out: made once, shared by all who receive them.
//!
//! How they are encoded is the driver's business, how they leave the outbox's.

use std::sync::Arc;

/// Frames that travel together: encoded once, shared by all who receive them.
#[derive(Clone, Debug)]
pub struct Parcel(Arc<Packed>);

#[derive(Debug)]
struct Packed {
    bytes: Vec<u8>,
    /// Where each frame ends: a datagram carries one.
    ends: Vec<u32>,
}

impl Parcel {
    /// From encoded frames, the end of each in `ends`.
    pub fn new(bytes: Vec<u8>, ends: Vec<u32>) -> Self {
        Self(Arc::new(Packed { bytes, ends }))
    }

    /// How many bytes it has.
    pub fn len(&self) -> usize {
        self.0.bytes.len()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.bytes.is_empty()
    }

    /// All of it.
    pub fn bytes(&self) -> &[u8] {
        &self.0.bytes
    }

    /// The frames from `start` on that are as long as the first of them, and that
    /// length: what can leave as one burst of equal datagrams.
    pub fn equal_frames_at(&self, start: usize, most: usize) -> (&[u8], usize) {
        let each = self.frame_at(start).len();
        let mut end = start + each;
        let at = self.0.ends.partition_point(|e| *e as usize <= end);
        for next in self.0.ends.iter().skip(at).map(|e| *e as usize) {
            if next - end != each || next - start > most * each {
                break;
            }
            end = next;
        }
        (self.0.bytes.get(start..end).unwrap_or_default(), each)
    }

    /// Where the frame begins in which this byte lies.
    pub fn frame_start(&self, byte: usize) -> usize {
        let at = self.0.ends.partition_point(|end| *end as usize <= byte);
        let before = at.checked_sub(1).and_then(|at| self.0.ends.get(at));
        before.map_or(0, |end| *end as usize)
    }

    /// The rest of a frame from `start` on.
    pub fn frame_at(&self, start: usize) -> &[u8] {
        let at = self.0.ends.partition_point(|end| *end as usize <= start);
        let end = self.0.ends.get(at).map_or(self.len(), |end| *end as usize);
        self.0.bytes.get(start..end).unwrap_or_default()
    }
}
