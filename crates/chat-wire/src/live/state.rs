//! What a ladder of now remembers.

use std::collections::BTreeMap;

use crate::record::source::Flow;
use crate::record::source::Transport;
use crate::rows::Ladder;
use crate::rows::party::Conversation;
use crate::rows::party::Party;
use crate::rows::party::Side;
use crate::together::Teller;

/// One side of everything, as it sees it; and the other, where that is in the same program.
#[derive(Clone, Debug)]
pub struct Live {
    pub(in crate::live) ladder: Ladder,
    /// Which end of every conversation it is.
    pub(in crate::live) side: Side,
    /// Whether letters are hidden.
    pub(in crate::live) masks: bool,
    /// Who a flow is between, and the conversation that it is once something happened.
    pub(in crate::live) flows: BTreeMap<(Teller, String), (Flow, Option<usize>)>,
    /// The newest conversation of each client's address.
    pub(in crate::live) ends: BTreeMap<End, usize>,
    /// The lane of a server inside the same program, once it has told something.
    pub(in crate::live) hosted: Option<usize>,
    /// The lanes of others, by their addresses.
    pub(in crate::live) peers: BTreeMap<String, usize>,
    pub(in crate::live) line: Vec<u8>,
}

/// What both ends of a conversation call its client's address.
pub(in crate::live) type End = (Transport, String);

impl Live {
    /// Nothing so far, as this side sees it, which is called so.
    pub fn new(side: Side, name: &str) -> Self {
        Self {
            ladder: Ladder::between(vec![own(side, name)], Vec::new()),
            side,
            masks: false,
            flows: BTreeMap::new(),
            ends: BTreeMap::new(),
            hosted: None,
            peers: BTreeMap::new(),
            line: Vec::new(),
        }
    }

    /// Nothing so far, between these: what happens is told with its place.
    pub fn between(parties: Vec<Party>, conversations: Vec<Conversation>) -> Self {
        Self {
            ladder: Ladder::between(parties, conversations),
            ..Self::new(Side::Client, "")
        }
    }
}

fn own(side: Side, name: &str) -> Party {
    let is_server = side == Side::Server;
    Party {
        name: if is_server { "server" } else { name }.to_owned(),
        address: String::new(),
        is_server,
    }
}
