//! `sock_diag(7)`: the bytes of one question about one TCP socket, and of its answer. Pure.

use std::net::SocketAddr;
use std::time::Duration;

use chat_proto::trace::stream::Tcp;
use chat_proto::trace::stream::Timer;

/// The question after the socket at `local` that is connected to `peer`.
pub(super) fn question(local: SocketAddr, peer: SocketAddr) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(QUESTION);
    // nlmsghdr: length, type, flags, sequence, sender.
    bytes.extend(u32::try_from(QUESTION).unwrap_or(0).to_ne_bytes());
    bytes.extend(SOCK_DIAG_BY_FAMILY.to_ne_bytes());
    bytes.extend(NLM_F_REQUEST.to_ne_bytes());
    bytes.extend([0; 8]);
    // inet_diag_req_v2: family, protocol, what is wanted besides, states.
    let family = if local.is_ipv4() { AF_INET } else { AF_INET6 };
    bytes.extend([family, IPPROTO_TCP, 1 << (INET_DIAG_INFO - 1), 0]);
    bytes.extend(u32::MAX.to_ne_bytes());
    // inet_diag_sockid: ports, addresses, interface, no cookie.
    bytes.extend(local.port().to_be_bytes());
    bytes.extend(peer.port().to_be_bytes());
    bytes.extend(address(local));
    bytes.extend(address(peer));
    bytes.extend([0; 4]);
    bytes.extend([0xff; 8]);
    bytes
}

/// Sixteen bytes, whatever the family.
fn address(of: SocketAddr) -> [u8; 16] {
    match of {
        SocketAddr::V4(of) => {
            let mut bytes = [0; 16];
            let (own, _) = bytes.split_at_mut(4);
            own.copy_from_slice(&of.ip().octets());
            bytes
        }
        SocketAddr::V6(of) => of.ip().octets(),
    }
}

/// What an answer says; nothing where it is an error, which is how a socket that does not
/// exist is told.
pub(super) fn answer(bytes: &[u8]) -> Option<Tcp> {
    let length = usize::try_from(long(bytes, 0)?).ok()?;
    if short(bytes, 4)? != SOCK_DIAG_BY_FAMILY {
        return None;
    }
    let message = bytes.get(HEADER..length.min(bytes.len()))?;
    let mut tcp = Tcp {
        state: state(*message.get(1)?).into(),
        timer: timer(*message.get(2)?),
        recvq: long(message, 56)?,
        sendq: long(message, 60)?,
        ..Tcp::default()
    };
    if tcp.timer.is_some() {
        tcp.expires = Some(Duration::from_millis(long(message, 52)?.into()));
    }
    if let Some(info) = attribute(message.get(MESSAGE..)?, INET_DIAG_INFO) {
        read_info(info, &mut tcp);
    }
    Some(tcp)
}

/// What of `tcp_info` there is: an older kernel tells less of it.
fn read_info(info: &[u8], tcp: &mut Tcp) {
    let number = |at| long(info, at).unwrap_or(0);
    let micros = |at| Duration::from_micros(number(at).into());
    let small = |at: usize| info.get(at).copied().unwrap_or(0).into();
    tcp.retrans = small(2);
    tcp.probes = small(3);
    tcp.backoff = small(4);
    tcp.rto = micros(8);
    tcp.unacked = number(24);
    tcp.rtt = micros(68);
    tcp.rttvar = micros(72);
    tcp.cwnd = number(80);
    tcp.total_retrans = number(100);
    tcp.bytes_acked = wide(info, 120).unwrap_or(0);
    tcp.notsent = number(144);
}

/// The content of the attribute of this kind. Ends with what is cut off.
fn attribute(mut bytes: &[u8], kind: u8) -> Option<&[u8]> {
    loop {
        let length = usize::from(short(bytes, 0)?);
        let content = bytes.get(4..length)?;
        if short(bytes, 2)? == u16::from(kind) {
            return Some(content);
        }
        bytes = bytes.get(length.next_multiple_of(4)..)?;
    }
}

/// As RFC 9293 calls it.
fn state(number: u8) -> &'static str {
    STATES
        .get(usize::from(number))
        .copied()
        .unwrap_or("unknown")
}

fn timer(number: u8) -> Option<Timer> {
    match number {
        1 => Some(Timer::Retransmit),
        2 => Some(Timer::KeepAlive),
        3 => Some(Timer::TimeWait),
        4 => Some(Timer::Probe),
        _ => None,
    }
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at + 2)?;
    Some(u16::from_ne_bytes(bytes.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + 4)?;
    Some(u32::from_ne_bytes(bytes.try_into().ok()?))
}

