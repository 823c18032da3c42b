//! The status row.

use crate::speech::topic::Status;

pub(in crate::speech) const STATUS: Status = Status {
    too_small: "window too small ({width}x{height})",
    press_again: "press again to quit",
    not_found: "not found",
    new_above: "{count} new above",
    older: "older",
    new_below: "{count} new below",
    too_long: "too long: {bytes} of {most} bytes",
    next_try: "not connected: next try in {seconds} s ({key}: now)",
    connecting: "connecting …",
    joining: "joining at {address} …",
    here: "{count} here",
    no_answer: "no answer for {seconds} s",
    to_send: "{count} to send",
};
