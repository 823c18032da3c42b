//! What happens next? Only what a rule decides is asked (a timer, an acknowledgement, an
//! order, a border), never what was drawn by chance. Of the choices one is what the
//! recording shows, the others are the rules of other protocols, and what beginners
//! believe.

mod sheet;
pub mod pose;
mod texts;

pub use sheet::worksheet;
