//! Two people talk over TCP (Lab 07-01 in turn, Lab 07-02 with `--async`).
//!
//! `cargo run --example talk -- --listen|HOST [PORT] [NAME] [--async]`
//!
//! Port 1234 unless told. Each line goes out as one send: date, author and text.
//! `exit` ends it for both. Who called speaks first, and calls again when it was
//! cut off: five times, looking the name up anew each time.

use std::io;
use std::process::Command;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines, Stdin};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

struct Person {
    name: String,
    keyboard: Lines<BufReader<Stdin>>,
    /// Speaks whenever it likes, instead of in turn.
    both_at_once: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let both_at_once = args.pop_if(|last| last == "--async").is_some();
    let keyboard = BufReader::new(tokio::io::stdin()).lines();
    let name = args.get(2).map_or("somebody", String::as_str).to_owned();
    let port = args.get(1).map_or(Ok(1234), |text| text.parse());
    let (Ok(port), Some(host), 1..=3) = (port, args.first(), args.len()) else {
        eprintln!("usage: talk --listen|HOST [PORT=1234] [NAME] [--async]");
        std::process::exit(2);
    };
    let mut me = Person { name, keyboard, both_at_once };
    let done = match host.as_str() {
        "--listen" => listen(port, &mut me).await,
        host => call(host, port, &mut me).await,
    };
    if let Err(why) = &done {
        eprintln!("{host} {port}: {why}; is the port free here (ss -ltnp), the server on there?");
    }
    std::process::exit(i32::from(done.is_err())); // without waiting for the keyboard
}

async fn listen(port: u16, me: &mut Person) -> io::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    println!("listening on tcp {} (Ctrl+C stops it)", listener.local_addr()?);
    loop {
        let (stream, peer) = listener.accept().await?;
        println!("{peer} is here");
        match converse(stream, me, false).await {
            Ok(()) => return Ok(()),
            Err(why) => println!("cut off: {why}; waiting for the next call"),
        }
    }
}

async fn call(host: &str, port: u16, me: &mut Person) -> io::Result<()> {
    let mut last = io::ErrorKind::NotFound.into();
    for attempt in 1..=5 {
        // The name is looked up each time: its machine may have moved.
        let addresses: Vec<_> = tokio::net::lookup_host((host, port)).await?.collect();
        println!("attempt {attempt}: {host} is {addresses:?}");
        let connecting = TcpStream::connect(addresses.as_slice());
        last = match timeout(Duration::from_secs(3), connecting).await {
            Err(_) => io::ErrorKind::TimedOut.into(),
            Ok(Err(why)) => why,
            Ok(Ok(stream)) => match converse(stream, me, true).await {
                Ok(()) => return Ok(()),
                Err(why) => why,
            },
        };
        println!("cut off: {last}");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    Err(last)
}

/// Talks until one of the two says `exit`; an error means cut off without it.
async fn converse(mut stream: TcpStream, me: &mut Person, mut my_turn: bool) -> io::Result<()> {
    let mut buffer = [0; 4096];
    let mut said_exit = false;
    loop {
        tokio::select! {
            line = me.keyboard.next_line(), if my_turn || me.both_at_once => {
                // The end of the keyboard (Ctrl+D) is an `exit`.
                let line = line?.unwrap_or_else(|| "exit".to_owned());
                if line == "exit" {
                    return stream.write_all(b"exit").await;
                }
                let message = format!("{} {}: {line}", date()?, me.name);
                stream.write_all(message.as_bytes()).await?;
                my_turn = false;
            }
            read = stream.read(&mut buffer), if !my_turn || me.both_at_once => {
                let text = &buffer[..read?];
                match text {
                    b"exit" => {
                        println!("the other side said exit");
                        return Ok(());
                    }
                    // Glued to the message before it, an exit shows by the end.
                    b"" if said_exit => return Ok(()),
                    b"" => return Err(io::ErrorKind::UnexpectedEof.into()),
                    _ => println!("{}", String::from_utf8_lossy(text)),
                }
                said_exit = text.ends_with(b"exit");
                my_turn = true;
            }
        }
    }
}

/// The date, as the system's own program writes it.
fn date() -> io::Result<String> {
    let written = Command::new("date").arg("+%Y-%m-%d %H:%M:%S").output()?.stdout;
    Ok(String::from_utf8_lossy(&written).trim_end().to_owned())
}
