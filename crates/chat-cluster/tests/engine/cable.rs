//! A cable between a server and a node that can be pulled out: what was said on it waits
//! until it is in again.

use std::sync::Arc;

use chat_cluster::Address;
use tokio::io::AsyncReadExt as _;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::watch;

pub struct Cable {
    pub address: Address,
    is_in: Arc<watch::Sender<bool>>,
}

impl Cable {
    pub async fn to(node: &Address) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let is_in = Arc::new(watch::Sender::new(true));
        let place = (node.host().to_owned(), node.port());
        tokio::spawn(accept(listener, place, Arc::clone(&is_in)));
        let address = Address::parse(&format!("nats://127.0.0.1:{port}")).unwrap();
        Self { address, is_in }
    }

    pub fn put(&self, is_in: bool) {
        self.is_in.send_replace(is_in);
    }
}

async fn accept(listener: TcpListener, place: (String, u16), is_in: Arc<watch::Sender<bool>>) {
    while let Ok((near, _)) = listener.accept().await {
        let Ok(far) = TcpStream::connect(&place).await else {
            continue;
        };
        let (near_in, near_out) = near.into_split();
        let (far_in, far_out) = far.into_split();
        tokio::spawn(carry(near_in, far_out, is_in.subscribe()));
        tokio::spawn(carry(far_in, near_out, is_in.subscribe()));
    }
}

async fn carry(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    mut is_in: watch::Receiver<bool>,
) {
    let mut bytes = vec![0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes).await {
        if is_in.wait_for(|is_in| *is_in).await.is_err() {
            return;
        }
        if to.write_all(&bytes[..count]).await.is_err() {
            return;
        }
    }
}
