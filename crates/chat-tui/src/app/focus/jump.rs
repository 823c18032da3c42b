//! Where one wants to go in what was said before, while the way there is being asked for.

use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;

/// One going there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Jump {
    /// To a message, which is being fetched.
    Message {
        /// In which room.
        room: RoomName,
        /// Its number.
        seq: u64,
    },
    /// To the first message from this moment on, which is being looked for.
    Moment {
        /// In which room.
        room: RoomName,
        /// The moment.
        at: Stamp,
        /// Its number is higher than this.
        low: u64,
        /// The number before it is not higher than this.
        high: u64,
        /// The oldest found so far that is not before the moment.
        found: Option<u64>,
    },
}

impl Jump {
    /// The number in the middle of where the moment may be; nothing where it is found.
    pub fn middle(&self) -> Option<u64> {
        match self {
            Self::Moment { low, high, .. } if low < high => Some(low + (high - low) / 2),
            Self::Moment { .. } | Self::Message { .. } => None,
        }
    }

    /// The first message above the middle was said then, or there is none.
    pub fn narrow(&mut self, middle: u64, first: Option<(u64, Stamp)>) {
        let Self::Moment {
            at,
            low,
            high,
            found,
            ..
        } = self
        else {
            return;
        };
        match first {
            Some((seq, said)) if said < *at => *low = seq.max(middle + 1).min(*high),
            Some((seq, _)) => {
                *found = Some(seq);
                *high = middle;
            }
            None => *high = middle,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_first_message_of_a_moment_is_found_in_few_steps(
            times in prop::collection::vec(1u64..9, 1..2000),
            wanted in 0u64..10_000,
        ) {
            let mut said = 0;
            let times: Vec<u64> = times.into_iter().map(|more| { said += more; said }).collect();
            let newest = times.len() as u64;
            let mut jump = Jump::Moment {
                room: RoomName::lobby(),
                at: Stamp::from_unix_ms(wanted),
                low: 0,
                high: newest,
                found: None,
            };
            let mut steps = 0;
            while let Some(middle) = jump.middle() {
                let first = times.get(usize::try_from(middle).unwrap());
                jump.narrow(middle, first.map(|at| (middle + 1, Stamp::from_unix_ms(*at))));
                steps += 1;
                prop_assert!(steps <= 12, "{:?}", jump);
            }
            let Jump::Moment { found, .. } = jump else { panic!() };
            let expected = times.iter().position(|at| *at >= wanted);
            prop_assert_eq!(found, expected.map(|at| at as u64 + 1));
        }
    }
}
