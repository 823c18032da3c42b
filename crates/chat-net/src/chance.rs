//! What nobody can guess: the system's source of random bytes, and nothing else. Seeds of
//! simulations are no secrets, and are drawn elsewhere.

use std::io;

/// So many bytes. It fails only where the system has no such source.
pub fn bytes<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// A number.
pub fn number() -> io::Result<u64> {
    bytes().map(u64::from_be_bytes)
}

/// Two numbers.
pub fn pair() -> io::Result<[u64; 2]> {
    Ok([number()?, number()?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_draws_are_alike() {
        assert_ne!(bytes::<32>().unwrap(), bytes::<32>().unwrap());
        assert_ne!(bytes::<9>().unwrap(), [0; 9]);
        let [a, b] = pair().unwrap();
        assert_ne!(a, b);
    }
}
