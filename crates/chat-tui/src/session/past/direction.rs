//! Which messages a question can be answered with.

use chat_proto::frame::incoming::Answered;
use chat_proto::frame::peer::Part;

/// Whether a message of this number can be of the answer. One that cannot is a replay's
/// that came late.
pub fn can_answer(part: Part, seq: u64) -> bool {
    match part {
        Part::Before(end) => seq < end,
        Part::After(start) => seq > start,
        Part::Newest | Part::Around(_) => true,
    }
}

/// Whether it is of the answer, as its end tells.
pub fn is_answered(answered: &Answered, seq: u64) -> bool {
    let within = |(first, last): (u64, u64)| first <= seq && seq <= last;
    answered.ends.is_none_or(within)
}
