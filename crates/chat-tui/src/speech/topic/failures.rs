//! The last line of the program, where it could not do what it was asked.

use crate::speech::sentence::topic;

topic! {
    /// What can go wrong, and what to do next.
    Failures {
        file(path, error, option);
        trace(path, error);
        trace_lost(path, count);
        written(path, error);
        log(path, error);
        output(error);
        unknown_host(host, error);
        name_server_silent;
        no_address;
        refused(endpoint, how);
        brackets(what, address);
        start_there(command);
        start_here(command);
        no_socket(path);
        other_transport(endpoint, other, how);
        add_udp;
        leave_out_udp;
        silent(endpoint, seconds, port);
        silent_so_far(endpoint, seconds, patience);
        best_effort(endpoint);
        unreachable(endpoint, error);
        already_hosted(join);
        hosting(why);
        hosted(why);
        nobody_here(port);
        terminal(error);
        closed(endpoint);
        broke(endpoint);
        broke_with(endpoint, error);
        unconfirming(endpoint);
        stopped(endpoint);
    }
}
