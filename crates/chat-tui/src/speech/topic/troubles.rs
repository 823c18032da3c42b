//! What the program itself says in the history: hints, and what went wrong.

use crate::speech::sentence::topic;

topic! {
    /// What the program itself says in the history.
    Troubles {
        input_full;
        no_room_to_speak;
        no_room_to_ask;
        who_offline;
        too_many_conversations;
        nowhere(name);
        in_no_room;
        not_in(room);
        left_for(room, now_in);
        left(room);
        left_last(room);
        name_taken(taken, trying);
        queue_full(count);
        hosting(how);
        hosting_alone;
        hosting_keeps(file);
        hosting_keeps_nothing(why);
        log_failed(why);
    }
}
