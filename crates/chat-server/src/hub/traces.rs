//! By what a peer is known again, should it come back.

use crate::hub::class::Visitor;
use crate::hub::roster::Peer;

/// The traces that a peer leaves.
pub fn of(peer: &Peer) -> Vec<Visitor> {
    let name = peer.person().map(|person| &person.name);
    let host = peer.origin.host();
    let of_name = name.filter(|_| peer.standing.key.is_none());
    let key = peer.standing.key.map(Visitor::Key);
    let name = of_name.map(|name| Visitor::named(name, host));
    let session = Some(Visitor::Session(peer.session));
    [key, session, name].into_iter().flatten().collect()
}
