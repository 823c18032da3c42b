//! The status row.

use crate::speech::topic::Status;

pub(in crate::speech) const STATUS: Status = Status {
    too_small: "window too small ({width}x{height})",
    press_again: "press again to quit",
    not_found: "not found",
    searching: "↑ ↓ next · Enter: stay",
    search_back: "Esc: back",
    new_above: "{count} new above · Alt-u",
    older: "older · Esc: bottom",
    new_below: "{count} new below · Esc",
    too_long: "too long: {bytes} of {most} bytes",
    next_try: "not connected: next try in {seconds} s (Enter: now)",
    connecting: "connecting …",
    joining: "joining at {address} …",
    here: "{count} here",
    no_answer: "no answer for {seconds} s",
    to_send: "{count} to send",
};
