//! What only a person can say before we are let in. The connection is left meanwhile: a
//! server waits for nobody who thinks about it, and neither does a challenge.

use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_trust::key::Key;

use crate::session::connection;
use crate::session::need::Need;
use crate::session::need::Stranger;
use crate::session::phase::Phase;
use crate::session::reason::Reason;
use crate::session::state::State;
use crate::session::traffic::News;
use crate::session::traffic::Output;

/// A password is asked for: of the person, where one sits here who was not asked for it in
/// vain.
pub(in crate::session) fn password(state: &mut State, otherwise: Reason) {
    if !state.setup.asks {
        return connection::end(state, otherwise);
    }
    // It is not tried again by itself: guesses are few.
    let wrong = state.setup.password.take().is_some();
    ask(state, Need::Password { wrong });
}

/// Whether somebody can be asked for another name than this one, and was.
pub(in crate::session) fn is_asked_for_name(
    state: &mut State,
    (taken, instead): (Name, Name),
) -> bool {
    // Whoever was in already goes on under whichever name there is.
    let asks = state.setup.asks && state.run.is_none();
    if asks {
        ask(state, Need::Name { taken, instead });
    }
    asks
}

/// Nobody knows this server: the person is asked, where one sits here.
pub(in crate::session) fn server(state: &mut State, now: Now, server: Stranger, why: String) {
    let why = Reason::Told(why);
    if !state.setup.asks {
        state.servers.on_stranger(&why);
        return connection::on_lost(state, now, why);
    }
    ask(state, Need::Server(server));
}

/// The person says that it is the server that is meant.
pub(in crate::session) fn on_server(state: &mut State, now: Now) {
    if let Phase::Asking {
        need: Need::Server(Stranger { print, .. }),
    } = state.phase
    {
        state.out.push_back(Output::Trust(print));
        connection::connect(state, now);
    }
}

/// The person says that it is not, or does not know: whether there are others to go on with.
pub(in crate::session) fn is_passed_over(state: &mut State, now: Now) -> bool {
    let Phase::Asking {
        need: Need::Server(server),
    } = &state.phase
    else {
        return false;
    };
    if !state.servers.are_several() {
        return false;
    }
    let why = Reason::Stranger(server.place.clone());
    state.servers.on_declined();
    state.phase = Phase::Connecting;
    connection::on_lost(state, now, why);
    true
}

/// The person has given the password.
pub(in crate::session) fn on_password(state: &mut State, now: Now, password: String) {
    if is_asking(state) {
        state.setup.password = Some(password);
        connection::connect(state, now);
    }
}

/// The person wants to be called otherwise.
pub(in crate::session) fn on_name(state: &mut State, now: Now, name: Name) {
    if is_asking(state) {
        name.as_str().clone_into(&mut state.you);
        state.trying = name.clone();
        (state.setup.name, state.variant) = (name, 1);
        connection::connect(state, now);
    }
}

/// The person has shown whose name it is: whether that was asked.
pub(in crate::session) fn is_answered_by(state: &mut State, now: Now, key: &Key) -> bool {
    let Phase::Asking {
        need: Need::Name { taken, .. },
    } = &state.phase
    else {
        return false;
    };
    let taken = taken.clone();
    state.setup.identity.key = Some(key.clone());
    on_name(state, now, taken);
    true
}

fn is_asking(state: &State) -> bool {
    matches!(state.phase, Phase::Asking { .. })
}

fn ask(state: &mut State, need: Need) {
    state.out.push_back(Output::Close);
    state.phase = Phase::Asking { need: need.clone() };
    state.tell(News::Needs(need));
}
