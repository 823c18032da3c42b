//! What the client says where it has no screen, on standard error.

use crate::speech::sentence::topic;

topic! {
    /// What is said where there is no screen.
    Pipe {
        name_taken(taken, trying);
        not_confirmed;
        one_not_said(why);
        not_said(count, why);
        one_unconfirmed(why);
        unconfirmed(why, count);
        line(number, why);
        line_long(number, most);
        signal;
    }
}
