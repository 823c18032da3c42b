//! The keys: what each does, and the hints that name one.

use crate::speech::sentence::topic;

topic! {
    /// What keys do.
    Keys {
        send;
        stay;
        newline;
        mend;
        editor;
        complete;
        complete_back;
        older_input;
        newer_input;
        older_match;
        newer_match;
        page_up;
        page_down;
        row_up;
        row_down;
        top;
        help_top;
        bottom;
        older_mention;
        newer_mention;
        first_unread;
        next_active;
        next_room;
        previous_room;
        last_room;
        room_number;
        search;
        to_bottom;
        leave_search;
        close;
        left;
        right;
        word_left;
        word_right;
        line_start;
        line_end;
        delete_left;
        delete_right;
        cut_word_left;
        cut_word_right;
        cut_to_start;
        cut_to_end;
        yank;
        undo;
        help;
        redraw;
        suspend;
        interrupt;
        delete_or_quit;
        back;
        more;
        help_hint;
        bottom_hint;
        next_hint;
        stay_hint;
        go_there;
        choice_up;
        choice_down;
        close_list;
        leave_copy_view;
        switch_room;
        mentions;
        copy_view;
        toggle_rooms;
        toggle_people;
        others;
    }
}
