//! The same echo in three families: `AF_UNIX`, `AF_INET`, `AF_INET6`.
//!
//! `cargo run --example families -- server|client PATH|ADDRESS:PORT`
//!
//! `/tmp/lesson.sock` is a path, `127.0.0.1:1234` IPv4, `[::1]:1234` IPv6. Look
//! for: what the names of the two ends look like in each; and dual stack: a
//! server on `[::]:1234` hears an IPv4 client too, under a name that begins with
//! `::ffff:`. The client sends one line of standard input; Ctrl+C stops a server.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
#[cfg(unix)]
use tokio::net::{UnixListener, UnixStream};
use tokio::time::timeout;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args[..] {
        #[cfg(unix)]
        ["server", path] if path.contains('/') => unix_server(path).await,
        #[cfg(unix)]
        ["client", path] if path.contains('/') => unix_client(path).await,
        ["server", name] => server(name.parse().unwrap_or_else(|_| usage())).await,
        ["client", name] => client(name.parse().unwrap_or_else(|_| usage())).await,
        _ => usage(),
    };
    if let Err(why) = done {
        eprintln!("{}", explain(&why));
        std::process::exit(1);
    }
}

fn usage() -> ! {
    eprintln!("usage: families server|client PATH|ADDRESS:PORT");
    eprintln!("       such as /tmp/lesson.sock, 127.0.0.1:1234, [::1]:1234");
    std::process::exit(2)
}

async fn server(name: SocketAddr) -> io::Result<()> {
    let listener = TcpListener::bind(name).await?;
    println!("listening on {} {}", family(name), listener.local_addr()?);
    loop {
        let (stream, peer) = listener.accept().await?;
        println!("my end is {}, the other is {peer}", stream.local_addr()?);
        tokio::spawn(echo(stream));
    }
}

#[cfg(unix)]
async fn unix_server(path: &str) -> io::Result<()> {
    // The name is a file. It stays when the program ends: whoever starts again
    // must remove it, but not one that somebody still listens on.
    let left_over = UnixStream::connect(path).await;
    if left_over.is_err_and(|why| why.kind() == io::ErrorKind::ConnectionRefused) {
        std::fs::remove_file(path)?;
    }
    let listener = UnixListener::bind(path)?;
    println!("listening on AF_UNIX {path}");
    loop {
        let (stream, peer) = listener.accept().await?;
        println!("my end is {:?}, the other is {peer:?}", stream.local_addr()?);
        tokio::spawn(echo(stream));
    }
}

/// The same for every stream: after `accept`, the family does not matter.
async fn echo(mut stream: impl AsyncRead + AsyncWrite + Unpin) {
    let mut buffer = [0; 4096];
    while let Ok(size @ 1..) = stream.read(&mut buffer).await {
        buffer[..size].make_ascii_uppercase();
        let Ok(()) = stream.write_all(&buffer[..size]).await else { return };
    }
}

async fn client(name: SocketAddr) -> io::Result<()> {
    let stream = timeout(Duration::from_secs(3), TcpStream::connect(name)).await??;
    let (mine, other) = (stream.local_addr()?, stream.peer_addr()?);
    println!("{}: my end is {mine}, the other is {other}", family(name));
    say(stream).await
}

#[cfg(unix)]
async fn unix_client(path: &str) -> io::Result<()> {
    let stream = UnixStream::connect(path).await?;
    let (mine, other) = (stream.local_addr()?, stream.peer_addr()?);
    println!("AF_UNIX: my end is {mine:?}, the other is {other:?}");
    say(stream).await
}

async fn say(mut stream: impl AsyncRead + AsyncWrite + Unpin) -> io::Result<()> {
    let mut line = String::new();
    BufReader::new(tokio::io::stdin()).read_line(&mut line).await?;
    stream.write_all(line.trim_end().as_bytes()).await?;
    let mut buffer = [0; 4096];
    let size = timeout(Duration::from_secs(3), stream.read(&mut buffer)).await??;
    println!("{}", String::from_utf8_lossy(&buffer[..size]));
    Ok(())
}

fn family(name: SocketAddr) -> &'static str {
    if name.is_ipv4() { "AF_INET" } else { "AF_INET6" }
}

fn explain(why: &io::Error) -> String {
    match why.kind() {
        io::ErrorKind::AddrInUse => "that name has an owner; by whom: ss -lxtnp".to_owned(),
        io::ErrorKind::ConnectionRefused => "refused: nobody listens there; server on?".to_owned(),
        io::ErrorKind::NotFound => "there is no such file: server on? the same path?".to_owned(),
        io::ErrorKind::TimedOut => "no answer in 3 s: a firewall or a wrong address?".to_owned(),
        _ => why.to_string(),
    }
}
