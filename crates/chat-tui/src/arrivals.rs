//! What the socket brings, as the app's events: the same for both fronts that have an
//! app; and its remarks in words, for every front.

use crate::app::event::Event;
use crate::failure::Failure;
use crate::secrecy;
use crate::session::need::Stranger;
use crate::session::traffic::Input;
use crate::socket::Arrival;
use crate::socket::Recorded;
use crate::socket::Remark;
use crate::socket::dial;
use crate::speech::Speech;
use crate::speech::topic::failures;
use crate::speech::topic::weather;

/// What happened, in order.
pub(crate) fn events(arrival: Arrival, speech: &Speech) -> Vec<Event> {
    match arrival {
        Arrival::Connected(way, secret) => {
            let secret = secret.map(Input::Secret).into_iter();
            let inputs = secret.chain([way.into()]);
            inputs.map(Event::Net).collect()
        }
        Arrival::Lost(failure) => vec![Event::Net(lost(failure, speech))],
        Arrival::Remark(remark) => {
            let words = self::remark(&remark, speech);
            let event = if remark.is_good() {
                Event::Done
            } else {
                Event::Remark
            };
            vec![event(words)]
        }
        Arrival::Derived(from, key) => vec![Event::Net(Input::Derived(from, key))],
        Arrival::Identified(who) => vec![Event::Identified(who)],
        Arrival::Filed(filed) => vec![Event::Filed(filed)],
        Arrival::Held(held) => vec![Event::Held(held)],
        Arrival::Heard(all) => {
            let inputs = all.into_iter().map(|heard| heard.frame);
            let inputs = inputs.map(|frame| frame.map_or(Input::NotAFrame, Input::Frame));
            inputs.map(Event::Net).collect()
        }
    }
}

/// There is no connection. Which server it is, a person can say, where nobody has said so.
fn lost(failure: Failure, speech: &Speech) -> Input {
    let said = failure.said(speech);
    let Failure::Stranger {
        endpoint,
        print,
        why,
    } = failure
    else {
        return Input::Lost(said);
    };
    let is_another = match why {
        secrecy::Stranger::New => false,
        secrecy::Stranger::Changed => true,
        // Whoever has given words has compared.
        secrecy::Stranger::OtherWords => return Input::Lost(said),
    };
    let place = endpoint.to_string();
    let server = Stranger {
        place,
        print,
        is_another,
    };
    Input::Stranger(server, said)
}

/// What is to be known of a conversation over UDP, in words for the person.
pub(crate) fn remark(remark: &Remark, speech: &Speech) -> String {
    let words = &speech.failures;
    match remark {
        Remark::Unanswered { endpoint, patience } => words.silent_so_far(failures::SilentSoFar {
            endpoint,
            seconds: dial::PATIENCE.as_secs(),
            patience: patience.as_secs(),
        }),
        Remark::BestEffort(endpoint) => words.best_effort(endpoint),
        Remark::Recording(recorded) => self::recorded(recorded, speech),
    }
}

fn recorded(recorded: &Recorded, speech: &Speech) -> String {
    let words = &speech.weather;
    match recorded {
        Recorded::Begun(path) => words.recording_begins(path),
        Recorded::Ended(path, 0) => words.recording_ends(path),
        Recorded::Ended(path, count) => {
            let count = *count;
            words.recording_misses(weather::RecordingMisses { path, count })
        }
        Recorded::None => words.nothing_is_recorded().to_owned(),
        Recorded::IsThere(path) => words.is_there(path),
        Recorded::Failed(path, error) => {
            words.recording_fails(weather::RecordingFails { path, error })
        }
    }
}
