//! In which manner something is said: as what its speaker does (`/me`), and by somebody who
//! leads the class at that moment. It stays with the message, whoever reads it later.

/// See the module. Most is said plainly, by somebody who does not lead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// Whether it is something that the speaker does: `me`.
    pub does: bool,
    /// Whether the speaker is a teacher: `role`.
    pub leads: bool,
}

impl Manner {
    /// As a number, for what is kept. Files of the time before teachers have 0 and 1.
    pub fn bits(self) -> u8 {
        u8::from(self.does) | u8::from(self.leads) << 1
    }

    /// The same, read. What a later program may add is passed over.
    pub fn from_bits(bits: u64) -> Self {
        Self {
            does: bits & 1 > 0,
            leads: bits & 2 > 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_manner_is_a_number_of_its_own_and_the_old_ones_are_what_they_were() {
        for bits in 0..4 {
            assert_eq!(u64::from(Manner::from_bits(bits).bits()), bits);
        }
        let me = Manner {
            does: true,
            leads: false,
        };
        assert_eq!((Manner::default().bits(), me.bits()), (0, 1));
        assert_eq!(Manner::from_bits(5), me);
    }
}
