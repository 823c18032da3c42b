//! A word in the status row, until the next key.

use crate::speech::sentence::topic;

topic! {
    /// A word in the status row, until the next key.
    Flashes {
        nothing_older_for_you;
        nothing_newer_for_you;
        nothing_unread;
        nothing_new;
        no_such_conversation;
        one_conversation;
        nothing_written;
        nothing_older;
        nothing_newer;
    }
}
