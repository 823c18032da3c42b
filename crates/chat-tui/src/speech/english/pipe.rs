//! What the client says where it has no screen, on standard error.

use crate::speech::topic::Pipe;

pub(in crate::speech) const PIPE: Pipe = Pipe {
    name_taken: "`{taken}` is taken here: joining as `{trying}`",
    not_confirmed: "not confirmed: it may have arrived (datagrams get lost; --tcp is certain)",
    one_not_said: "one line was not said: {why}",
    not_said: "{count} lines were not said; the first: {why}",
    one_unconfirmed: "{why} (one line was not confirmed)",
    unconfirmed: "{why} ({count} lines were not confirmed)",
    line: "line {number}: {why}",
    line_long: "line {number} has more than {most} bytes",
    signal: "stopped by a signal",
};
