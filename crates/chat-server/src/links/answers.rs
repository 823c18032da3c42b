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

use crate::traffic::Host;

/// What may still be answered.
#[derive(Debug)]
pub struct Answers {
    rates: Rates,
    all: Bucket,
    each: Vec<Bucket>,
}

/// A bucket of tokens, as the moment at which it is full again.
#[derive(Clone, Copy, Debug)]
struct Bucket(Instant);

impl Answers {
    /// Everybody may be answered.
    pub fn new(now: Instant) -> Self {
        Self::at(now, ANSWERS)
    }

    /// Everybody may guess wrongly: not often, since one guess of ten thousand
    /// is right.
    pub fn guesses(now: Instant) -> Self {
        Self::at(now, GUESSES)
    }

    /// Everybody may ask which servers there are.
    pub fn finds(now: Instant) -> Self {
        Self::at(now, FINDS)
    }

    /// Everybody may begin a TLS handshake.
    pub fn handshakes(now: Instant) -> Self {
        Self::at(now, HANDSHAKES)
    }

    fn at(now: Instant, rates: Rates) -> Self {
        Self {
            rates,
            all: Bucket(now),
            each: vec![Bucket(now); PLACES],
        }
    }

    /// Whether a stranger at this address is answered now.
    pub fn may(&mut self, now: Instant, from: IpAddr) -> bool {
        let may = self.could(now, from);
        if may {
            let (all, each) = (self.rates.all, self.rates.each);
            self.all.take(now, all);
            let place = place(from);
            self.each
                .get_mut(place)
                .into_iter()
                .for_each(|b| b.take(now, each));
        }
        may
    }

    /// Whether it would be, without being counted.
    pub fn could(&self, now: Instant, from: IpAddr) -> bool {
        let each = self.each.get(place(from));
        each.is_some_and(|each| each.has(now, self.rates.each)) && self.all.has(now, self.rates.all)
    }
}

fn place(from: IpAddr) -> usize {
    let mut words = Words(Vec::new());
    Host::of(from).hash(&mut words);
    usize::try_from(chance::below(PLACES as u64, &words.0)).unwrap_or(0)
}

/// So many at once, and one more each time this has passed.
type Rate = (u32, Duration);

/// Those of all together, and of one address.
#[derive(Clone, Copy, Debug)]
struct Rates {
    all: Rate,
    each: Rate,
}

impl Bucket {
    fn has(self, now: Instant, (burst, wait): Rate) -> bool {
        let saved = wait * (burst - 1);
        self.0 <= now + saved
    }

    fn take(&mut self, now: Instant, (_, wait): Rate) {
        self.0 = self.0.max(now) + wait;
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
/// two seconds of its hellos. One address: a class behind one gateway comes
/// from one.
const ANSWERS: Rates = Rates {
    all: (200, Duration::from_millis(10)),
    each: (100, Duration::from_millis(50)),
};

/// Three slips, then one each 20 seconds: a guesser needs a day and a half.
const GUESSES: Rates = Rates {
    all: (60, Duration::from_secs(1)),
    each: (3, Duration::from_secs(20)),
};

/// One who looks asks some twelve times: each network, by broadcast and multicast, three
/// times. A class of thirty does so at once, when its lesson begins.
const FINDS: Rates = Rates {
    all: (400, Duration::from_millis(5)),
    each: (60, Duration::from_millis(100)),
};

/// Each takes a third of a millisecond of a processor. A lab that comes in at once, and
/// then more often than it could fall out.
const HANDSHAKES: Rates = Rates {
    all: (400, Duration::from_millis(3)),
    each: (128, Duration::from_millis(20)),
};

const PLACES: usize = 256;
