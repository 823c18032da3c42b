//! Why there is no connection, and why it is over.

use crate::speech::sentence::topic;

topic! {
    /// Why there is no connection.
    Reasons {
        closed;
        closed_saying(words);
        silent(seconds);
        forgotten;
        not_a_chat(address);
        no_welcome(address);
        choose_room(why);
        choose_name(why);
        names_taken(name);
        not_let_in(why);
        give_password(why);
        not_in(room);
        you_left;
    }
}
