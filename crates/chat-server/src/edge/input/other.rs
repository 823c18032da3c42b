//! Where a terminal has no jobs in the background, standard input is always ours.

use std::io;
use std::io::Read;

/// Standard input, for the thread that reads it.
pub struct Turn;

impl Turn {
    /// Nothing has to be done.
    pub fn begin() -> Self {
        Self
    }

    /// Waits until there is something to read, and reads it.
    pub fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        io::stdin().lock().read(buffer)
    }
}
