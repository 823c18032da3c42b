//! Which flows of which recordings are one conversation, and who its ends are.
//!
//! A conversation of datagrams is joined by its link, one of a stream by its pair of
//! addresses, and what has neither by the fingerprints of its bytes.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::record::Recording;
use crate::record::source::Flow;
use crate::rows::party::Conversation;
use crate::rows::party::Party;
use crate::rows::party::Place;
use crate::rows::party::Side;

/// Lanes, conversations, and where each flow belongs.
#[derive(Clone, Debug, Default)]
pub struct Joined {
    /// The lanes.
    pub parties: Vec<Party>,
    /// The conversations.
    pub conversations: Vec<Conversation>,
    /// Of each recording: its lane, and where each of its flows is.
    placed: Vec<(usize, Vec<(usize, Side)>)>,
}

impl Joined {
    /// Where something of this flow happened.
    pub fn place(&self, recording: usize, flow: Option<usize>) -> Place {
        let Some((lane, flows)) = self.placed.get(recording) else {
            return Place::At(0);
        };
        let known = flow.and_then(|flow| flows.get(flow));
        known.map_or(Place::At(*lane), |(conversation, side)| {
            Place::In(*conversation, *side)
        })
    }

    /// The flows that a recording has of a conversation, with its side.
    pub fn side(&self, recording: usize, flow: Option<usize>) -> Option<(usize, Side)> {
        let (_, flows) = self.placed.get(recording)?;
        flows.get(flow?).copied()
    }
}

/// Finds out who talks with whom.
pub fn joined(recordings: &[Recording]) -> Joined {
    let mut joined = Joined::default();
    for recording in recordings {
        let lane = joined.parties.len();
        joined.parties.push(own_party(recording));
        joined.placed.push((lane, Vec::new()));
    }
    let prints: Vec<_> = recordings.iter().map(Prints::of).collect();
    let mut peers = BTreeMap::new();
    // Servers first: their flows are what clients join.
    let mut turn: Vec<_> = (0..recordings.len()).collect();
    turn.sort_by_key(|at| !recordings.get(*at).is_some_and(|one| one.begin.is_server()));
    let mut servers = Vec::new();
    for at in turn {
        let Some(recording) = recordings.get(at) else {
            continue;
        };
        for (number, flow) in recording.flows.iter().enumerate() {
            let own = (at, number);
            if recording.begin.is_server() {
                let conversation = begin(&mut joined, &mut peers, own, (flow, Side::Server));
                servers.push((own, flow, conversation));
            } else {
                let met = meeting(&servers, (own, flow), &prints);
                let place = match met {
                    Some(conversation) => meet(&mut joined, at, conversation),
                    None => begin(&mut joined, &mut peers, own, (flow, Side::Client)),
                };
                place_flow(&mut joined, at, (place, Side::Client));
            }
        }
    }
    joined
}

/// A program's own lane.
fn own_party(recording: &Recording) -> Party {
    let begin = &recording.begin;
    let first = recording.flows.iter().find_map(|flow| flow.local.clone());
    let is_server = begin.is_server();
    let named = begin.name.clone();
    let name = named.unwrap_or_else(|| if is_server { "server" } else { "" }.to_owned());
    Party {
        name,
        address: first.unwrap_or_default(),
        is_server,
    }
}

/// A conversation that nobody else has recorded, so far.
fn begin(
    joined: &mut Joined,
    peers: &mut BTreeMap<String, usize>,
    (recording, _): (usize, usize),
    (flow, side): (&Flow, Side),
) -> usize {
    let own = joined.placed.get(recording).map_or(0, |(lane, _)| *lane);
    let peer = flow.peer.clone().unwrap_or_default();
    let other = match side {
        // One server, whatever the transport.
        Side::Client => *peers.entry(peer.clone()).or_insert_with(|| {
            joined.parties.push(Party {
                name: "server".to_owned(),
                address: peer,
                is_server: true,
            });
            joined.parties.len() - 1
        }),
        Side::Server => {
            joined.parties.push(Party {
                address: peer,
                ..Party::default()
            });
            joined.parties.len() - 1
        }
    };
    let (client, server) = match side {
        Side::Client => (own, other),
        Side::Server => (other, own),
    };
    let conversation = joined.conversations.len();
    joined.conversations.push(Conversation {
        transport: flow.transport,
        client,
        server,
        by_client: side == Side::Client,
        by_server: side == Side::Server,
    });
    if side == Side::Server {
        place_flow(joined, recording, (conversation, side));
    }
    conversation
}

