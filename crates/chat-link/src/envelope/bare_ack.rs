//! A fast parser for the most frequent datagram, an acknowledgement without a frame: a
//! room of a hundred peers sends a hundred of them for each message.
//!
//! Only what has these fields, each at most once, and no blanks. Anything else
//! is left to the reader of all datagrams, which says the same of these.

/// Its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BareAck {
    /// `link`
    pub link: u64,
    /// `ack`
    pub upto: Option<u32>,
    /// `got`
    pub got: Vec<u32>,
    /// `for`
    pub of: Option<(u32, u16)>,
    /// `tries`
    pub tries: Vec<u16>,
}

/// What an acknowledgement by itself says; nothing where it is something else.
pub fn read(bytes: &[u8]) -> Option<BareAck> {
    let mut rest = bytes.strip_prefix(b"{\"type\":\"ack\",\"link\":\"")?;
    let mut answer = BareAck {
        link: hex(&mut rest)?,
        ..BareAck::default()
    };
    rest = rest.strip_prefix(b"\"")?;
    for (name, read) in FIELDS {
        let Some(value) = rest.strip_prefix(name) else {
            continue;
        };
        rest = value;
        read(&mut rest, &mut answer)?;
    }
    (rest == b"}" || rest == b"}\n").then_some(answer)
}

type Field = (&'static [u8], fn(&mut &[u8], &mut BareAck) -> Option<()>);

/// In the order in which this program, and anybody who reads about it, writes them.
const FIELDS: [Field; 4] = [
    (b",\"ack\":", |rest, answer| {
        answer.upto = Some(number(rest)?);
        Some(())
    }),
    (b",\"got\":", |rest, answer| {
        answer.got = list(rest)?;
        Some(())
    }),
    (b",\"for\":", |rest, answer| {
        let [n, copy] = list(rest)?.try_into().ok()?;
        answer.of = Some((n, u16::try_from(copy).ok()?));
        Some(())
    }),
    (b",\"tries\":", |rest, answer| {
        let copies = list(rest)?.into_iter().map(u16::try_from);
        answer.tries = copies.collect::<Result<_, _>>().ok()?;
        Some(())
    }),
];

/// Numbers between brackets.
fn list(rest: &mut &[u8]) -> Option<Vec<u32>> {
    let mut numbers = Vec::new();
    *rest = rest.strip_prefix(b"[")?;
    if let Some(after) = rest.strip_prefix(b"]") {
        *rest = after;
        return Some(numbers);
    }
    loop {
        numbers.push(number(rest)?);
        let (next, after) = rest.split_first()?;
        *rest = after;
        match next {
            b',' => {}
            b']' => return Some(numbers),
            _ => return None,
        }
    }
}

/// A number without a sign, as JSON has it: no zero stands in front.
fn number(rest: &mut &[u8]) -> Option<u32> {
    let length = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let (digits, after) = rest.split_at_checked(length)?;
    if length == 0 || (length > 1 && digits.first() == Some(&b'0')) {
        return None;
    }
    *rest = after;
    digits.iter().try_fold(0_u32, |sum, digit| {
        sum.checked_mul(10)?.checked_add(u32::from(digit - b'0'))
    })
}

fn hex(rest: &mut &[u8]) -> Option<u64> {
    let (digits, after) = rest.split_at_checked(16)?;
    *rest = after;
    digits.iter().try_fold(0_u64, |sum, digit| {
        let value = char::from(*digit).to_digit(16)?;
        Some(sum << 4 | u64::from(value))
    })
}
