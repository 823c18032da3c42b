//! What reaches us in English: faults of names and texts, refusals, what happened.

use crate::speech::sentence::topic;

topic! {
    /// What the protocol says in English, said again in another language.
    Foreign {
        name_empty(most);
        name_long(count, most);
        name_space;
        name_invisible;
        name_mixed;
        name_reserved;
        room_empty(most);
        room_long(count, most);
        room_character(word);
        text_empty;
        text_long(count, most);
        name_taken;
        no_such_name;
        no_such_room;
        not_joined;
        wrong_password;
        too_fast(seconds);
        renamed(was, now);
        joined(who);
        left(who);
        welcome(you, room);
        welcome_unasked(you, room);
        people(room, names);
        nobody(room);
    }
}