fn place_flow(joined: &mut Joined, recording: usize, place: (usize, Side)) {
    if let Some((_, flows)) = joined.placed.get_mut(recording) {
        flows.push(place);
    }
}

/// A client's recording of a conversation that a server has recorded.
fn meet(joined: &mut Joined, recording: usize, conversation: usize) -> usize {
    let lane = joined.placed.get(recording).map_or(0, |(lane, _)| *lane);
    if let Some(known) = joined.conversations.get_mut(conversation) {
        known.client = lane;
        known.by_client = true;
    }
    conversation
}

type ServerFlow<'a> = ((usize, usize), &'a Flow, usize);

fn meeting(
    servers: &[ServerFlow<'_>],
    (own, flow): ((usize, usize), &Flow),
    prints: &[Prints],
) -> Option<usize> {
    let alike = |other: &&ServerFlow<'_>| other.1.transport == flow.transport;
    let same_link = |other: &&ServerFlow<'_>| flow.link.is_some() && other.1.link == flow.link;
    let same_pair = |other: &&ServerFlow<'_>| is_pair(flow, other.1);
    let same_bytes = |other: &&ServerFlow<'_>| {
        let (Some(ours), Some(theirs)) = (prints.get(own.0), prints.get(other.0.0)) else {
            return false;
        };
        ours.meets(own.1, theirs, other.0.1)
    };
    let find = |fits: &dyn Fn(&&ServerFlow<'_>) -> bool| {
        servers.iter().filter(alike).find(fits).map(|other| other.2)
    };
    find(&same_link)
        .or_else(|| find(&|other| same_pair(other) && same_bytes(other)))
        .or_else(|| find(&same_pair))
        .or_else(|| find(&same_bytes))
}

/// Whether what one calls its own is what the other calls its peer. A socket that
/// listens everywhere knows its port alone.
fn is_pair(client: &Flow, server: &Flow) -> bool {
    let same = |one: &Option<String>, other: &Option<String>| match (one, other) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    };
    let port = |address: &Option<String>| {
        let (_, port) = address.as_deref()?.rsplit_once(':')?;
        port.parse::<u16>().ok()
    };
    let reached = same(&client.peer, &server.local)
        || server.local.is_none()
        || port(&client.peer).is_some() && port(&client.peer) == port(&server.local);
    same(&client.local, &server.peer) && reached
}

/// What left and what came, of each flow.
struct Prints(Vec<(BTreeSet<u32>, BTreeSet<u32>)>);

impl Prints {
    fn of(recording: &Recording) -> Self {
        let mut prints = vec![(BTreeSet::new(), BTreeSet::new()); recording.flows.len()];
        for entry in &recording.entries {
            let Some((left, came)) = entry.flow.and_then(|flow| prints.get_mut(flow)) else {
                continue;
            };
            left.extend(entry.event.left());
            came.extend(entry.event.came());
        }
        Self(prints)
    }

    /// Whether most of what came to one has left the other.
    fn meets(&self, own: usize, other: &Self, theirs: usize) -> bool {
        let (Some((left, came)), Some((others_left, others_came))) =
            (self.0.get(own), other.0.get(theirs))
        else {
            return false;
        };
        let shared =
            left.intersection(others_came).count() + came.intersection(others_left).count();
        let least = came.len().min(others_left.len()) + left.len().min(others_came.len());
        shared > 0 && shared * 4 >= least
    }
}
