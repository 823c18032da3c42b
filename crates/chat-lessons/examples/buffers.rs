//! Buffers of a size to choose, back-pressure, and a deadlock.
//!
//! `cargo run --example buffers -- receiver [PORT] [BUFFER] [PAUSE_MS]`
//! `cargo run --example buffers -- sender [PORT] [BUFFER] [TOTAL]`
//! `cargo run --example buffers -- deadlock [TOTAL]`
//!
//! Port 1234, buffers of 4096 bytes, a pause of 1000 ms, 1000000 bytes in all
//! unless told; the receiver ends with its sender. Look for: how many bytes the
//! two systems took before `send` had to wait; that nothing is lost by waiting;
//! and two programs that only write, each waiting for the other to read.

use std::io;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::timeout;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, default: u32| match args.get(at).map(|text| text.parse()) {
        None => default,
        Some(Ok(number)) if args.len() < 5 => number,
        Some(_) => usage(),
    };
    let port = u16::try_from(number(1, 1234));
    let done = match (args.first().map_or("", String::as_str), port) {
        ("receiver", Ok(port)) => receiver(port, number(2, 4096), number(3, 1000)).await,
        ("sender", Ok(port)) => sender(port, number(2, 4096), number(3, 1_000_000)).await,
        ("deadlock", _) => deadlock(number(1, 100_000_000)).await,
        _ => usage(),
    };
    if let Err(why) = done {
        eprintln!("{why}");
        eprintln!("refused: is the receiver on? in use, by whom: ss -ltnp");
        std::process::exit(1);
    }
}

fn usage() -> ! {
    eprintln!("usage: buffers receiver [PORT=1234] [BUFFER=4096] [PAUSE_MS=1000]");
    eprintln!("       buffers sender [PORT=1234] [BUFFER=4096] [TOTAL=1000000]");
    eprintln!("       buffers deadlock [TOTAL=100000000]");
    std::process::exit(2)
}

async fn receiver(port: u16, size: u32, pause: u32) -> io::Result<()> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.set_recv_buffer_size(size)?; // each accepted socket inherits it
    println!("receive buffer: asked for {size}, got {}", socket.recv_buffer_size()?);
    socket.bind(([127, 0, 0, 1], port).into())?;
    let listener = socket.listen(1)?;
    println!("listening on tcp {} (Ctrl+C stops it)", listener.local_addr()?);
    let (mut stream, _) = listener.accept().await?;
    println!("somebody sends; i read nothing for {pause} ms");
    tokio::time::sleep(Duration::from_millis(pause.into())).await;
    let mut buffer = vec![0; size as usize];
    let (mut total, mut reads) = (0, 0);
    while let size @ 1.. = stream.read(&mut buffer).await? {
        (total, reads) = (total + size, reads + 1);
    }
    println!("read {total} bytes in {reads} reads");
    Ok(())
}

async fn sender(port: u16, size: u32, total: u32) -> io::Result<()> {
    let socket = TcpSocket::new_v4()?;
    socket.set_send_buffer_size(size)?;
    println!("send buffer: asked for {size}, got {}", socket.send_buffer_size()?);
    let stream = socket.connect(([127, 0, 0, 1], port).into()).await?;
    let data = vec![b'x'; total as usize];
    let (mut sent, mut waits) = (0, 0);
    let start = Instant::now();
    while sent < data.len() {
        match stream.try_write(&data[sent..]) {
            Ok(size) => sent += size,
            Err(why) if why.kind() == io::ErrorKind::WouldBlock => {
                if waits == 0 {
                    println!("{sent} bytes were accepted before send had to wait");
                }
                waits += 1;
                timeout(Duration::from_secs(10), stream.writable()).await??;
            }
            Err(why) => return Err(why),
        }
    }
    println!("sent {sent} bytes, waited {waits} times, {} ms", start.elapsed().as_millis());
    Ok(())
}

/// Two sides of one connection, and each writes everything before it reads.
async fn deadlock(total: u32) -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let mut one = TcpStream::connect(listener.local_addr()?).await?;
    let (mut two, _) = listener.accept().await?;
    let data = vec![b'x'; total as usize];
    let both_write = async { tokio::try_join!(one.write_all(&data), two.write_all(&data)) };
    if timeout(Duration::from_secs(2), both_write).await.is_ok() {
        println!("no deadlock: the buffers took {total} bytes each way; try more");
        return Ok(());
    }
    println!("deadlock: for 2 s both want to write {total} bytes, and nobody reads");
    // Each side's writes fill the other's receive buffer; reading one empties it.
    let (mut sink, mut freed) = (vec![0; 65_536], 0);
    while let Ok(size @ 1..) = one.try_read(&mut sink) {
        freed += size;
    }
    println!("{freed} bytes lay unread on one side; the cure is to read while writing");
    std::process::exit(1)
}