fn wide(bytes: &[u8], at: usize) -> Option<u64> {
    let bytes = bytes.get(at..at + 8)?;
    Some(u64::from_ne_bytes(bytes.try_into().ok()?))
}

/// The family of sockets that talk with the kernel.
pub(super) const AF_NETLINK: i32 = 16;
/// Of those, the ones that ask about sockets.
pub(super) const NETLINK_SOCK_DIAG: i32 = 4;

const SOCK_DIAG_BY_FAMILY: u16 = 20;
const NLM_F_REQUEST: u16 = 1;
const AF_INET: u8 = 2;
const AF_INET6: u8 = 10;
const IPPROTO_TCP: u8 = 6;
const INET_DIAG_INFO: u8 = 2;

/// Bytes of `nlmsghdr`, of `inet_diag_msg`, and of a whole question.
const HEADER: usize = 16;
const MESSAGE: usize = 72;
const QUESTION: usize = HEADER + 56;

/// By the kernel's numbers.
const STATES: [&str; 13] = [
    "unknown",
    "established",
    "syn_sent",
    "syn_received",
    "fin_wait_1",
    "fin_wait_2",
    "time_wait",
    "closed",
    "close_wait",
    "last_ack",
    "listen",
    "closing",
    "syn_received",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// An answer with this much of `tcp_info`, behind another attribute.
    fn told(info: &[u8]) -> Vec<u8> {
        let mut message = vec![0; MESSAGE];
        message[1] = 1;
        message[2] = 4;
        message[52..56].copy_from_slice(&3200_u32.to_ne_bytes());
        message[60..64].copy_from_slice(&36_000_u32.to_ne_bytes());
        for (kind, content) in [(5_u16, &b"cubic\0"[..]), (2, info)] {
            let length = u16::try_from(4 + content.len()).unwrap();
            message.extend(length.to_ne_bytes());
            message.extend(kind.to_ne_bytes());
            message.extend(content);
            message.resize(message.len().next_multiple_of(4), 0);
        }
        let mut bytes = Vec::new();
        bytes.extend(u32::try_from(HEADER + message.len()).unwrap().to_ne_bytes());
        bytes.extend(SOCK_DIAG_BY_FAMILY.to_ne_bytes());
        bytes.extend([0; 10]);
        bytes.extend(message);
        bytes
    }

    fn info() -> Vec<u8> {
        let mut info = vec![0; 280];
        (info[2], info[3], info[4]) = (1, 5, 4);
        info[8..12].copy_from_slice(&204_000_u32.to_ne_bytes());
        info[80..84].copy_from_slice(&10_u32.to_ne_bytes());
        info[120..128].copy_from_slice(&5_000_000_000_u64.to_ne_bytes());
        info[144..148].copy_from_slice(&3834_u32.to_ne_bytes());
        info
    }

    #[test]
    fn an_answer_is_read_field_by_field() {
        let tcp = answer(&told(&info())).unwrap();
        assert_eq!(
            (&*tcp.state, tcp.timer),
            ("established", Some(Timer::Probe))
        );
        assert_eq!(tcp.expires, Some(Duration::from_millis(3200)));
        assert_eq!((tcp.retrans, tcp.probes, tcp.backoff), (1, 5, 4));
        assert_eq!(tcp.rto, Duration::from_millis(204));
        assert_eq!((tcp.cwnd, tcp.notsent, tcp.sendq), (10, 3834, 36_000));
        assert_eq!(tcp.bytes_acked, 5_000_000_000);
    }

    #[test]
    fn an_older_kernel_tells_less_and_that_is_no_fault() {
        let tcp = answer(&told(&info()[..104])).unwrap();
        assert_eq!((tcp.cwnd, tcp.notsent, tcp.bytes_acked), (10, 0, 0));
    }

    #[test]
    fn a_question_has_the_length_that_it_says() {
        for peer in ["127.0.0.1:1234", "[::1]:1234"] {
            let peer = peer.parse().unwrap();
            assert_eq!(question(peer, peer).len(), QUESTION);
        }
    }

    proptest! {
        #[test]
        fn whatever_comes_is_an_answer_or_none(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
            cut in 0usize..400,
        ) {
            answer(&bytes);
            let whole = told(&info());
            answer(whole.get(..cut).unwrap_or(&whole));
        }
    }
}
