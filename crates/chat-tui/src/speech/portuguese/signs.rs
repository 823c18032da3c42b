//! What others let us know without words.

use crate::speech::topic::Signs;

pub(in crate::speech) const SIGNS: Signs = Signs {
    one_writes: "{who} está a escrever",
    two_write: "{one} e {other} estão a escrever",
    many_write: "{count} pessoas estão a escrever",
    away: "{who} (ausente)",
};
