//! The harness: starts the real programs and speaks to them over real sockets.
//!
//! Black box: what it knows of the chat is bytes. Every wait here has a
//! deadline and fails with what was seen until then; nothing sleeps. Used by
//! the test programs `contract`, `hostile` and `screen`, each of which hands in
//! the path of the program under test, because cargo tells it only to them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    clippy::missing_panics_doc,
    reason = "a harness expects one thing, and fails alike on all others: by panicking"
)]

pub mod client;
pub mod quiet;
pub mod peer;
pub mod plain;
pub mod server;
pub mod program;
pub mod wire;
pub mod frame;
pub mod vitals;
pub mod clock;

/// Makes each named body, a `fn(Via)`, three tests: on TCP, UDP and Unix.
#[macro_export]
macro_rules! on_every_transport {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn on_tcp() {
                super::$name($crate::wire::Via::Tcp);
            }

            #[test]
            fn on_udp() {
                super::$name($crate::wire::Via::Udp);
            }

            #[cfg(unix)]
            #[test]
            fn on_unix() {
                super::$name($crate::wire::Via::Unix);
            }
        }
    )+};
}

/// Makes each named body, a `fn(Via)`, two tests: on the transports that are
/// streams, TCP and Unix.
#[macro_export]
macro_rules! on_every_stream {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn on_tcp() {
                super::$name($crate::wire::Via::Tcp);
            }

            #[cfg(unix)]
            #[test]
            fn on_unix() {
                super::$name($crate::wire::Via::Unix);
            }
        }
    )+};
}
