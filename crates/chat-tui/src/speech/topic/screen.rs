//! What stands around the history: title, people, conversations, rules.

use crate::speech::sentence::topic;

topic! {
    /// What stands around the history.
    Screen {
        only_you_two;
        in_no_room_of_yours;
        no_room;
        no_room_yet;
        others_come(how);
        unread(count);
        more(count);
        search;
        search_inputs;
        commands;
        keys;
    }
}
