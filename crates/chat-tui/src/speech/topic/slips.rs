//! What is wrong with words of the weather, and what to write instead.

use crate::speech::sentence::topic;

topic! {
    /// What a slip is told, where the language is not that of the command line.
    Slips {
        share(what);
        all_or_first(word);
        number(what);
        every(what);
        burst(what);
        past(what);
        time(what);
        backwards(what);
        rate(what);
        length(what);
        spell(what);
        piece(what);
        seed(what);
        alone(word);
        on_datagrams(word);
        on_streams(word);
        unknown(word, known, profiles);
        endless(what);
        at_once(what);
        kind(what, kinds);
        twice(what);
        bare(word, example);
    }
}
