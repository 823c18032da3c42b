//! Copying, and lists to choose from.

use crate::speech::sentence::topic;

topic! {
    /// Copying, and lists to choose from.
    Reading {
        copy_usage;
        copy;
        bare_usage;
        bare;
        go_usage;
        go;
        go_by_name;
        mentions_usage;
        mentions;
        rooms_usage;
        rooms;
        people_usage;
        people;
        message_copied;
        url_copied;
        nothing_to_copy;
        no_url;
        too_long_to_copy;
        select;
        go_prompt;
        mentions_prompt;
        nothing_fits;
        no_mentions;
        ignore_usage;
        ignore;
        unignore_usage;
        unignore;
        ignoring(names);
        ignoring_nobody;
        ignored(name);
        ignored_later(name);
        unignored(name);
        not_ignored(name);
        not_oneself;
        ignoring_too_many(most);
        missing(count, room);
    }
}
