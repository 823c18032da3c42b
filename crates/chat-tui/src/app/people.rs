//! The others, and the one who sits here: who is in which room, who writes or is
//! away, who is ignored, and whether anybody looks at this screen.

pub mod class;
pub mod faces;
pub mod signs;
pub mod roster;
pub mod elsewhere;
pub mod ignored;
pub mod attention;
