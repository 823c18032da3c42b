//! A chat over UDP: the server is a list of addresses (exercise 3.6).
//!
//! `cargo run --example udp_chat_server -- [PORT]`
//!
//! Port 1234 unless told; Ctrl+C stops it. Whoever sends a datagram is in the
//! list from then on, and gets everything that is said, its own words too, in
//! upper case. Nobody ever leaves the list: UDP has no goodbye. And one datagram
//! with a false sender subscribes a victim for ever, which is why this server is
//! for loopback only.

use std::io;
use std::net::SocketAddr;

use tokio::net::UdpSocket;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut args = std::env::args().skip(1);
    let port = args.next().map_or(Ok(1234), |text| text.parse());
    let (Ok(port), None) = (port, args.next()) else {
        eprintln!("usage: udp_chat_server [PORT=1234]");
        std::process::exit(2);
    };
    if let Err(why) = serve(port).await {
        eprintln!("port {port}/udp: {why}; in use by whom: ss -lunp 'sport = :{port}'");
        std::process::exit(1);
    }
}

async fn serve(port: u16) -> io::Result<()> {
    let socket = UdpSocket::bind(("127.0.0.1", port)).await?;
    println!("listening on udp {}", socket.local_addr()?);
    let mut list: Vec<SocketAddr> = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let (size, sender) = socket.recv_from(&mut buffer).await?;
        if !list.contains(&sender) {
            list.push(sender);
            println!("in the list: {list:?}");
        }
        let data = &mut buffer[..size];
        data.make_ascii_uppercase();
        println!("{sender} says {:?} to {}", String::from_utf8_lossy(data), list.len());
        // One after the other, and so in one order for everybody.
        for address in &list {
            socket.send_to(data, address).await?;
        }
    }
}
