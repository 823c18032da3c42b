//! What others let us know without words.

use crate::speech::topic::Signs;

pub(in crate::speech) const SIGNS: Signs = Signs {
    one_writes: "{who} is typing",
    two_write: "{one} and {other} are typing",
    many_write: "{count} people are typing",
    away: "{who} (away)",
};
