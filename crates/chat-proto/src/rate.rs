//! How fast somebody may do something: a burst, then a steady rate; and how that is
//! written, on the server's command line as in its welcome. Who keeps count of what
//! is left stands elsewhere: the server's allowance, the client's pace.

use std::fmt;
use std::time::Duration;

/// A burst, then a steady rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// So many at once.
    pub burst: u32,
    /// So many a second afterwards.
    pub per_second: u32,
}

impl Rate {
    /// After so long one more is allowed.
    pub fn each(self) -> Duration {
        Duration::from_secs(1) / self.per_second.max(1)
    }

    /// After so long a whole burst is.
    pub fn whole(self) -> Duration {
        self.each().saturating_mul(self.burst.max(1))
    }
}

/// A rate that is not to be exceeded, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(pub Option<Rate>);

impl Limit {
    /// `20/10`, or `off`. Nothing of it may be zero: nobody could say anything.
    pub fn parse(word: &str) -> Option<Self> {
        if word == "off" {
            return Some(Self(None));
        }
        let number = |text: &str| text.parse().ok().filter(|n| *n > 0);
        let (burst, per_second) = word.split_once('/')?;
        Some(Self(Some(Rate {
            burst: number(burst)?,
            per_second: number(per_second)?,
        })))
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(Rate { burst, per_second }) => write!(f, "{burst}/{per_second}"),
            None => f.write_str("off"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_read_as_it_is_written() {
        let check = |word: &str| {
            let limit = Limit::parse(word).unwrap();
            assert_eq!(limit.to_string(), word);
        };
        check("20/10");
        check("1/4294967295");
        check("off");
        for wrong in [
            "",
            "5",
            "0/1",
            "5/0",
            "a/b",
            "-1/2",
            "5/2/1",
            "5/4294967296",
            "OFF",
        ] {
            assert_eq!(Limit::parse(wrong), None, "{wrong}");
        }
    }
}
