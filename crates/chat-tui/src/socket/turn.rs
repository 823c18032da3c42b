//! One server's turn, among those that share a conversation.

use std::io;
use std::time::Duration;

use tokio::time::timeout;

use crate::address;
use crate::config::Endpoint;
use crate::config::NetworkConfig;
use crate::failure::Failure;
use crate::failure::Unknown;
use crate::session::traffic::Place;
use crate::socket::datagrams::Kept;
use crate::socket::dial;
use crate::socket::dial::Open;

/// Where it is, if that is an address at all.
pub(in crate::socket) fn endpoint(asked: &Endpoint, place: &Place) -> Option<Endpoint> {
    match place {
        Place::Asked => Some(asked.clone()),
        Place::Other(address) => address::beside(asked, address),
    }
}

/// Connects, and waits no longer than its turn, if that ends.
pub(in crate::socket) async fn dial(
    endpoint: &Endpoint,
    mut network: NetworkConfig,
    (kept, within): (Option<Kept>, Option<Duration>),
) -> Result<(Open, String), Failure> {
    let Some(within) = within else {
        return dial::dial(endpoint, &network, kept).await;
    };
    // The next one is tried, whatever would have worked with this.
    network.explains = false;
    let dialled = timeout(within, dial::dial(endpoint, &network, kept)).await;
    dialled.unwrap_or_else(|_| {
        let silence = Some(io::ErrorKind::TimedOut.into());
        Err(dial::explain(endpoint, silence, within))
    })
}

/// What cannot be an address is where nobody is.
pub(in crate::socket) fn nowhere(place: &Place) -> Failure {
    let host = match place {
        Place::Asked => String::new(),
        Place::Other(address) => address.clone(),
    };
    Failure::UnknownHost {
        host,
        why: Unknown::NoAddress,
    }
}
