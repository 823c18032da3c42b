//! The status row.

use crate::speech::sentence::topic;

topic! {
    /// What the status row says.
    Status {
        too_small(width, height);
        press_again;
        not_found;
        new_above(count);
        older;
        new_below(count);
        too_long(bytes, most);
        next_try(seconds, key);
        connecting;
        joining(address);
        here(count);
        no_answer(seconds);
        to_send(count);
    }
}
