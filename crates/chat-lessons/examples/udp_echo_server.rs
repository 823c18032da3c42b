//! Upper-case echo over UDP, the server (exercise 3.1).
//!
//! `cargo run --example udp_echo_server -- [PORT] [ADDRESS]`
//!
//! Port 1234 at 127.0.0.1 unless told; Ctrl+C stops it. Look for: one datagram
//! is one `recv_from`; the sender's address comes with it; what does not fit the
//! buffer of 4096 bytes is lost; only ASCII letters grow.

use std::io;
use std::process::Command;

use tokio::net::UdpSocket;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut args = std::env::args().skip(1);
    let port = args.next().map_or(Ok(1234), |text| text.parse());
    let address = args.next().unwrap_or_else(|| "127.0.0.1".to_owned());
    let (Ok(port), None) = (port, args.next()) else {
        eprintln!("usage: udp_echo_server [PORT=1234] [ADDRESS=127.0.0.1]");
        std::process::exit(2);
    };
    if let Err(why) = serve(&address, port).await {
        eprintln!("{}", explain(&why, port));
        std::process::exit(1);
    }
}

async fn serve(address: &str, port: u16) -> io::Result<()> {
    let socket = UdpSocket::bind((address, port)).await?;
    let name = socket.local_addr()?;
    println!("listening on udp {name}");
    if name.ip().is_loopback() {
        println!("only this machine reaches it; for the whole class, ADDRESS 0.0.0.0");
    }
    let mut buffer = [0; 4096];
    loop {
        let (size, sender) = socket.recv_from(&mut buffer).await?;
        let data = &mut buffer[..size];
        let beginning = String::from_utf8_lossy(&data[..size.min(40)]);
        println!("{sender} sent {size} bytes: {beginning}");
        if size == 4096 {
            println!("the buffer is full: byte 4097 and all that came after it are lost");
        }
        data.make_ascii_uppercase();
        socket.send_to(data, sender).await?;
    }
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
            format!("port {port}: those below 1024 are the administrator's; try 1234")
        }
        io::ErrorKind::AddrNotAvailable => {
            "this machine does not have that address; see its own: ip -br address".to_owned()
        }
        _ => format!("the system says: {why}"),
    }
}
