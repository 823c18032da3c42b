//! Upper-case echo over TCP, the client (exercise 3.5).
//!
//! `cargo run --example tcp_echo_client -- [HOST] [PORT]`
//!
//! Each line you type is sent without its line end, as the course's client does
//! it; Ctrl+D ends. Look for: `connect` succeeds even when the server is busy
//! with another client (the system answers for it), and then the silence.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(3);

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut args = std::env::args().skip(1);
    let host = args.next().unwrap_or_else(|| "127.0.0.1".to_owned());
    let port = args.next().map_or(Ok(1234), |text| text.parse());
    let (Ok(port), None) = (port, args.next()) else {
        eprintln!("usage: tcp_echo_client [HOST=127.0.0.1] [PORT=1234]");
        std::process::exit(2);
    };
    if let Err(sentence) = talk(&host, port).await {
        eprintln!("{sentence}");
        std::process::exit(1);
    }
}

async fn talk(host: &str, port: u16) -> Result<(), String> {
    let connecting = timeout(PATIENCE, TcpStream::connect((host, port))).await;
    let mut stream = match connecting {
        Ok(Ok(stream)) => stream,
        Ok(Err(why)) => return Err(explain(&why, host, port)),
        Err(_) => {
            return Err(format!(
                "{host} did not take the connection in 3 s: a firewall, a wrong address, a Wi-Fi \
                 that keeps its clients apart, or a full backlog. Next: ping {host}"
            ));
        }
    };
    let told = |why: io::Error| explain(&why, host, port);
    println!("i am {}", stream.local_addr().map_err(told)?);
    let mut keyboard = BufReader::new(tokio::io::stdin());
    let mut line = Vec::new();
    let mut buffer = [0; 4096];
    while keyboard.read_until(b'\n', &mut line).await.map_err(told)? > 0 {
        let text = line.strip_suffix(b"\n").unwrap_or(&line);
        // Sending nothing sends nothing: a stream has no empty messages.
        if !text.is_empty() {
            stream.write_all(text).await.map_err(told)?;
            let reading = timeout(PATIENCE, stream.read(&mut buffer)).await;
            let size = reading.map_err(|_| silence(host))?.map_err(told)?;
            if size == 0 {
                return Err(format!("{host} closed the connection"));
            }
            let beginning = String::from_utf8_lossy(&buffer[..size.min(40)]);
            println!("one read brought {size} bytes: {beginning}");
        }
        line.clear();
    }
    Ok(())
}

fn silence(host: &str) -> String {
    format!(
        "connected, but {host} says nothing for 3 s: it serves somebody else first, is stopped, \
         or waits for more (a line end, perhaps)"
    )
}

/// What the system's refusal means, and what to do about it.
fn explain(why: &io::Error, host: &str, port: u16) -> String {
    match why.kind() {
        io::ErrorKind::ConnectionRefused => {
            format!("{host} is there, but nobody listens on {port}/tcp: server on? the right port?")
        }
        io::ErrorKind::ConnectionReset => {
            format!("{host} cut the connection off (reset): it died or left bytes unread")
        }
        _ => format!("{host}: {why}"),
    }
}
