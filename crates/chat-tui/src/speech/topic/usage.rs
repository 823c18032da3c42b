//! What is wrong with the arguments.

use crate::speech::sentence::topic;

topic! {
    /// What is wrong with the arguments.
    Usage {
        needs_host;
        no_address(shown, why);
        ports;
        no_bracket;
        only_a_port;
        no_host;
        weather_over_tcp;
    }
}
