//! Encoded frames on their way out: made once, shared by all who receive them.
//!
//! How they are encoded is the driver's business, how they leave the outbox's.

use std::ops::Range;
use std::sync::Arc;
use std::sync::Weak;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

/// The memory that all parcels take together, whoever still has one: what many wait
/// for is counted once.
pub type Meter = Arc<AtomicUsize>;

/// Frames that travel together, or the last of them: encoded once, shared by all who
/// receive them.
#[derive(Clone, Debug)]
pub struct Parcel {
    packed: Arc<Packed>,
    start: usize,
    end: usize,
}

/// A parcel that lasts no longer than somebody else needs it.
#[derive(Clone, Debug)]
pub struct Faint(Weak<Packed>);

#[derive(Debug)]
struct Packed {
    bytes: Box<[u8]>,
    /// Where each frame ends: a datagram carries one. Where there is but one, none.
    ends: Box<[u32]>,
    meter: Meter,
}

impl Parcel {
    /// From encoded frames, the end of each in `ends`.
    pub fn new(bytes: Vec<u8>, ends: Vec<u32>, meter: &Meter) -> Self {
        let ends = if ends.len() > 1 { ends } else { Vec::new() };
        // What these have in reserve goes back: nothing is added any more.
        let packed = Packed {
            bytes: bytes.into(),
            ends: ends.into(),
            meter: Arc::clone(meter),
        };
        meter.fetch_add(packed.memory(), Ordering::Relaxed);
        let end = packed.bytes.len();
        Self {
            packed: Arc::new(packed),
            start: 0,
            end,
        }
    }

    /// Some of the frames of a whole parcel.
    pub fn frames(&self, frames: Range<usize>) -> Self {
        let before = |frame: usize| {
            let last = frame.checked_sub(1).map(|last| self.packed.end(last));
            last.unwrap_or(0)
        };
        self.part(before(frames.start), before(frames.end))
    }

    /// Some bytes of it.
    pub fn part(&self, start: usize, end: usize) -> Self {
        let packed = Arc::clone(&self.packed);
        let at = |byte: usize| self.start.saturating_add(byte).min(self.end);
        let (start, end) = (at(start), at(end));
        Self { packed, start, end }
    }

    /// The whole parcel, for as long as somebody needs it.
    pub fn faint(&self) -> Faint {
        Faint(Arc::downgrade(&self.packed))
    }

    /// How many bytes it has.
    pub fn len(&self) -> usize {
        self.end - self.start
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How much memory would be free if one of those who hold it let go: its part.
    pub fn share(&self) -> usize {
        self.packed.memory() / Arc::strong_count(&self.packed).max(1)
    }

    /// All of it.
    pub fn bytes(&self) -> &[u8] {
        self.at(0, self.len())
    }

    /// The frames from `start` on that are as long as the first of them, and that
    /// length: what can leave as one burst of equal datagrams.
    pub fn equal_frames_at(&self, start: usize, most: usize) -> (&[u8], usize) {
        let each = self.frame_at(start).len();
        let mut end = start + each;
        let later = self.packed.ends.iter().skip(self.frame_of(end));
        for next in later.map(|end| (*end as usize).saturating_sub(self.start)) {
            if next - end != each || next - start > most * each {
                break;
            }
            end = next;
        }
        (self.at(start, end), each)
    }

    /// Where the frame begins in which this byte lies.
    pub fn frame_start(&self, byte: usize) -> usize {
        let before = self.frame_of(byte).checked_sub(1);
        let start = before.map_or(0, |before| self.packed.end(before));
        start.saturating_sub(self.start)
    }

    /// The rest of a frame from `start` on.
    pub fn frame_at(&self, start: usize) -> &[u8] {
        let end = self.packed.end(self.frame_of(start));
        self.at(start, end.saturating_sub(self.start))
    }

    /// The number of the frame in which a byte lies.
    fn frame_of(&self, byte: usize) -> usize {
        let byte = self.start + byte;
        self.packed
            .ends
            .partition_point(|end| *end as usize <= byte)
    }

    fn at(&self, start: usize, end: usize) -> &[u8] {
        let bytes = self.packed.bytes.get(self.start..self.end);
        let bytes = bytes.unwrap_or_default();
        bytes.get(start..end.min(bytes.len())).unwrap_or_default()
    }
}

impl Faint {
    /// The parcel, if somebody still has it.
    pub fn parcel(&self) -> Option<Parcel> {
        let packed = self.0.upgrade()?;
        let (start, end) = (0, packed.bytes.len());
        Some(Parcel { packed, start, end })
    }

