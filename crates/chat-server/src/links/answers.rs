//! How many strangers are answered: so many a second in all, and few to one
//! address. Beyond that there is silence, which costs nothing.
//!
//! The table has one size, whoever asks: an address that shares its place with
//! another shares its allowance.

use std::hash::Hash;
use std::hash::Hasher;
use std::net::IpAddr;
use std::time::Duration;
use std::time::Instant;

use chat_proto::chance;

/// What may still be answered.
#[derive(Debug)]
pub struct Answers {
    all: Bucket,
    each: Vec<Bucket>,
}

/// A bucket of tokens, as the moment at which it is full again.
#[derive(Clone, Copy, Debug)]
struct Bucket(Instant);

impl Answers {
    /// Everybody may be answered.
    pub fn new(now: Instant) -> Self {
        Self {
            all: Bucket(now),
            each: vec![Bucket(now); PLACES],
        }
    }

    /// Whether a stranger at this address is answered now.
    pub fn may(&mut self, now: Instant, from: IpAddr) -> bool {
        let mut words = Words(Vec::new());
        from.to_canonical().hash(&mut words);
        let place = usize::try_from(chance::below(PLACES as u64, &words.0)).unwrap_or(0);
        let Some(each) = self.each.get_mut(place) else {
            return false;
        };
        each.has(now, EACH) && self.all.has(now, ALL) && {
            each.take(now, EACH);
            self.all.take(now, ALL);
            true
        }
    }
}

/// So many at once, and so many a second.
type Rate = (u32, u32);

impl Bucket {
    fn has(self, now: Instant, (burst, rate): Rate) -> bool {
        let saved = Duration::from_secs(1) / rate * (burst - 1);
        self.0 <= now + saved
    }

    fn take(&mut self, now: Instant, (_, rate): Rate) {
        self.0 = self.0.max(now) + Duration::from_secs(1) / rate;
    }
}

/// What is hashed, as it is: the draw does the mixing.
struct Words(Vec<u64>);

impl Hasher for Words {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend(bytes.iter().map(|byte| u64::from(*byte)));
    }

    fn finish(&self) -> u64 {
        0
    }
}

/// All strangers: a class of sixty that comes in at once is answered within
/// two seconds of its hellos.
const ALL: Rate = (200, 100);

/// One address: a class behind one gateway comes from one.
const EACH: Rate = (100, 20);

const PLACES: usize = 256;
