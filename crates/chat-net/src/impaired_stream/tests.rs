//! What the system does with last words.

use std::time::Duration;

#[cfg(target_os = "linux")]
use socket2::SockRef;
use tokio::net::TcpListener;
use tokio::net::TcpSocket;
use tokio::time::timeout;

use super::*;

/// Writes until the kernel takes no more; then the last words all the same.
async fn has_room_for_a_last_word(raw: RawStream) {
    let stream = ImpairedStream::new(raw, 0, &Tap::default(), Opened::default());
    let block = [b'x'; 4096];
    while let Ok(ready) = timeout(QUIET, stream.ready(Interest::WRITABLE)).await {
        ready.unwrap();
        while stream.try_write(&[IoSlice::new(&block)]).is_ok() {}
    }
    stream.hurry();
    let ready = timeout(PATIENCE, stream.ready(Interest::WRITABLE)).await;
    ready.expect("room").unwrap();
    assert_eq!(stream.try_write(&[IoSlice::new(b"bye")]).unwrap(), 3);
}

#[tokio::test]
async fn a_peer_that_reads_nothing_finds_the_last_words_behind_what_it_has_left() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let peer = TcpSocket::new_v4().unwrap();
    peer.set_recv_buffer_size(4096).unwrap();
    let peer = peer.connect(listener.local_addr().unwrap());
    let (peer, accepted) = tokio::join!(peer, listener.accept());
    let (_peer, (socket, _)) = (peer.unwrap(), accepted.unwrap());
    #[cfg(target_os = "linux")]
    SockRef::from(&socket).set_tcp_notsent_lowat(16384).unwrap();
    has_room_for_a_last_word(RawStream::Tcp(socket)).await;
}

#[cfg(unix)]
#[tokio::test]
async fn one_on_a_unix_socket_does_too() {
    let (socket, _peer) = tokio::net::UnixStream::pair().unwrap();
    has_room_for_a_last_word(RawStream::Unix(socket)).await;
}

/// Nothing has become free for this long: it is full, or the test proves less.
const QUIET: Duration = Duration::from_millis(50);
const PATIENCE: Duration = Duration::from_secs(20);
