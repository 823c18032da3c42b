//! The harness: starts the real programs and speaks to them over real sockets.
//!
//! Black box: what it knows of the chat is bytes. Every wait here has a
//! deadline and fails with what was seen until then; nothing sleeps. Used by
//! the test programs `contract`, `hostile`, `screen` and `pictures`, each of which hands in
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
pub mod owner;
pub mod peer;
pub mod plain;
pub mod server;
pub mod tunnel;
pub mod kept;
pub mod program;
pub mod wire;
pub mod linked;
pub mod frame;
#[cfg(target_os = "linux")]
pub mod lab;
pub mod vitals;
pub mod ports;
pub mod engine;
#[cfg(unix)]
pub mod terminal;
#[cfg(unix)]
pub mod glass;
#[cfg(unix)]
pub mod svg;
pub mod forks;
pub mod clock;

/// Makes each named body, a `fn(Via)`, a test on every transport: TCP, UDP,
/// Unix, a link over UDP, and a link in a storm.
///
/// The contract knows two kinds of peers and two of transports, so some of its
/// sentences are about fewer: plain peers have no link, because nobody types
/// acknowledgements ([`on_every_plain_transport`]); streams have an end, pieces
/// and line ends, and datagrams have not ([`on_every_stream`]); bytes that are
/// not UTF-8 cannot be in a link's datagram, which is JSON itself; and the client
/// speaks to our server over a link whenever it speaks UDP
/// ([`on_every_client_transport`]).
#[macro_export]
macro_rules! on_every_transport {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            $crate::on_ways!($name: on_tcp Tcp, on_udp Udp, over_a_link Link, in_a_storm Storm);
        }
    )+};
}

/// Makes each named body three tests: on what plain peers have, TCP, UDP and
/// Unix.
#[macro_export]
macro_rules! on_every_plain_transport {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            $crate::on_ways!($name: on_tcp Tcp, on_udp Udp);
        }
    )+};
}

/// Makes each named body four tests: on the transports that the client is told
/// by its options, and over UDP in a storm.
#[macro_export]
macro_rules! on_every_client_transport {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            $crate::on_ways!($name: on_tcp Tcp, over_a_link Link, in_a_storm Storm);
        }
    )+};
}

/// Makes each named body two tests: on the transports that are streams, TCP and
/// Unix.
#[macro_export]
macro_rules! on_every_stream {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            $crate::on_ways!($name: on_tcp Tcp);
        }
    )+};
}

/// Makes each named body one test on one of these ways, [`wire::Via::ALL`] or
/// fewer: for a sentence that no transport can change, beside the few of its
/// group that run on every one. Its name decides which way it is, so that each
/// way meets many of them. `EVERY_TRANSPORT=1` runs each on all.
#[macro_export]
macro_rules! on_one_of {
    ($ways:ident: $($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn on_one_transport() {
                let ways = $crate::wire::Via::$ways;
                $crate::wire::Via::deal(ways, stringify!($name), super::$name);
            }
        }
    )+};
}

/// One test of a body for each of these ways, and one on Unix sockets.
#[macro_export]
macro_rules! on_ways {
    ($name:ident: $($test:ident $via:ident),+) => {
        $(
            #[test]
            fn $test() {
                super::$name($crate::wire::Via::$via);
            }
        )+

        #[cfg(unix)]
        #[test]
        fn on_unix() {
            super::$name($crate::wire::Via::Unix);
        }
    };
}
