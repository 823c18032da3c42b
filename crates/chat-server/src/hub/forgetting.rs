//! What nobody is to be told any more, though it was said: forgotten by the operator, taken
//! back by a teacher or by whoever said it.

use chat_archive::Forget;

use crate::hub::state::State;
use crate::traffic::Answer;

/// The operator has had something forgotten: nobody is told of it any more.
pub fn forgotten(state: &mut State, what: &Forget) {
    let memory = state.rules.memory;
    let State { ledger, pastes, .. } = state;
    match what {
        Forget::Room(room) => {
            pastes.forget_room(room);
            ledger.strike(Some(room), &memory, |_, _| true);
        }
        Forget::Message(room, seq) => {
            pastes.strike(|at, sheet| at == room && sheet.number == *seq);
            ledger.strike(Some(room), &memory, |number, _| number == *seq);
        }
        Forget::Name(name) => {
            let plain = name.key().plain();
            pastes.strike(|_, sheet| sheet.name.key().plain() == plain);
            ledger.strike(None, &memory, |_, name| name.key().plain() == plain);
        }
    }
}

/// What was taken back may still be on disk, or was when the question was asked.
pub fn without_taken_back(state: &State, answer: Answer) -> Answer {
    let Answer::Messages { mut rows, more } = answer else {
        return answer;
    };
    let struck = &state.class.struck;
    rows.retain(|row| !struck.has(&row.room, row.seq));
    Answer::Messages { rows, more }
}
