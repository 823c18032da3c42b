//! The commands: how they are typed, what they do, and what a slip is told.

use crate::speech::sentence::topic;

topic! {
    /// The commands.
    Commands {
        join_usage;
        join;
        leave_usage;
        leave;
        msg_usage;
        msg;
        me_usage;
        me;
        nick_usage;
        nick;
        who_usage;
        who;
        edit_usage;
        edit;
        theme_usage;
        theme;
        theme_names(names);
        clear_usage;
        clear;
        help_usage;
        help;
        quit_usage;
        quit;
        text_usage;
        text;
        type_as(usage);
    }
}
