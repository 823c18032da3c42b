//! What a teacher has set, and what those who are led have done: values, nobody is told
//! anything here.

mod words;
mod led;
mod mutes;
mod visits;
mod struck;

use chat_proto::text::Text;
use chat_trust::roles::Roles;

pub use self::led::Full;
pub use self::led::Led;
pub use self::led::OpenPoll;
pub use self::mutes::Muted;
pub use self::mutes::Mutes;
pub use self::struck::Struck;
pub use self::struck::StruckPast;
pub use self::visits::Visitor;
pub use self::visits::Visits;
pub use self::words::ClaimWords;
pub use self::words::Claimed;

use self::led::LedRooms;
use crate::hub::allowance::Allowance;

/// All of it.
#[derive(Debug, Default)]
pub struct Class {
    /// Who leads, who may not come in.
    pub roles: Roles,
    /// With what one becomes the teacher.
    pub words: ClaimWords,
    /// What stands above what everybody reads.
    pub announcement: Option<Text>,
    /// What holds in which room.
    pub rooms: LedRooms,
    /// Who may not speak.
    pub mutes: Mutes,
    /// Who was in a room during this run.
    pub visits: Visits,
    /// What was taken back in this run.
    pub struck: Struck,
    /// How many refused orders the audit may still be told of.
    pub refused: Allowance,
    /// How often teachers are told that somebody is at a locked door.
    pub knocks: Allowance,
}
