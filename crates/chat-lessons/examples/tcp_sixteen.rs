//! Sixteen octets, read in full (`tcp_exemplo`).
//!
//! `cargo run --example tcp_sixteen -- server [PORT]`
//! `cargo run --example tcp_sixteen -- client [PORT] [--send PIECES] [--close]`
//!
//! Port 1060 unless told. A stream has no messages: both sides know that one is
//! sixteen octets and read until they have them. Try `--send 5,11` (two pieces),
//! `--send 10` (and silence), `--send 10 --close`, `--send 17` (and the reset).

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

const REQUEST: &[u8; 17] = b"Enviei, servidor!"; // sixteen, and one too many
const REPLY: &[u8; 16] = b"Recebi, cliente!";
const PATIENCE: Duration = Duration::from_secs(3);

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let port = |text: &str| text.parse().unwrap_or_else(|_| usage());
    let done = match args[..] {
        ["server"] => server(1060).await,
        ["server", p] => server(port(p)).await,
        ["client"] => client(1060, "16", false).await,
        ["client", p] => client(port(p), "16", false).await,
        ["client", p, "--send", pieces] => client(port(p), pieces, false).await,
        ["client", p, "--send", pieces, "--close"] => client(port(p), pieces, true).await,
        _ => usage(),
    };
    if let Err(why) = done {
        eprintln!("{}", explain(&why));
        std::process::exit(1);
    }
}

fn usage() -> ! {
    eprintln!("usage: tcp_sixteen server [PORT=1060]");
    eprintln!("       tcp_sixteen client [PORT=1060] [--send N,N… of 17 octets] [--close]");
    std::process::exit(2)
}

async fn server(port: u16) -> io::Result<()> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?; // see `reuse`
    socket.bind(([127, 0, 0, 1], port).into())?;
    let listener = socket.listen(1)?; // Linux lets one more than this wait
    println!("listening on tcp {} (Ctrl+C stops it)", listener.local_addr()?);
    loop {
        let (mut stream, client) = listener.accept().await?;
        println!("{client} connected; all others wait until it is done");
        match read_sixteen(&mut stream).await {
            Ok(text) => {
                println!("{client} says {:?}", String::from_utf8_lossy(&text));
                stream.write_all(REPLY).await?;
            }
            // The course's server dies here; one client must not do that.
            Err(why) => println!("{client}: {}", explain(&why)),
        }
    }
}

/// Reads until there are sixteen octets, however many reads that takes.
async fn read_sixteen(stream: &mut TcpStream) -> io::Result<[u8; 16]> {
    let mut text = [0; 16];
    let mut have = 0;
    while have < 16 {
        let size = stream.read(&mut text[have..]).await?;
        have += size;
        println!("one read brought {size}, {} of 16 are missing", 16 - have);
        if size == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(text)
}

async fn client(port: u16, pieces: &str, close: bool) -> io::Result<()> {
    let mut stream = timeout(PATIENCE, TcpStream::connect(("127.0.0.1", port))).await??;
    println!("i am {}", stream.local_addr()?);
    stream.set_nodelay(true)?;
    let mut rest = &REQUEST[..];
    for piece in pieces.split(',').map(str::parse) {
        let (Ok(size), true) = (piece, rest.len() > 1) else { usage() };
        let (now, later) = rest.split_at_checked(size).unwrap_or_else(|| usage());
        stream.write_all(now).await?;
        println!("sent {size} octets");
        rest = later;
        tokio::time::sleep(Duration::from_millis(500)).await; // so that they come apart
    }
    if close {
        stream.shutdown().await?;
    }
    let reply = timeout(PATIENCE, read_sixteen(&mut stream)).await??;
    println!("the server says {:?}", String::from_utf8_lossy(&reply));
    // What comes after the reply: the end (0), or a reset if it left bytes unread.
    let size = stream.read(&mut [0; 1]).await?;
    println!("and then the end of the stream: {size} octets");
    Ok(())
}

fn explain(why: &io::Error) -> String {
    match why.kind() {
        io::ErrorKind::UnexpectedEof => "the stream ended before the sixteenth octet",
        io::ErrorKind::ConnectionReset => "reset: the other side closed with octets unread",
        io::ErrorKind::TimedOut => "3 s of silence: it waits for more, or serves another first",
        io::ErrorKind::ConnectionRefused => "refused: nobody listens on that port; server on?",
        io::ErrorKind::AddrInUse => "that port is in use; by whom: ss -ltnp",
        _ => return why.to_string(),
    }
    .to_owned()
}
