//! A wire that takes everything, for tests of whoever sends.

use std::io;
use std::sync::Arc;
use std::sync::Mutex;

use crate::outbox::Wire;
use crate::queue::Queue;

/// Hears all that is sent.
#[derive(Clone, Debug, Default)]
pub struct Ear(Arc<Mutex<Vec<u8>>>);

impl Ear {
    /// All that was sent.
    pub fn heard(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Wire for Ear {
    fn try_send(&self, queue: &Queue) -> io::Result<usize> {
        let mut heard = self.0.lock().unwrap();
        let before = heard.len();
        heard.extend(queue.pieces().flatten());
        Ok(heard.len() - before)
    }
}
