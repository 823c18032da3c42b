//! What each key does, as the help page says it.

use crate::speech::sentence::topic;

topic! {
    /// What each key does.
    Keys {
        send;
        new_line;
        complete;
        complete_back;
        older_input;
        newer_input;
        page_up;
        page_down;
        row_up;
        row_down;
        oldest;
        newest;
        older_mention;
        newer_mention;
        unread;
        wanted;
        next;
        previous;
        last;
        number;
        search;
        escape;
        left;
        right;
        word_left;
        word_right;
        home;
        end;
        backspace;
        delete;
        kill_word_left;
        kill_word_right;
        kill_to_start;
        kill_to_end;
        yank;
        undo;
        help;
        redraw;
        suspend;
        interrupt;
        end_of_input;
    }
}
