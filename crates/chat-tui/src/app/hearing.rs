//! What the session reports: told in the conversation where it belongs, counted,
//! written into the log, and called out to a person who looks elsewhere.

pub mod on_news;
pub mod on_answer;
pub mod on_class;
pub mod on_company;
pub mod on_faces;
pub mod on_sign;
mod on_slip;
pub mod record;
pub mod belonging;
pub mod calling;
