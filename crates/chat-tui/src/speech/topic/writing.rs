//! What is said about what the person writes.

use crate::speech::sentence::topic;

topic! {
    /// Questions before something is sent, and what became of it.
    Writing {
        ask_looks_like_one(send, cancel);
        ask_unknown(word, send, cancel);
        ask_pasted(send, cancel);
        ask_place(place, send, cancel);
        ask_parts(bytes, most, count, send, cancel);
        refused(why, key);
        unconfirmed(key);
        nothing_to_mend;
        draft_kept;
        too_old;
    }
}
