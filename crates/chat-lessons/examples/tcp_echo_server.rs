//! Upper-case echo over TCP, the server (exercise 3.4).
//!
//! `cargo run --example tcp_echo_server -- [PORT] [ADDRESS]`
//!
//! Port 1234 at 127.0.0.1 unless told; Ctrl+C stops it. Look for: `accept` gives
//! a second socket for each client; a read of 0 bytes means that the client has
//! left, and the server goes on to the next one (the course's program does not:
//! it reads 0 bytes for ever). One client at a time: the next one waits.

use std::io;
use std::process::Command;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut args = std::env::args().skip(1);
    let port = args.next().map_or(Ok(1234), |text| text.parse());
    let address = args.next().unwrap_or_else(|| "127.0.0.1".to_owned());
    let (Ok(port), None) = (port, args.next()) else {
        eprintln!("usage: tcp_echo_server [PORT=1234] [ADDRESS=127.0.0.1]");
        std::process::exit(2);
    };
    if let Err(why) = serve(&address, port).await {
        eprintln!("{}", explain(&why, port));
        std::process::exit(1);
    }
}

async fn serve(address: &str, port: u16) -> io::Result<()> {
    let listener = TcpListener::bind((address, port)).await?;
    let name = listener.local_addr()?;
    println!("listening on tcp {name}");
    if name.ip().is_loopback() {
        println!("only this machine reaches it; for the whole class, ADDRESS 0.0.0.0");
    }
    loop {
        let (stream, client) = listener.accept().await?;
        println!("{client} connected");
        match echo(stream).await {
            Ok(total) => println!("{client} left after {total} bytes"),
            Err(why) => println!("{client} was cut off: {why}"),
        }
    }
}

/// Answers one client until it leaves, and tells how much it said.
async fn echo(mut stream: TcpStream) -> io::Result<usize> {
    let mut buffer = [0; 4096];
    let mut total = 0;
    loop {
        let size = stream.read(&mut buffer).await?;
        if size == 0 {
            return Ok(total);
        }
        let data = &mut buffer[..size];
        let beginning = String::from_utf8_lossy(&data[..size.min(40)]);
        println!("one read brought {size} bytes: {beginning}");
        data.make_ascii_uppercase();
        stream.write_all(data).await?;
        total += size;
    }
}

/// What the system's refusal means, and what to do about it.
fn explain(why: &io::Error, port: u16) -> String {
    match why.kind() {
        io::ErrorKind::AddrInUse => {
            // `ss` knows the owner: -l listening, -t TCP, -n numbers, -p programs.
            let filter = format!("sport = :{port}");
            let found = Command::new("ss").args(["-Hltnp", &filter]).output();
            let found = found.map(|out| String::from_utf8_lossy(&out.stdout).into_owned());
            let owner = found.unwrap_or_default();
            let owner = owner.split_whitespace().last().unwrap_or("somebody");
            format!("port {port}/tcp is in use by {owner}: stop it or choose another port")
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
