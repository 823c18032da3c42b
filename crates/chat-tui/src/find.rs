//! Looking for servers: everybody on each network of this machine is asked at once,
//! and whoever answers soon is listed. Which of them counts is not decided here.

use std::future::pending;
use std::io;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::net::SocketAddr;
use std::net::SocketAddrV6;
use std::time::Duration;
use std::time::Instant;

use chat_net::chance;
use chat_proto::codec::json;
use chat_proto::discovery::Find;
use if_addrs::IfAddr;
use if_addrs::Ifv4Addr;
use if_addrs::Interface;
use socket2::SockRef;
use tokio::net::UdpSocket;
use tokio::net::lookup_host;
use tokio::time::timeout;
use tokio::time::timeout_at;

use crate::clock;
use crate::failure::Failure;
use crate::failure::Unknown;
use crate::servers::Servers;
use crate::speech::Speech;

/// Whom to ask.
#[derive(Clone, Debug)]
pub(crate) enum Asked {
    /// Everybody near, at this port.
    Everybody(u16),
    /// One machine, or one network's broadcast address.
    One(String, u16),
}

/// The lines of all servers that answer.
pub(crate) fn run(asked: &Asked, speech: &Speech) -> Result<String, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let lines = runtime.block_on(search(asked))?.lines(speech);
    if lines.is_empty() {
        return Err(Failure::NobodyFound(match asked {
            Asked::Everybody(port) | Asked::One(_, port) => *port,
        }));
    }
    Ok(lines.join("\n") + "\n")
}

/// All servers that answer.
pub(crate) async fn search(asked: &Asked) -> Result<Servers, Failure> {
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    let own = interfaces.iter().map(Interface::ip).collect();
    let (port, named) = match asked {
        Asked::Everybody(port) => (*port, Vec::new()),
        Asked::One(host, port) => (*port, addresses(host, *port).await?),
    };
    let nonce = chance::number()?;
    let nonce = format!("{nonce:016x}");
    let sockets = Sockets {
        v4: socket(Ipv4Addr::UNSPECIFIED.into()).await,
        v6: socket(Ipv6Addr::UNSPECIFIED.into()).await,
        question: json::write_find(&Find {
            nonce: nonce.clone(),
        }),
    };
    let mut servers = Servers::new(nonce, own, named.clone());
    let ask = || match asked {
        Asked::Everybody(_) => sockets.everybody(&interfaces, port),
        Asked::One(..) => named.iter().for_each(|to| sockets.one(*to)),
    };
    listen(&sockets, ask, &mut servers).await;
    Ok(servers)
}

/// Asks several times, since datagrams get lost, and hears who answers.
async fn listen(sockets: &Sockets, ask: impl Fn(), servers: &mut Servers) {
    let begun = clock::now().mono;
    let mut questions = 0;
    let mut first = None;
    let mut buffer = [0; ANSWER_BYTES];
    for _ in 0..MOST_HEARD {
        let now = clock::now().mono;
        if questions < QUESTIONS && now >= begun + BETWEEN * questions {
            ask();
            questions += 1;
        }
        let end = ends(begun, first);
        if now >= end {
            return;
        }
        let next = begun + BETWEEN * questions;
        let due = if questions < QUESTIONS {
            next.min(end)
        } else {
            end
        };
        let heard = timeout_at(due.into(), sockets.hear(&mut buffer)).await;
        if let Ok(Ok((count, from))) = heard
            && servers.hear(from, buffer.get(..count).unwrap_or_default())
        {
            first.get_or_insert(now);
        }
    }
}

/// When nobody is waited for any longer: soon after somebody has answered, and after all
/// questions.
fn ends(begun: Instant, first: Option<Instant>) -> Instant {
    let longest = begun + LONGEST;
    first.map_or(longest, |first| {
        let all_asked = begun + BETWEEN * QUESTIONS;
        longest.min(all_asked.max(first) + AFTER_THAT)
    })
}

/// The sockets that ask.
struct Sockets {
    v4: Option<UdpSocket>,
    v6: Option<UdpSocket>,
    question: Vec<u8>,
}

