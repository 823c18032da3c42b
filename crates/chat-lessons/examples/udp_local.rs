//! A server that answers with the length, on this machine (`udp_local`).
//!
//! `cargo run --example udp_local -- server [PORT]`
//! `cargo run --example udp_local -- client [PORT]`
//!
//! Port 1060 unless told. Look for: the client never names a port of its own,
//! the system chooses one when it first sends; a second server on the same port
//! is refused, for a port has one owner.

use std::io;
use std::process::Command;
use std::time::{Duration, SystemTime};

use tokio::net::UdpSocket;
use tokio::time::timeout;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut args = std::env::args().skip(1);
    let role = args.next().unwrap_or_default();
    let port = args.next().map_or(Ok(1060), |text| text.parse());
    let (Ok(port), None, "server" | "client") = (port, args.next(), role.as_str()) else {
        eprintln!("usage: udp_local server|client [PORT=1060]");
        std::process::exit(2);
    };
    let done = if role == "server" { server(port).await } else { client(port).await };
    if let Err(why) = done {
        eprintln!("{}", explain(&why, port));
        std::process::exit(1);
    }
}

async fn server(port: u16) -> io::Result<()> {
    let socket = UdpSocket::bind(("127.0.0.1", port)).await?;
    println!("listening on udp {} (Ctrl+C stops it)", socket.local_addr()?);
    let mut buffer = vec![0; 65_535];
    loop {
        let (size, client) = socket.recv_from(&mut buffer).await?;
        let text = String::from_utf8_lossy(&buffer[..size]);
        println!("the client at {client} says {text:?}");
        let reply = format!("Your data was {size} bytes long");
        socket.send_to(reply.as_bytes(), client).await?;
    }
}

async fn client(port: u16) -> io::Result<()> {
    let socket = UdpSocket::bind("0.0.0.0:0").await?;
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let seconds = since_1970.unwrap_or_default().as_secs();
    let text = format!("The time is {seconds} seconds after 1970");
    socket.send_to(text.as_bytes(), ("127.0.0.1", port)).await?;
    println!("the system assigned me the address {}", socket.local_addr()?);
    // Not connected: any program may answer (see `promiscuous`), and if nobody
    // has the port, nobody tells us: all we can do is stop waiting.
    let mut buffer = vec![0; 65_535];
    let waiting = timeout(Duration::from_secs(3), socket.recv_from(&mut buffer));
    let (size, server) = waiting.await??;
    let text = String::from_utf8_lossy(&buffer[..size]);
    println!("the server {server} replied {text:?}");
    Ok(())
}

/// What the system's refusal means, and what to do about it.
fn explain(why: &io::Error, port: u16) -> String {
    match why.kind() {
        io::ErrorKind::AddrInUse => {
            // `ss` knows the owner: -l listening, -u UDP, -n numbers, -p programs.
            let filter = format!("sport = :{port}");
            let found = Command::new("ss").args(["-Hlunp", &filter]).output();
            let found = found.map(|out| String::from_utf8_lossy(&out.stdout).into_owned());
            let owner = found.unwrap_or_default();
            let owner = owner.split_whitespace().last().unwrap_or("somebody");
            format!("port {port}/udp is in use by {owner}: stop it or choose another port")
        }
        io::ErrorKind::PermissionDenied => {
            format!("port {port}: those below 1024 are the administrator's; try 1060")
        }
        io::ErrorKind::TimedOut => format!(
            "no answer in 3 s: is a server on port {port}/udp? This socket is not connected, \
             so nobody tells us; udp_remote's is"
        ),
        _ => format!("the system says: {why}"),
    }
}
