//! What several servers share, as it comes in: entry by entry, deed by deed, and what of it
//! concerns this server.

use std::collections::VecDeque;

use chat_proto::frame::PeerFrame;
use chat_proto::frame::peer::Heard;
use chat_proto::now::Now;
use chat_proto::refusal::Refusal;
use chat_proto::stamp::Stamp;

use crate::deed::Deed;
use crate::hub::afar;
use crate::hub::applying;
use crate::hub::elsewhere;
use crate::hub::flood;
use crate::hub::sign;
use crate::hub::state::State;
use crate::replica::Birth;
use crate::replica::News;
use crate::traffic::Output;
use crate::traffic::Parting;
use crate::traffic::PeerId;
use std::time::Duration;

/// What the log has told and is not done yet. Bounded by the entries that are handed over at
/// once.
#[derive(Debug, Default)]
pub struct Logged {
    steps: VecDeque<(Now, Step)>,
    /// Whether what is put out now was done on another server.
    is_from_afar: bool,
    /// When it was.
    now: Option<Now>,
}

#[derive(Debug)]
enum Step {
    Deed(u64, Stamp, Deed),
    Begins(Birth),
    Ends(String, u64),
    Begun(u64),
}

impl Logged {
    /// News of the others. What stands in the log waits for its turn.
    pub fn add(&mut self, state: &mut State, now: Now, news: News) {
        match news {
            News::Begins(birth) => {
                let wall = birth.at;
                let step = (Now { wall, ..now }, Step::Begins(birth));
                self.steps.push_back(step);
            }
            News::Ends { at, server, life } => {
                let step = Step::Ends(server, life);
                self.steps.push_back((Now { wall: at, ..now }, step));
            }
            News::Begun(life) => self.steps.push_back((now, Step::Begun(life))),
            News::Deeds { life, at, deeds } => {
                let deeds = deeds.into_iter();
                let steps = deeds.map(|deed| (now, Step::Deed(life, at, deed)));
                self.steps.extend(steps);
            }
            News::Apart(apart) => elsewhere::apart(state, now, apart),
            News::Full(full) => {
                if let Some(shared) = &mut state.shared {
                    shared.reach.full = full;
                }
            }
            News::Sign(deed) => {
                if let Some((by, given)) = afar::sign_of(&deed) {
                    sign::from_afar(state, now, by, given);
                }
            }
            News::Whispered { reply, deed } => afar::whispered(state, now, reply, &deed),
            News::Answered { ticket, heard } => afar::answered(state, now, ticket, heard),
        }
    }

    /// Does the next of it, if there is any.
    pub fn goes_on(&mut self, state: &mut State) -> bool {
        let Some((now, step)) = self.steps.pop_front() else {
            self.is_from_afar = false;
            return false;
        };
        self.now = Some(now);
        let own = state.shared.as_ref().map(|shared| shared.life);
        match step {
            Step::Deed(life, at, deed) => {
                self.is_from_afar = own != Some(life);
                applying::apply(state, now, (life, at), deed);
            }
            Step::Begins(birth) => elsewhere::begins(state, now, birth),
            Step::Ends(server, life) => elsewhere::ends(state, now, &server, life),
            Step::Begun(life) => elsewhere::begun(state, now, life),
        }
        true
    }

    /// Those who need not wait for the log any longer, the last one first.
    pub fn freed(&self, state: &mut State) -> Vec<(Now, PeerId, Vec<Heard>, bool)> {
        let (Some(shared), Some(now)) = (&mut state.shared, self.now) else {
            return Vec::new();
        };
        let freed = shared.line.freed().into_iter().rev();
        let freed = freed.map(|(peer, frames, has_waited)| (now, peer, frames, has_waited));
        freed.collect()
    }

    /// Somebody who was there to the end of what it has said, and goes now.
    pub fn ended(&self, state: &mut State) -> Option<(Now, PeerId)> {
        let (shared, now) = (state.shared.as_mut()?, self.now?);
        Some((now, shared.line.ended()?))
    }

    /// Whether this server carries out what its hub puts out: of what was done elsewhere only
    /// its people are told, and whose a name is stands in the log and in no file of its own.
    pub fn is_for_us(&self, state: &State, output: &Output) -> bool {
        let is_shared = state.shared.is_some();
        match output {
            Output::Record(_) => !is_shared,
            Output::Audit(_) | Output::Desk(_) => !(is_shared && self.is_from_afar),
            Output::Tell { .. }
            | Output::Room { .. }
            | Output::Replay { .. }
            | Output::Keep(_)
            | Output::Redact(..)
            | Output::Ask { .. }
            | Output::Replicate(_)
            | Output::Close { .. } => true,
        }
    }
}

/// Whether somebody whose input has ended stays until all of it is done, and heard.
pub fn ends_later(state: &mut State, id: PeerId, why: &Parting) -> bool {
    let shared = state.shared.as_mut().filter(|_| *why == Parting::Ended);
    shared.is_some_and(|shared| shared.line.ends(id))
}

/// What a peer says while something of it is under way to the log may have to wait for that;
/// what need not comes back.
pub fn wait_in_line(state: &mut State, now: Now, id: PeerId, heard: Heard) -> Option<Heard> {
    let Some(shared) = &mut state.shared else {
        return Some(heard);
    };
    if !shared.line.must_wait(id, &heard) {
        return Some(heard);
    }
    // While nothing is ordered, whoever asks whether this server lives is answered.
    if shared.reach.apart && matches!(heard, Ok(PeerFrame::Ping { .. } | PeerFrame::Bye)) {
        return Some(heard);
    }
    let too_much = shared.line.wait(id, heard)?;
    let mark = match &too_much {
        Ok(frame) => frame.id().cloned(),
        Err(spurned) => spurned.id.clone(),
    };
    let (wait, others) = (TOO_MUCH, 0);
    flood::refuse(state, now, id, Refusal::RateLimited { wait, others }, mark);
    None
}

/// When somebody tries again of whom enough waits.
const TOO_MUCH: Duration = Duration::from_secs(1);
