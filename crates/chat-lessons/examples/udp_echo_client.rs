//! Upper-case echo over UDP, the client (exercises 3.2 and 3.3).
//!
//! `cargo run --example udp_echo_client -- [HOST] [PORT]`
//!
//! Each line you type is one datagram, without its line end; Ctrl+D ends. The
//! socket is *connected*: nothing is sent for that, but the system then tells us
//! when nobody has the port, and lets no stranger's datagram through.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::UdpSocket;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(3);

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut args = std::env::args().skip(1);
    let host = args.next().unwrap_or_else(|| "127.0.0.1".to_owned());
    let port = args.next().map_or(Ok(1234), |text| text.parse());
    let (Ok(port), None) = (port, args.next()) else {
        eprintln!("usage: udp_echo_client [HOST=127.0.0.1] [PORT=1234]");
        std::process::exit(2);
    };
    if let Err(why) = talk(&host, port).await {
        eprintln!("{}", explain(&why, &host, port));
        std::process::exit(1);
    }
}

async fn talk(host: &str, port: u16) -> io::Result<()> {
    // Port 0: the system chooses. Address 0.0.0.0: whichever leads there; with
    // 127.0.0.1 here, no datagram could leave this machine.
    let socket = UdpSocket::bind("0.0.0.0:0").await?;
    socket.connect((host, port)).await?;
    println!("i am {}", socket.local_addr()?);
    let mut keyboard = BufReader::new(tokio::io::stdin());
    let mut line = Vec::new();
    // One byte more than the server's buffer, to see that no more comes back.
    let mut buffer = [0; 4097];
    while keyboard.read_until(b'\n', &mut line).await? > 0 {
        let text = line.strip_suffix(b"\n").unwrap_or(&line);
        socket.send(text).await?;
        let (size, sender) = timeout(PATIENCE, socket.recv_from(&mut buffer)).await??;
        let beginning = String::from_utf8_lossy(&buffer[..size.min(40)]);
        println!("{sender} answered {size} bytes: {beginning}");
        line.clear();
    }
    Ok(())
}

/// What the system's refusal means, and what to do about it.
fn explain(why: &io::Error, host: &str, port: u16) -> String {
    match why.kind() {
        io::ErrorKind::ConnectionRefused => format!(
            "{host} is there, but nobody has port {port}/udp: is the server on? is the port right?"
        ),
        io::ErrorKind::TimedOut => {
            "no answer in 3 s: UDP does not say why. Lost on the way, a firewall, a wrong \
             address, or a server that is stopped. Next: ping"
                .to_owned()
        }
        _ if why.raw_os_error() == Some(90) => {
            "too long for one datagram: at most 65507 bytes (65535 - 20 of IP - 8 of UDP)"
                .to_owned()
        }
        _ => format!("{host}: {why}"),
    }
}
