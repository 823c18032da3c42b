//! What others let us know without words.

use crate::speech::sentence::topic;

topic! {
    /// Who writes, who is away.
    Signs {
        one_writes(who);
        two_write(one, other);
        many_write(count);
        away(who);
    }
}