impl Sockets {
    /// This machine, and whoever is on its networks: some of them let broadcasts pass,
    /// and some multicasts.
    fn everybody(&self, interfaces: &[Interface], port: u16) {
        self.one((Ipv4Addr::LOCALHOST, port).into());
        self.one((Ipv6Addr::LOCALHOST, port).into());
        self.one((Ipv4Addr::BROADCAST, port).into());
        for interface in interfaces.iter().filter(|i| !i.is_loopback()) {
            match &interface.addr {
                IfAddr::V4(address) => self.everybody_v4(address, port),
                IfAddr::V6(_) => {
                    let scope = interface.index.unwrap_or_default();
                    self.one(SocketAddrV6::new(ALL_HOSTS_V6, port, 0, scope).into());
                }
            }
        }
    }

    fn everybody_v4(&self, at: &Ifv4Addr, port: u16) {
        if let Some(broadcast) = at.broadcast {
            self.one((broadcast, port).into());
        }
        let socket = self.v4.as_ref().map(SockRef::from);
        if socket.is_some_and(|socket| socket.set_multicast_if_v4(&at.ip).is_ok()) {
            self.one((ALL_HOSTS_V4, port).into());
        }
    }

    /// One address, as far as it can be reached.
    fn one(&self, to: SocketAddr) {
        let socket = if to.is_ipv4() { &self.v4 } else { &self.v6 };
        if let Some(socket) = socket {
            // Some interfaces have no way there; the others have.
            let _ = socket.try_send_to(&self.question, to);
        }
    }

    async fn hear(&self, buffer: &mut [u8]) -> io::Result<(usize, SocketAddr)> {
        tokio::select! {
            ready = readable(self.v4.as_ref()) => ready?.try_recv_from(buffer),
            ready = readable(self.v6.as_ref()) => ready?.try_recv_from(buffer),
        }
    }
}

/// The socket, once it can be read; never where there is none.
async fn readable(socket: Option<&UdpSocket>) -> io::Result<&UdpSocket> {
    match socket {
        Some(socket) => socket.readable().await.map(|()| socket),
        None => pending().await,
    }
}

/// A socket that may ask everybody. None where the machine does not speak this family.
async fn socket(any: IpAddr) -> Option<UdpSocket> {
    let socket = UdpSocket::bind((any, 0)).await.ok()?;
    if any.is_ipv4() {
        socket.set_broadcast(true).ok()?;
    }
    // Before the first it can be written to, it has to be seen once.
    socket.writable().await.ok()?;
    Some(socket)
}

async fn addresses(host: &str, port: u16) -> Result<Vec<SocketAddr>, Failure> {
    let unknown = |why| Failure::UnknownHost {
        host: host.to_owned(),
        why,
    };
    let found = timeout(LONGEST, lookup_host((host, port))).await;
    let found = found.map_err(|_| unknown(Unknown::Silence))?;
    Ok(found.map_err(|e| unknown(Unknown::System(e)))?.collect())
}

/// Everybody on a network, in each family. Every machine listens to these.
const ALL_HOSTS_V4: Ipv4Addr = Ipv4Addr::new(224, 0, 0, 1);
const ALL_HOSTS_V6: Ipv6Addr = Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 1);

/// Questions, and what lies between two.
const QUESTIONS: u32 = 3;
const BETWEEN: Duration = Duration::from_millis(100);

/// How long to wait where nobody answers, and where somebody has.
const LONGEST: Duration = Duration::from_millis(700);
const AFTER_THAT: Duration = Duration::from_millis(200);

/// Datagrams that are looked at: a flood does not hold anybody up.
const MOST_HEARD: usize = 4096;

/// No answer is longer than a question.
const ANSWER_BYTES: usize = 2048;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_ends_within_a_second_and_not_before_all_questions() {
        let begun = clock::now().mono;
        let after = |ms| begun + Duration::from_millis(ms);
        for (first, end) in [
            (None, 700),
            (Some(2), 500),
            (Some(350), 550),
            (Some(690), 700),
        ] {
            assert_eq!(ends(begun, first.map(after)), after(end), "{first:?}");
        }
    }
}
