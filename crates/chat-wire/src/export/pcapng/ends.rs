//! An address for each end of each conversation: the true ones where they tell the ends
//! apart, else made up, so that a capture of one machine has two sides.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::net::SocketAddr;

use crate::merge::Merged;
use crate::record::Recording;
use crate::rows::party::Side;
use crate::words::language::Language;
use crate::words::title::called;

/// The addresses of all conversations.
#[derive(Debug, Default)]
pub(in crate::export::pcapng) struct Ends {
    /// Of the client and of the server.
    pairs: Vec<(SocketAddr, SocketAddr)>,
    names: BTreeMap<IpAddr, String>,
}

impl Ends {
    /// Finds them.
    pub(in crate::export::pcapng) fn of(recordings: &[Recording], merged: &Merged) -> Self {
        let told = told(recordings, merged);
        let mut ends = Self::default();
        for (number, conversation) in merged.ladder.conversations.iter().enumerate() {
            let (client, server) = told.get(&number).copied().unwrap_or_default();
            let pair = pair((client, server), conversation.client, number);
            for (address, lane) in [(pair.0, conversation.client), (pair.1, conversation.server)] {
                let party = merged.ladder.parties.get(lane);
                let name = party.map(|party| called(party, Language::English));
                ends.names
                    .entry(address.ip())
                    .or_insert_with(|| name.unwrap_or_default());
            }
            ends.pairs.push(pair);
        }
        ends
    }

    /// From where to where what this side sends goes.
    pub(in crate::export::pcapng) fn path(
        &self,
        (conversation, sender): (usize, Side),
    ) -> Option<(SocketAddr, SocketAddr)> {
        let (client, server) = *self.pairs.get(conversation)?;
        Some(match sender {
            Side::Client => (client, server),
            Side::Server => (server, client),
        })
    }

    /// Whose they are.
    pub(in crate::export::pcapng) fn names(&self) -> Vec<(IpAddr, String)> {
        let names = self.names.iter();
        names
            .map(|(address, name)| (*address, name.clone()))
            .collect()
    }
}

type Told = (Option<SocketAddr>, Option<SocketAddr>);

/// What the recordings say of the ends of each conversation.
fn told(recordings: &[Recording], merged: &Merged) -> BTreeMap<usize, Told> {
    let mut told = BTreeMap::<usize, Told>::new();
    for (recording, one) in recordings.iter().enumerate() {
        for (number, flow) in one.flows.iter().enumerate() {
            let Some((conversation, side)) = merged.joined.side(recording, Some(number)) else {
                continue;
            };
            let known = told.entry(conversation).or_default();
            let (client, server) = match side {
                Side::Client => (&flow.local, &flow.peer),
                Side::Server => (&flow.peer, &flow.local),
            };
            known.0 = known.0.or_else(|| address(client.as_deref()));
            // One that listens everywhere says its port, the other one the address.
            let server = address(server.as_deref());
            let better = known.1.is_none_or(|known| known.ip().is_unspecified());
            if better {
                known.1 = server.or(known.1);
            }
        }
    }
    told
}

fn address(text: Option<&str>) -> Option<SocketAddr> {
    let text = text?;
    let Ok(parsed) = text.parse::<SocketAddr>() else {
        // Masked: the port is still true.
        let (_, port) = text.rsplit_once(':')?;
        return Some(SocketAddr::new(
            Ipv4Addr::UNSPECIFIED.into(),
            port.parse().ok()?,
        ));
    };
    Some(SocketAddr::new(parsed.ip().to_canonical(), parsed.port()))
}

fn pair((client, server): Told, lane: usize, conversation: usize) -> (SocketAddr, SocketAddr) {
    let port = |told: Option<SocketAddr>| told.map(|told| told.port()).filter(|port| *port > 0);
    let number = u16::try_from(lane + 1).unwrap_or(u16::MAX);
    let made = u16::try_from(conversation)
        .unwrap_or(u16::MAX)
        .saturating_add(MADE_PORTS);
    let ports = (
        port(client).unwrap_or(made),
        port(server).unwrap_or(MADE_PORT),
    );
    let six = client.or(server).is_some_and(|told| told.is_ipv6());
    let (client, server) = match (client, server) {
        (Some(client), Some(server)) if tells_apart(client.ip(), server.ip()) => {
            (client.ip(), server.ip())
        }
        (Some(client), Some(_)) if is_elsewhere(client.ip()) => (client.ip(), made_server(six)),
        _ => (made_client(six, number), made_server(six)),
    };
    (
        SocketAddr::new(client, ports.0),
        SocketAddr::new(server, ports.1),
    )
}

/// Whether two addresses are those of two machines.
fn tells_apart(client: IpAddr, server: IpAddr) -> bool {
    client != server
        && client.is_ipv4() == server.is_ipv4()
        && is_elsewhere(client)
        && !server.is_unspecified()
}

fn is_elsewhere(address: IpAddr) -> bool {
    !address.is_loopback() && !address.is_unspecified()
}

fn made_server(six: bool) -> IpAddr {
    if six {
        IpAddr::V6(Ipv6Addr::new(0xfd00, 0, 0, 0, 0, 0, 0, 1))
    } else {
        IpAddr::V4(Ipv4Addr::LOCALHOST)
    }
}

fn made_client(six: bool, number: u16) -> IpAddr {
    let [high, low] = number.to_be_bytes();
    if six {
        IpAddr::V6(Ipv6Addr::new(0xfd00, 0, 0, 0, 0, 0, 1, number))
    } else {
        IpAddr::V4(Ipv4Addr::new(127, 1, high, low))
    }
}

/// The port of a server that has none.
const MADE_PORT: u16 = 1234;

/// Ports of clients that have none begin here.
const MADE_PORTS: u16 = 50_000;
