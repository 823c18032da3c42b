//! What nobody can guess: the library's hash keys come from the system's chance.

use std::array;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

/// A number.
pub fn number() -> u64 {
    RandomState::new().hash_one(0)
}

/// So many numbers.
pub fn numbers<const N: usize>() -> [u64; N] {
    array::from_fn(|_| number())
}

/// So many bytes.
pub fn drawn<const N: usize>() -> [u8; N] {
    let words = std::iter::repeat_with(number).flat_map(u64::to_be_bytes);
    let mut bytes = [0; N];
    bytes
        .iter_mut()
        .zip(words)
        .for_each(|(to, from)| *to = from);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_draws_are_alike() {
        assert_ne!(drawn::<32>(), drawn::<32>());
        assert_ne!(drawn::<9>(), [0; 9]);
        let [a, b] = numbers();
        assert_ne!(a, b);
    }
}
