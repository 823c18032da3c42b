//! One client at a time, and the queue behind it (before Lab 07-03).
//!
//! `cargo run --example serve_one -- [PORT]`
//!
//! Port 1234 unless told; Ctrl+C stops it. Nothing but the standard library: the
//! thread stands still in `accept` and in `read`. A second client *connects* (the
//! system does that) and then waits in the backlog until the first has left; the
//! course's clients do for both, and so does `tcp_echo_client`.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::{fs, io};

fn main() {
    let mut args = std::env::args().skip(1);
    let port = args.next().map_or(Ok(1234), |text| text.parse());
    let (Ok(port), None) = (port, args.next()) else {
        eprintln!("usage: serve_one [PORT=1234]");
        std::process::exit(2);
    };
    if let Err(why) = serve(port) {
        eprintln!("port {port}/tcp: {why}; in use by whom: ss -ltnp 'sport = :{port}'");
        std::process::exit(1);
    }
}

fn serve(port: u16) -> io::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", port))?;
    let port = listener.local_addr()?.port();
    println!("listening on tcp 127.0.0.1:{port}");
    for number in 1.. {
        let (stream, client) = listener.accept()?;
        println!("client {number} is {client}");
        if let Err(why) = echo(stream, port) {
            println!("client {number} was cut off: {why}");
        }
        println!("client {number} left; in the backlog: {}", waiting(port));
    }
    Ok(())
}

fn echo(mut stream: TcpStream, port: u16) -> io::Result<()> {
    let mut buffer = [0; 4096];
    loop {
        let size = stream.read(&mut buffer)?;
        if size == 0 {
            return Ok(());
        }
        buffer[..size].make_ascii_uppercase();
        stream.write_all(&buffer[..size])?;
        println!("answered {size} bytes; in the backlog: {}", waiting(port));
    }
}

/// How many are connected and not yet accepted, as Linux tells it: the same
/// number as Recv-Q of the listening socket in `ss -ltn`.
fn waiting(port: u16) -> u32 {
    let table = fs::read_to_string("/proc/net/tcp").unwrap_or_default();
    let listening = format!("0100007F:{port:04X} 00000000:0000 0A ");
    let after = table.split_once(&listening).map_or("", |(_, after)| after);
    let queue = after.split([':', ' ']).nth(1).unwrap_or_default();
    u32::from_str_radix(queue, 16).unwrap_or(0)
}
