//! Events into rows: one row for a datagram, a read or a write, and for what concerns a
//! conversation as a whole.
//!
//! A [`Ladder`] takes events one after the other, as they come: from a file, from
//! several whose clocks were reconciled (see [`crate::merge`]), or from a program that
//! runs. An event gives no row or one. **Rows never move**: what is learnt later changes
//! the mark of a row and its notes, found by number or fingerprint without a search.
//!
//! What the recorder knows for certain is `Mark::Lost` or `Mark::Came`; what it does
//! not know stays `Mark::Presumed`.

mod taking;
mod weather;
mod streams;
mod departure;
mod secrets;
mod answers;
mod store;
mod track;
pub mod turns;
pub mod house;
pub mod below;
pub mod kept;
pub mod row;
pub mod records;
pub mod party;

use crate::record::event::Event;
use crate::rows::party::Place;

pub use store::Ladder;

impl Ladder {
    /// Takes what happened at one side of a conversation, at this moment of the common
    /// clock. Gives the row of what left or came, a new one or one that is there.
    pub fn take(&mut self, place: Place, at: i64, event: &Event) -> Option<usize> {
        taking::take(self, place, at, event)
    }

    /// Forgets the oldest rows, so that at most so many stay: the others keep their
    /// numbers.
    pub fn keep(&mut self, most: usize) {
        self.forget(most);
    }
}

#[cfg(test)]
mod tests;
