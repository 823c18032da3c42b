//! What is wrong with a configuration file, and with keys that somebody chose.

use crate::speech::sentence::topic;

topic! {
    /// What is wrong with a configuration.
    Configuration {
        manual_keys;
        manual_names(names);
        manual;
        written(path);
        no_place;
        head;
        keys_head;
        line(file, line, what);
        whole(file, what);
        mend(what);
        no_option(name);
        listed(what);
        perhaps(what, name);
        one_run(name);
        one_of(name, value, allowed);
        wrong_value(name, value, why);
        wants_switch(name);
        wants_value(name);
        wants_list(name);
        wants_keys;
        not_both(one, other);
        no_action(name);
        no_key(keys);
        text_key(keys);
        same_key(keys, other);
        two_actions(keys, chosen, other);
        needed(name);
        action_and_keys;
    }
}
