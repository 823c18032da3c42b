//! The headers of IP, UDP and TCP, with their checksums.

use std::net::IpAddr;
use std::net::SocketAddr;

/// From where to where.
pub(in crate::export::pcapng) type Path = (SocketAddr, SocketAddr);

/// A datagram as a packet.
pub(in crate::export::pcapng) fn udp(path: Path, payload: &[u8]) -> Vec<u8> {
    let (from, to) = path;
    let length = u16::try_from(payload.len() + 8).unwrap_or(u16::MAX);
    let mut datagram = Vec::with_capacity(payload.len() + 8);
    datagram.extend(from.port().to_be_bytes());
    datagram.extend(to.port().to_be_bytes());
    datagram.extend(length.to_be_bytes());
    datagram.extend([0, 0]);
    datagram.extend(payload);
    // Zero would say that there is none.
    let sum = match checksum(path, UDP, &datagram) {
        0 => u16::MAX,
        sum => sum,
    };
    put(&mut datagram, 6, sum);
    ip(path, UDP, datagram)
}

/// What a segment says beside its content.
#[derive(Clone, Copy, Debug)]
pub(in crate::export::pcapng) struct Segment {
    pub(in crate::export::pcapng) seq: u32,
    pub(in crate::export::pcapng) ack: u32,
    pub(in crate::export::pcapng) flags: u8,
}

/// A segment as a packet. The first ones of each side say how the window is meant.
pub(in crate::export::pcapng) fn tcp(path: Path, segment: Segment, payload: &[u8]) -> Vec<u8> {
    let (from, to) = path;
    let options: &[u8] = if segment.flags & SYN > 0 {
        &OPTIONS
    } else {
        &[]
    };
    let words = u8::try_from(5 + options.len() / 4).unwrap_or(5);
    let mut bytes = Vec::with_capacity(payload.len() + 20);
    bytes.extend(from.port().to_be_bytes());
    bytes.extend(to.port().to_be_bytes());
    bytes.extend(segment.seq.to_be_bytes());
    bytes.extend(segment.ack.to_be_bytes());
    bytes.extend([words << 4, segment.flags]);
    bytes.extend(u16::MAX.to_be_bytes());
    bytes.extend([0, 0, 0, 0]);
    bytes.extend(options);
    bytes.extend(payload);
    let sum = checksum(path, TCP, &bytes);
    put(&mut bytes, 16, sum);
    ip(path, TCP, bytes)
}

fn ip((from, to): Path, protocol: u8, content: Vec<u8>) -> Vec<u8> {
    match (from.ip(), to.ip()) {
        (IpAddr::V4(from), IpAddr::V4(to)) => {
            let length = u16::try_from(content.len() + 20).unwrap_or(u16::MAX);
            let [high, low] = length.to_be_bytes();
            // Version, length; identification; not to be fragmented; 64 hops.
            let mut packet = vec![0x45, 0, high, low, 0, 0, 0x40, 0, 64, protocol, 0, 0];
            packet.extend(from.octets());
            packet.extend(to.octets());
            let sum = folded(&packet);
            put(&mut packet, 10, sum);
            packet.extend(content);
            packet
        }
        (from, to) => {
            let length = u16::try_from(content.len()).unwrap_or(u16::MAX);
            let [high, low] = length.to_be_bytes();
            let mut packet = vec![0x60, 0, 0, 0, high, low, protocol, 64];
            packet.extend(sixteen(from));
            packet.extend(sixteen(to));
            packet.extend(content);
            packet
        }
    }
}

/// Of addresses, protocol, length and content (RFC 9293, RFC 8200 section 8.1).
fn checksum((from, to): Path, protocol: u8, content: &[u8]) -> u16 {
    let length = u32::try_from(content.len()).unwrap_or(u32::MAX);
    let mut bytes = match (from.ip(), to.ip()) {
        (IpAddr::V4(from), IpAddr::V4(to)) => [from.octets(), to.octets()].concat(),
        (from, to) => [sixteen(from), sixteen(to)].concat(),
    };
    bytes.extend(length.to_be_bytes());
    bytes.extend([0, 0, 0, protocol]);
    bytes.extend(content);
    folded(&bytes)
}

/// The complement of the ones' complement sum.
fn folded(bytes: &[u8]) -> u16 {
    let words = bytes.chunks(2).map(|pair| match pair {
        [high, low] => u64::from(u16::from_be_bytes([*high, *low])),
        [high] => u64::from(*high) << 8,
        _ => 0,
    });
    let mut sum: u64 = words.sum();
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    u16::try_from(sum).unwrap_or(0) ^ u16::MAX
}

fn sixteen(address: IpAddr) -> [u8; 16] {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().octets(),
        IpAddr::V6(address) => address.octets(),
    }
}

fn put(bytes: &mut [u8], at: usize, value: u16) {
    let places = bytes.iter_mut().skip(at);
    for (place, byte) in places.zip(value.to_be_bytes()) {
        *place = byte;
    }
}

const TCP: u8 = 6;
const UDP: u8 = 17;

pub(in crate::export::pcapng) const FIN: u8 = 1;
pub(in crate::export::pcapng) const SYN: u8 = 2;
pub(in crate::export::pcapng) const PSH: u8 = 8;
pub(in crate::export::pcapng) const ACK: u8 = 16;

/// The longest segment, and a window of a gigabyte, so that none is ever full.
const OPTIONS: [u8; 8] = [2, 4, 0xff, 0xd7, 1, 3, 3, 14];
