//! What the socket brings, as the app's events: the same for both loops that have an
//! app.

use crate::app::event::Event;
use crate::session::traffic::Input;
use crate::socket::Arrival;
use crate::speech::Speech;

/// What happened, in order.
pub(crate) fn events(arrival: Arrival, speech: &Speech) -> Vec<Event> {
    match arrival {
        Arrival::Connected(address) => vec![Event::Net(Input::Connected(address))],
        Arrival::Linked(address, patience) => vec![Event::Net(Input::Linked(address, patience))],
        Arrival::Lost(failure) => vec![Event::Net(Input::Lost(failure.said(speech)))],
        Arrival::Remark(remark) => vec![Event::Remark(remark.said(speech))],
        Arrival::Derived(from, key) => vec![Event::Net(Input::Derived(from, key))],
        Arrival::Identified(who) => vec![Event::Identified(who)],
        Arrival::Held(held) => vec![Event::Held(held)],
        Arrival::Heard(all) => {
            let inputs = all.into_iter().map(|heard| heard.frame);
            let inputs = inputs.map(|frame| frame.map_or(Input::NotAFrame, Input::Frame));
            inputs.map(Event::Net).collect()
        }
    }
}
