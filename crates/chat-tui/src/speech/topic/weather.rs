//! The weather, and datagrams that wait for a person.

use crate::speech::sentence::topic;

topic! {
    /// What is said of `/weather` and `/hold`.
    Weather {
        usage;
        what;
        hold_usage;
        hold;
        order_usage;
        in_the_row(words);
        held_in_the_row(count);
        begins(words, seed);
        active(words, seed);
        of_datagrams;
        of_streams;
        clear;
        there_are(example, known, names);
        hold_begins;
        hold_ends;
        hold_is_for_udp;
        hold_needs_a_screen;
        nothing_is_held;
        nothing_waits;
        held(number, arrow, bytes, gist);
        no_such(number);
        too_many(most);
    }
}
