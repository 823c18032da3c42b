//! A chat over TCP: the server is a list of sockets (exercise 3.8, Lab 07-03).
//!
//! `cargo run --example tcp_chat_server -- [PORT] [--naive|--bounded]`
//!
//! Port 1234 unless told; Ctrl+C stops it. What one client sends goes to all, in
//! upper case. `--naive` writes to one after the other and waits for each: one
//! that does not read stops everyone. `--bounded`, the default, puts what is
//! said into a short queue for each client; whose queue is full is put out.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpSocket;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// The way to one client.
enum Door {
    Naive(OwnedWriteHalf),
    Bounded(mpsc::Sender<Arc<[u8]>>, JoinHandle<()>),
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let naive = args.pop_if(|last| last == "--naive").is_some();
    args.pop_if(|last| last == "--bounded");
    let port = args.first().map_or(Ok(1234), |text| text.parse());
    let (Ok(port), 0..=1) = (port, args.len()) else {
        eprintln!("usage: tcp_chat_server [PORT=1234] [--naive|--bounded]");
        std::process::exit(2);
    };
    if let Err(why) = serve(port, naive).await {
        eprintln!("port {port}/tcp: {why}; in use by whom: ss -ltnp 'sport = :{port}'");
        std::process::exit(1);
    }
}

async fn serve(port: u16, naive: bool) -> io::Result<()> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    // Small, so that a client that does not read is felt soon; its own buffer
    // takes some hundred thousand bytes more.
    socket.set_send_buffer_size(16 * 1024)?;
    socket.bind(([127, 0, 0, 1], port).into())?;
    let listener = socket.listen(128)?;
    println!("listening on tcp {}", listener.local_addr()?);
    let (say, mut said) = mpsc::channel(16);
    let mut list = BTreeMap::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let (stream, client) = accepted?;
                let (read, write) = stream.into_split();
                tokio::spawn(listen(client, read, say.clone()));
                list.insert(client, if naive { Door::Naive(write) } else { bounded(write) });
                println!("in the list: {:?}", list.keys().collect::<Vec<_>>());
            }
            Some((client, data)) = said.recv() => {
                if data.is_empty() {
                    list.remove(&client);
                    println!("{client} left; in the list: {:?}", list.keys().collect::<Vec<_>>());
                } else if list.contains_key(&client) {
                    tell_all(&mut list, data).await;
                }
            }
        }
    }
}

/// Reads one client for as long as it is there; its last word is empty.
async fn listen(
    client: SocketAddr,
    mut read: OwnedReadHalf,
    say: mpsc::Sender<(SocketAddr, Arc<[u8]>)>,
) {
    let mut buffer = [0; 4096];
    loop {
        let size = read.read(&mut buffer).await.unwrap_or(0);
        buffer[..size].make_ascii_uppercase();
        if say.send((client, buffer[..size].into())).await.is_err() || size == 0 {
            return;
        }
    }
}

/// A queue of 16, and a task that empties it as fast as the client reads.
fn bounded(mut write: OwnedWriteHalf) -> Door {
    let (queue, mut queued) = mpsc::channel::<Arc<[u8]>>(16);
    let writer = tokio::spawn(async move {
        while let Some(data) = queued.recv().await {
            let Ok(()) = write.write_all(&data).await else { return };
        }
    });
    Door::Bounded(queue, writer)
}

async fn tell_all(list: &mut BTreeMap<SocketAddr, Door>, data: Arc<[u8]>) {
    let mut out = Vec::new();
    for (client, door) in &mut *list {
        let told = match door {
            Door::Naive(write) => write.write_all(&data).await.is_ok(),
            Door::Bounded(queue, _) => queue.try_send(Arc::clone(&data)).is_ok(),
        };
        if !told {
            out.push(*client);
        }
    }
    for client in out {
        println!("{client} does not read: put out");
        if let Some(Door::Bounded(_, writer)) = list.remove(&client) {
            writer.abort();
        }
    }
}
