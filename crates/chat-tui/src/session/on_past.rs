//! What was said before: asked for room by room, one question of each at a time.

use std::time::Duration;
use std::time::Instant;

use chat_proto::frame::Id;
use chat_proto::frame::PeerFrame;
use chat_proto::frame::incoming::Answered;
use chat_proto::frame::peer::History;
use chat_proto::frame::peer::Search;
use chat_proto::now::Now;
use chat_proto::refusal::Code;
use chat_proto::room::RoomName;

use crate::session::past::Question;
use crate::session::rooms::Room;
use crate::session::state::State;
use crate::session::traffic::News;

/// Whether what was missed can be fetched here: of a server that keeps it, where no
/// frame gets lost.
pub(in crate::session) fn catches_up(state: &State) -> bool {
    state.setup.catches_up && keeps(state) && !state.loses
}

/// Whether the server keeps what was said: only such a one has a numbering.
fn keeps(state: &State) -> bool {
    state.log.is_some()
}

/// A person wants to see some of what was said.
pub(in crate::session) fn fetch(state: &mut State, room: &RoomName, asked: History) -> bool {
    let keeps = keeps(state);
    let Some(room) = state.rooms.find_mut(room).filter(|_| keeps) else {
        return false;
    };
    let new = !room.past.asks_for(asked.part);
    if new {
        room.past.want(asked);
    }
    new
}

/// A person looks for something.
pub(in crate::session) fn look_for(state: &mut State, room: &RoomName, asked: Question) -> bool {
    let keeps = keeps(state);
    let Some(room) = state.rooms.find_mut(room).filter(|_| keeps) else {
        return false;
    };
    room.past.look_for(asked);
    true
}

/// The next question of every room whose last one has its answer.
pub(in crate::session) fn ask_next(state: &mut State, now: Now) {
    let (keeps, catches_up) = (keeps(state), catches_up(state));
    let rooms = state.rooms.iter_mut().filter(|room| keeps && room.is_in());
    let due: Vec<(RoomName, Question)> = rooms
        .filter_map(|room| {
            let question = room.past.next(now.mono, catches_up)?;
            Some((room.name.clone(), question))
        })
        .collect();
    for (name, question) in due {
        let id = state.next_id();
        let frame = frame(&question, &name, &id);
        if let Some(room) = state.rooms.find_mut(&name) {
            room.past.on_asked(now.mono, id, question);
        }
        state.send(now, frame);
    }
}

/// An answer ends, perhaps to a question of ours.
pub(in crate::session) fn on_answer(state: &mut State, now: Now, answered: &Answered) {
    let Some(room) = asked(state, answered.id.as_ref()) else {
        return;
    };
    let name = room.name.clone();
    let answer = room.past.on_answer(now.mono, answered);
    let caught_up = room.past.caught_up();
    if let Some(answer) = answer {
        let room = name.clone();
        state.tell(News::Answered { room, answer });
    }
    if let Some(count) = caught_up {
        state.tell(News::CaughtUp { room: name, count });
    }
}

/// A refusal: whether it is of a question of ours and nobody needs to hear of it.
pub(in crate::session) fn on_refused(
    state: &mut State,
    now: Now,
    id: Option<&Id>,
    (code, wait): (Option<Code>, Option<Duration>),
) -> bool {
    let Some((id, room)) = id.and_then(|id| Some((id, asked(state, Some(id))?))) else {
        return false;
    };
    let limited = code == Some(Code::RateLimited);
    let wait = limited.then(|| wait.unwrap_or(SHORT_WAIT).max(SHORTEST_WAIT));
    room.past.on_refused(now.mono, id, wait) == Some(true)
}

/// A question without an answer for too long is given up; what was missed is asked for
/// again.
pub(in crate::session) fn on_timeout(state: &mut State, now: Now) {
    if state.manual_delivery {
        return;
    }
    let late = |room: &mut Room| Some((room.name.clone(), room.past.on_timeout(now.mono)?));
    let late: Vec<_> = state.rooms.iter_mut().filter_map(late).collect();
    for (room, question) in late {
        state.tell(News::Unanswered { room, question });
    }
}

/// When something becomes due.
pub(in crate::session) fn deadline(state: &State) -> Option<Instant> {
    let rooms = state.rooms.iter().filter(|room| room.is_in());
    let due = rooms.filter_map(|room| room.past.deadline()).min();
    due.filter(|_| keeps(state) && !state.manual_delivery)
}

/// The room that this question is about.
fn asked<'a>(state: &'a mut State, id: Option<&Id>) -> Option<&'a mut Room> {
    let id = id?;
    state.rooms.iter_mut().find(|room| room.past.waits_for(id))
}

fn frame(question: &Question, room: &RoomName, id: &Id) -> PeerFrame {
    let (room, id) = (Some(room.clone()), Some(id.clone()));
    match question.clone() {
        Question::Page { asked, .. } | Question::Reading(asked) => {
            PeerFrame::History(History { room, id, ..asked })
        }
        Question::Search(asked) => PeerFrame::Search(Search { room, id, ..asked }),
    }
}

/// Where the server does not say how long to wait.
const SHORT_WAIT: Duration = Duration::from_secs(1);
/// A server that says "at once" is asked no faster than this.
const SHORTEST_WAIT: Duration = Duration::from_millis(100);
