//! A message to a name that nobody has.

use chat_proto::refusal::Code;

use crate::app::conversation::places::With;
use crate::app::on_place;
use crate::app::state::App;
use crate::app::writing::on_say;
use crate::session::reason::Reason;

/// Nobody has the name that a message of ours was for. A conversation in which nothing else
/// stands was a slip: it is closed, and what was written comes back, to be mended.
pub(in crate::app::hearing) fn was_slip(app: &mut App, ticket: u64, why: &Reason) -> bool {
    let lacks = |code| code == Some(Code::NoSuchName);
    if !matches!(why, Reason::Refused(refusal) if lacks(refusal.code)) {
        return false;
    }
    let Some(one) = app.places.holding(ticket) else {
        return false;
    };
    let (with, text) = (one.with.clone(), one.timeline.texts().next());
    let (With::Person(whom), true, Some(text)) = (&with, one.timeline.holds_only(ticket), text)
    else {
        return false;
    };
    let written = format!("/msg {} {text}", whom.shown);
    let shown = app.places.shown().with == with && app.places.count() > 1;
    if !shown || !app.composer().is_empty() {
        return false;
    }
    on_place::close(app, &with);
    on_say::give_back(app, &written);
    app.trouble(&app.speech.troubles.nobody(&whom.shown));
    true
}
