//! What is wrong with the arguments.

use crate::speech::topic::Usage;

pub(in crate::speech) const USAGE: Usage = Usage {
    needs_host: "needs HOST[:PORT]: whom to talk to",
    host_and_port: "the port belongs to the host: write it as {together}",
    too_many: "`{shown}` is one word too many: chat-tui takes one HOST[:PORT], and all else as an option (chat-tui --help)",
    log_needs_a_reader: "a log is kept of the screen and of --lines: elsewhere standard output has it all, as in chat-tui HOST > FILE",
    no_address: "`{shown}` is no address ({why}): write HOST, HOST:PORT or [IPv6]:PORT",
    any_port: "a port is a number from 0 to 65535",
    ports: "a port is 1 to 65535",
    no_bracket: "no `]`",
    only_a_port: "nothing but `:PORT` follows `]`",
    no_host: "no host name",
};
