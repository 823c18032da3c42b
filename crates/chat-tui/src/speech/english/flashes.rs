//! A word in the status row, until the next key.

use crate::speech::topic::Flashes;

pub(in crate::speech) const FLASHES: Flashes = Flashes {
    nothing_older_for_you: "nothing older is for you",
    nothing_newer_for_you: "nothing newer is for you",
    nothing_unread: "nothing is unread",
    nothing_new: "nothing new elsewhere",
    no_such_conversation: "there is no such conversation",
    one_conversation: "this is the only conversation",
    nothing_written: "you have written nothing here yet",
    nothing_older: "nothing older",
    nothing_newer: "nothing newer",
};
