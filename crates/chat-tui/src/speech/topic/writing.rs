//! What is said about what the person writes.

use crate::speech::sentence::topic;

topic! {
    /// Questions before something is sent, and what became of it.
    Writing {
        ask_looks_like_one(send);
        ask_unknown(word, send);
        ask_pasted(send);
        ask_place(place, send);
        ask_parts(bytes, most, count, send);
        ask_unsent(count, send);
        brief_looks_like_one;
        brief_unknown(word);
        brief_pasted;
        brief_length(bytes);
        brief_paste(lines);
        brief_unsent(count);
        leave_hint;
        say_hint;
        send_hint;
        send_parts_hint(count);
        drop_hint;
        edit_hint;
        refused(why, key);
        unconfirmed(key);
        nothing_to_mend;
        draft_kept;
        too_old;
        paste_held(lines, bytes);
        paste_held_parts(lines, bytes, count);
        paste_chip(lines);
        at_once(lines, send);
        brief_at_once(lines);
        paste_refused(bytes, most);
        dropped;
        no_editor;
        editor_failed(editor, why);
        editor_unchanged;
        editor_too_long(bytes, most, path);
    }
}
