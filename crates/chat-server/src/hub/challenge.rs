//! What has to be shown before somebody comes in or takes a name: asked here, answered in
//! [`crate::hub::prove`].

use chat_proto::frame::Id;
use chat_proto::frame::server::Body;
use chat_proto::frame::trust;
use chat_proto::frame::trust::Offer;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_trust::challenge::Challenge;
use chat_trust::statement::Bind;
use chat_trust::statement::Meeting;

use crate::hub::password;
use crate::hub::roster::Held;
use crate::hub::state::State;
use crate::traffic::PeerId;

/// What somebody asks for, and what it offers to show for it.
pub struct Question {
    /// The offer.
    pub offer: Offer,
    /// The name that it wants, or has and keeps.
    pub name: Option<Name>,
    /// What waits.
    pub held: Held,
    /// By what it knows the answer.
    pub id: Option<Id>,
}

/// Asks for what has to be shown; what waits comes back where that is nothing.
#[expect(
    clippy::result_large_err,
    reason = "what waits goes back to whoever brought it, once a join"
)]
pub fn ask(state: &mut State, now: Now, id: PeerId, question: Question) -> Result<(), Held> {
    let Question {
        offer,
        name,
        held,
        id: mark,
    } = question;
    let is_let_in = offer.key.is_some_and(|key| state.let_in.contains(&key));
    let asks = state.rules.proving.is_some() && !password::is_admitted(state, id) && !is_let_in;
    let name = offer.key.and(name);
    let Some(peer) = state.roster.get_mut(id) else {
        return Ok(());
    };
    if name.is_none() && !asks {
        return Err(held);
    }
    let meeting = Meeting {
        client: offer.nonce,
        server: state.nonces.draw(),
        bind: peer.standing.secret.map_or(Bind::Open, Bind::Certificate),
    };
    peer.standing.open.ask(Challenge {
        meeting,
        key: offer.key,
        name: name.clone(),
        password: asks,
        asked: now.mono,
        held,
    });
    let challenge = trust::Challenge {
        nonce: meeting.server,
        run: state.rules.run.to_string(),
        you: name,
        password: asks,
        salted: state.rules.proving.as_ref().map(|proving| proving.salted),
        id: mark,
    };
    state.tell(now, id, Body::Challenge(challenge));
    Ok(())
}
