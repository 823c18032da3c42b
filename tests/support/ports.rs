//! Ports for servers that go and come back: nobody else gets them meanwhile.

use std::io::ErrorKind;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::net::TcpListener;
use std::net::UdpSocket;
use std::ops::Range;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;

use crate::forks::while_none_starts;

/// A port that was free a moment ago, for TCP and UDP, and stays so. It is below those that
/// systems choose themselves: whoever binds to port 0, or connects, does not get it. Each
/// process begins its search elsewhere, and no two tests of one find the same.
#[track_caller]
pub fn free_port() -> u16 {
    static CHOSEN: AtomicU32 = AtomicU32::new(0);
    let begin = std::process::id().wrapping_mul(APART);
    for _ in 0..PORTS.len() {
        let chosen = CHOSEN.fetch_add(1, Ordering::Relaxed);
        let at = begin.wrapping_add(chosen) % u32::try_from(PORTS.len()).unwrap();
        let port = PORTS.start + u16::try_from(at).unwrap();
        if while_none_starts(|| is_free(port)) {
            return port;
        }
    }
    panic!("no port is free");
}

/// On every interface, where the machine knows IPv6 and where it does not.
fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::UNSPECIFIED, port)).is_ok()
        && UdpSocket::bind((Ipv4Addr::UNSPECIFIED, port)).is_ok()
        && match TcpListener::bind((Ipv6Addr::UNSPECIFIED, port)) {
            Ok(_) => true,
            Err(error) => error.kind() != ErrorKind::AddrInUse,
        }
}

/// Linux chooses from 32768 on, others from 49152 on.
const PORTS: Range<u16> = 12_000..28_000;
/// More than the tests of one process ask for.
const APART: u32 = 64;
