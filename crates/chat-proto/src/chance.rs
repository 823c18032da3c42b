//! Chance without a generator: a number for a question.
//!
//! One generator shared by many makes every later draw depend on how many came
//! before. Here a draw is a function of what it is for, so that the same seed
//! and the same question give the same answer whatever happened in between.
//! Not for secrets: those of a link are made in `chat_link::proof`.

/// A draw for these numbers: as good as random, always the same.
pub fn draw(asked: &[u64]) -> u64 {
    asked.iter().fold(START, |sum, word| mix(sum ^ mix(*word)))
}

/// A draw from `0..bound`; 0 for an empty range.
pub fn below(bound: u64, asked: &[u64]) -> u64 {
    // The upper half of a product is even enough, and quicker than a division.
    let wide = u128::from(draw(asked)) * u128::from(bound);
    u64::try_from(wide >> 64).unwrap_or(0)
}

/// The finishing steps of Steele, Lea and Flood's `SplitMix`: every bit of the
/// word moves about half of the bits of the result.
fn mix(word: u64) -> u64 {
    let mut word = word.wrapping_add(START);
    word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ (word >> 31)
}

/// The golden ratio in 64 bits.
const START: u64 = 0x9E37_79B9_7F4A_7C15;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_question_has_the_same_answer() {
        assert_eq!(draw(&[7, 1, 2]), draw(&[7, 1, 2]));
        assert_ne!(draw(&[7, 1, 2]), draw(&[7, 2, 1]));
        assert_eq!(below(0, &[1]), 0);
    }

    #[test]
    fn draws_are_spread_evenly() {
        let mut counts = [0_u32; 10];
        for n in 0..100_000 {
            counts[usize::try_from(below(10, &[42, n])).unwrap()] += 1;
        }
        assert!(
            counts.iter().all(|c| (9_600..10_400).contains(c)),
            "{counts:?}"
        );
    }
}
