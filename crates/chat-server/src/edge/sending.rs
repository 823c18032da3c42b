//! What waits for a peer, gathered for one call of a connection.

use std::io;
use std::io::IoSlice;
use std::sync::Arc;

use chat_net::connection::Connection;
use chat_net::tcp_info::TcpInfo;
use chat_proto::trace::stream::Tcp;

use crate::outbox::Wire;
use crate::queue::Queue;

impl Wire for Arc<Connection> {
    fn try_send(&self, queue: &Queue) -> io::Result<usize> {
        let mut pieces = queue.pieces();
        let (first, second) = (pieces.next(), pieces.next());
        // Most often there is one: then nothing has to be gathered.
        let Some(second) = second else {
            return self.try_write(&[IoSlice::new(first.unwrap_or_default())]);
        };
        let mut slices = [IoSlice::new(&[]); SLICES];
        let mut count = 0;
        let gathered = first.into_iter().chain([second]).chain(pieces);
        for (slot, piece) in slices.iter_mut().zip(gathered) {
            *slot = IoSlice::new(piece);
            count += 1;
        }
        self.try_write(slices.get(..count).unwrap_or_default())
    }

    fn below(&self, system: &mut TcpInfo) -> Option<Tcp> {
        Connection::below(self, system)
    }
}

/// Slices of one system call: where the gain of gathering levels off.
const SLICES: usize = 64;
