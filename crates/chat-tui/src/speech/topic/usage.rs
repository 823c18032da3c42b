//! What is wrong with the arguments.

use crate::speech::sentence::topic;

topic! {
    /// What is wrong with the arguments.
    Usage {
        needs_host;
        host_and_port(together);
        too_many(shown);
        log_needs_a_reader;
        no_address(shown, why);
        any_port;
        ports;
        no_bracket;
        only_a_port;
        no_host;
    }
}
