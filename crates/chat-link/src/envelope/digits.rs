//! Numbers as a datagram has them, written without the machinery of formatting:
//! each delivery to each peer writes some.

/// In decimal.
pub fn decimal(out: &mut Vec<u8>, number: u32) {
    let start = out.len();
    let mut rest = number;
    while rest >= 10 {
        out.push(digit(rest % 10));
        rest /= 10;
    }
    out.push(digit(rest));
    out.get_mut(start..).unwrap_or_default().reverse();
}

/// As sixteen hex digits.
pub fn hex(out: &mut Vec<u8>, number: u64) {
    for byte in number.to_be_bytes() {
        out.push(digit(u32::from(byte >> 4)));
        out.push(digit(u32::from(byte & 15)));
    }
}

fn digit(value: u32) -> u8 {
    b"0123456789abcdef"
        .get(value as usize)
        .copied()
        .unwrap_or(b'?')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_are_written_as_formatting_writes_them(number: u32, wide: u64, shift in 0_u32..32) {
            let mut out = Vec::new();
            decimal(&mut out, number >> shift);
            out.push(b' ');
            hex(&mut out, wide);
            let expected = format!("{} {wide:016x}", number >> shift);
            prop_assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }
}
