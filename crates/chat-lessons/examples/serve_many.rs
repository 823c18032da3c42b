//! Many clients at once: a thread for each, then a task for each (Lab 07-03).
//!
//! `cargo run --example serve_many -- threads|tasks [PORT]`
//! `cargo run --example serve_many -- crowd [PORT] [CLIENTS]`
//!
//! Port 1234 unless told; Ctrl+C stops a server. Both echo in upper case. Look
//! for: how many threads a hundred clients cost, and a thousand; a task costs
//! none. The crowd (1000 unless told) connects, says one line each and then
//! leaves, all at once.

use std::io::{Read, Write};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use std::{fs, io};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let port = args.get(1).map_or(Ok(1234), |text| text.parse());
    let clients = args.get(2).map_or(Ok(1000), |text| text.parse());
    let role = args.first().map_or("", String::as_str);
    let done = match (role, port, clients, args.len()) {
        ("threads", Ok(port), _, 1..=2) => threads(port),
        ("tasks", Ok(port), _, 1..=2) => tasks(port).await,
        ("crowd", Ok(port), Ok(clients), 1..=3) => crowd(port, clients).await,
        _ => {
            eprintln!("usage: serve_many threads|tasks [PORT=1234]");
            eprintln!("       serve_many crowd [PORT=1234] [CLIENTS=1000]");
            std::process::exit(2);
        }
    };
    if let Err(why) = done {
        eprintln!("{why}");
        eprintln!("refused: is the server on? in use: ss -ltnp; too many open files: ulimit -n");
        std::process::exit(1);
    }
}

fn threads(port: u16) -> io::Result<()> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", port))?;
    println!("listening on tcp {}", listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept()?;
        std::thread::spawn(|| serve_in_a_thread(stream));
    }
}

fn serve_in_a_thread(mut stream: std::net::TcpStream) {
    count_in();
    let mut buffer = [0; 4096];
    while let Ok(size @ 1..) = stream.read(&mut buffer) {
        buffer[..size].make_ascii_uppercase();
        let Ok(()) = stream.write_all(&buffer[..size]) else { break };
    }
    count_out();
}

/// The same words, and an `await` wherever a thread would have stood still.
async fn tasks(port: u16) -> io::Result<()> {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    println!("listening on tcp {}", listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept().await?;
        tokio::spawn(serve_in_a_task(stream));
    }
}

async fn serve_in_a_task(mut stream: tokio::net::TcpStream) {
    count_in();
    let mut buffer = [0; 4096];
    while let Ok(size @ 1..) = stream.read(&mut buffer).await {
        buffer[..size].make_ascii_uppercase();
        let Ok(()) = stream.write_all(&buffer[..size]).await else { break };
    }
    count_out();
}

static PRESENT: Mutex<usize> = Mutex::new(0);

/// One after the other, so that what is said of 1 comes before what is said of 10.
fn count_in() {
    let mut present = PRESENT.lock().unwrap_or_else(PoisonError::into_inner);
    *present += 1;
    if [1, 10, 100, 1000].contains(&*present) {
        // Linux tells how many threads a program has.
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("Threads:"));
        println!("clients: {present}, threads: {}", line.unwrap_or("?").trim());
    }
}

fn count_out() {
    let mut present = PRESENT.lock().unwrap_or_else(PoisonError::into_inner);
    *present -= 1;
    if *present == 0 {
        println!("all have left");
    }
}

async fn crowd(port: u16, clients: usize) -> io::Result<()> {
    let mut streams = Vec::new();
    for _ in 0..clients {
        let connecting = tokio::net::TcpStream::connect(("127.0.0.1", port));
        streams.push(timeout(Duration::from_secs(3), connecting).await??);
    }
    println!("{clients} connected");
    for stream in &mut streams {
        stream.write_all("olá".as_bytes()).await?;
    }
    let mut reply = [0; 4];
    for stream in &mut streams {
        timeout(Duration::from_secs(3), stream.read_exact(&mut reply)).await??;
    }
    println!("{clients} answered: {}", String::from_utf8_lossy(&reply));
    Ok(())
}
