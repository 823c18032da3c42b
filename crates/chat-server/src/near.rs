//! Which addresses lie near: those that nobody far away can be behind.

use std::net::IpAddr;

/// Whether an address is on this machine or on a network that is not routed to
/// the world: a forged one cannot make us flood a stranger.
pub fn is_near(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_near_addresses_are_heard() {
        for near in [
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.9",
            "169.254.1.1",
            "::1",
            "fe80::1",
            "fd00::1",
        ] {
            assert!(is_near(near.parse().unwrap()), "{near}");
        }
        for far in [
            "8.8.8.8",
            "100.64.0.1",
            "2001:db8::1",
            "::ffff:8.8.8.8",
            "255.255.255.255",
        ] {
            assert!(!is_near(far.parse().unwrap()), "{far}");
        }
    }
}