    /// Whether nobody has it any more.
    pub fn is_gone(&self) -> bool {
        self.0.strong_count() == 0
    }
}

impl Packed {
    fn memory(&self) -> usize {
        self.bytes.len() + size_of_val(&*self.ends) + AROUND
    }

    /// Where a frame ends; all together end where the last does.
    fn end(&self, frame: usize) -> usize {
        let end = self.ends.get(frame).map(|end| *end as usize);
        end.unwrap_or(self.bytes.len())
    }
}

impl Drop for Packed {
    fn drop(&mut self) {
        self.meter.fetch_sub(self.memory(), Ordering::Relaxed);
    }
}

/// What a parcel costs beside its bytes: itself, what the allocator keeps for each of
/// its parts, and its places in the queues.
pub const AROUND: usize = 160;

#[cfg(test)]
mod tests {
    use super::*;

    fn parcel(frames: &[&str], meter: &Meter) -> Parcel {
        let (mut bytes, mut ends) = (Vec::with_capacity(1000), Vec::new());
        for frame in frames {
            bytes.extend_from_slice(frame.as_bytes());
            ends.push(u32::try_from(bytes.len()).unwrap());
        }
        Parcel::new(bytes, ends, meter)
    }

    #[test]
    fn what_is_left_of_a_parcel_has_the_same_frames() {
        let meter = Meter::default();
        let whole = parcel(&["one", "two", "three", "x"], &meter);
        let rest = whole.frames(1..4);
        assert_eq!((rest.bytes(), rest.len()), (&b"twothreex"[..], 9));
        assert_eq!(rest.frame_at(0), b"two");
        assert_eq!(rest.frame_at(4), b"hree");
        assert_eq!((rest.frame_start(2), rest.frame_start(4)), (0, 3));
        assert_eq!(rest.equal_frames_at(0, 9), (&b"two"[..], 3));
        assert_eq!(whole.equal_frames_at(0, 9), (&b"onetwo"[..], 3));
        let torn = rest.part(1, 3);
        assert_eq!((torn.bytes(), torn.frame_at(0)), (&b"wo"[..], &b"wo"[..]));
        assert_eq!(torn.frame_start(1), 0);
        assert!(whole.frames(4..4).is_empty());
        assert_eq!(whole.frames(1..3).bytes(), b"twothree");
        let single = parcel(&["alone"], &meter);
        assert_eq!(
            (single.frame_at(1), single.frame_start(3)),
            (&b"lone"[..], 0)
        );
        assert!(single.frames(1..1).is_empty());
        assert_eq!(single.frames(0..1).bytes(), b"alone");
    }

    #[test]
    fn what_many_have_is_counted_once_and_given_back_by_the_last() {
        let meter = Meter::default();
        let counted = || meter.load(Ordering::Relaxed);
        let first = parcel(&["ten bytes!"], &meter);
        assert_eq!(counted(), 10 + AROUND, "nothing is kept in reserve");
        let (second, faint) = (first.clone(), first.faint());
        assert_eq!(counted(), 10 + AROUND);
        assert_eq!(2 * first.share(), 10 + AROUND);
        drop(first);
        assert_eq!(faint.parcel().map(|p| p.len()), Some(10));
        assert_eq!(counted(), 10 + AROUND);
        drop(second);
        assert_eq!((counted(), faint.is_gone()), (0, true));
    }
}
