//! The last line of the program, where it could not do what it was asked.

use crate::speech::topic::Failures;

pub(in crate::speech) const FAILURES: Failures = Failures {
    file: "cannot read {path}: {error}; give --{option} another path, or mend this one",
    trace: "cannot write the trace {path}: {error}; give --trace another path",
    log: "cannot write the log {path}: {error}; give --log another path",
    unknown_host: "no machine is called `{host}` ({error}): check the spelling, or use its address, like 192.168.1.7",
    name_server_silent: "the name server does not answer",
    no_address: "it has no address",
    refused: "nobody listens on {endpoint}: {how}",
    brackets: "{what}; with a port an IPv6 address is written {address}",
    start_there: "start a server there with `{command}`, or check host and port",
    start_here: "start a server with `{command}`",
    no_socket: "{path} is a file that is no socket: give --unix the path at which a chat-server listens",
    other_transport: "nobody answers on {endpoint}, but a server is there on {other}: {how}",
    add_udp: "add --udp",
    leave_out_udp: "leave out --udp",
    silent: "no answer from {endpoint} in {seconds} s: is the address right, are both machines in the same network, does a firewall block port {port}?",
    silent_so_far: "no answer from {endpoint} in {seconds} s so far: is the address right, is a server there, does a firewall block it? It is asked for up to {patience} s",
    best_effort: "{endpoint} does not support reliable UDP: lost messages are not resent",
    unreachable: "cannot reach {endpoint}: {error}",
    already_hosted: "a chat-server already runs here: join it with `{join}`",
    hosting: "cannot host: {why}",
    nobody_here: "no chat-server on this machine's port {port}: start `chat-server`, or name the machine that runs one, as in `chat-tui HOST`",
    terminal: "cannot use this terminal: {error}",
    closed: "{endpoint} closed the connection: the server may have stopped",
    broke: "the connection to {endpoint} broke: the server may have stopped",
    broke_with: "the connection to {endpoint} broke: {error}",
    unconfirming: "{endpoint} confirms nothing any more: what is unconfirmed may have arrived",
    stopped: "nobody listens on {endpoint} any longer: the server has stopped",
};
