//! Whoever is behind an address.

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;

/// Whoever is behind an address, as far as limits go: an IPv4 address; of IPv6 a
/// network of 64 bits, all of which one machine may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Host(IpAddr);

impl Host {
    /// This machine, over a socket file.
    pub const HERE: Self = Self(IpAddr::V4(Ipv4Addr::LOCALHOST));

    /// Whoever is behind this address.
    pub fn of(ip: IpAddr) -> Self {
        Self(match ip.to_canonical() {
            IpAddr::V6(ip) if !ip.is_loopback() => {
                let [a, b, c, d, ..] = ip.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
            ip @ (IpAddr::V4(_) | IpAddr::V6(_)) => ip,
        })
    }

    /// Its address, or the first one of its network.
    pub fn ip(self) -> IpAddr {
        self.0
    }

    /// Whether it is this machine itself.
    pub fn is_here(self) -> bool {
        self.0.is_loopback()
    }
}

impl std::fmt::Display for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            IpAddr::V6(ip) if !ip.is_loopback() => write!(f, "{ip}/64"),
            ip @ (IpAddr::V4(_) | IpAddr::V6(_)) => write!(f, "{ip}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_of_64_bits_is_one_host_and_an_ipv4_address_is() {
        let host = |ip: &str| Host::of(ip.parse().unwrap());
        for (a, b, same) in [
            ("10.0.0.1", "10.0.0.1", true),
            ("10.0.0.1", "10.0.0.2", false),
            ("10.0.0.1", "::ffff:10.0.0.1", true),
            ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true),
            ("2001:db8:1:2::1", "2001:db8:1:3::1", false),
            ("fd00::1", "fd00::2", true),
        ] {
            assert_eq!(host(a) == host(b), same, "{a} and {b}");
        }
        assert_eq!(host("2001:db8:1:2:3::4").to_string(), "2001:db8:1:2::/64");
        assert!(host("::1").is_here() && host("127.9.9.9").is_here() && Host::HERE.is_here());
        assert!(!host("::2").is_here());
    }
}
