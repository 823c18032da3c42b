//! The names of events, by what is done with them.

/// What the link says: without its numbers it says nothing.
pub(in crate::record) const LINK: [&str; 8] = [
    "sent",
    "acked",
    "delivered",
    "held",
    "duplicate",
    "discarded",
    "refused",
    "stranger",
];

/// What views of their own show.
pub(in crate::record) const TOLD: [&str; 12] = [
    "tcp",
    "send_buffer",
    "woke",
    "drawn",
    "census",
    "left",
    "turn",
    "ordered",
    "fan_out",
    "tls_record",
    "tls_open",
    "tls_failed",
];

/// Events of which no row is drawn.
pub(in crate::record) const ASIDE: [&str; 18] = [
    "ack_sent",
    "ack_received",
    "hello",
    "cookie",
    "open",
    "unexpected",
    "piece",
    "typed",
    "said",
    "given",
    "receipt",
    "denied",
    "phase",
    "arrived",
    "flushed",
    "listening",
    "taken",
    "observed",
];
