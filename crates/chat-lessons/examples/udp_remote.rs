//! A server that loses half, and a client that asks again (`udp_remote`).
//!
//! `cargo run --example udp_remote -- server [PORT] [SEED]`
//! `cargo run --example udp_remote -- client [HOST:PORT] [--repeat N]`
//!
//! Port 1060 unless told. Look for: each wait is twice the one before; past 2 s
//! the client gives up, after five sends and 3.1 s; *refused* and *silent* are
//! different failures. Giving up happens once in 32 runs, the mean is 1.94
//! sends: `--repeat 400` counts, at most a hundred clients at a time.

use std::hash::{BuildHasher, RandomState};
use std::io;
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::task::JoinSet;
use tokio::time::timeout;

const REQUEST: &[u8] = b"This is another message: fifty-three bytes of ASCII!!";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let number = |text: &str| text.parse().unwrap_or_else(|_| usage());
    let done = match args[..] {
        ["server"] => server("1060", RandomState::new().hash_one(0)).await,
        ["server", port] => server(port, RandomState::new().hash_one(0)).await,
        ["server", port, seed] => server(port, number(seed)).await,
        ["client"] => client("127.0.0.1:1060").await,
        ["client", address] => client(address).await,
        ["client", address, "--repeat", runs] => repeat(address, number(runs)).await,
        _ => usage(),
    };
    if let Err(why) = done {
        eprintln!("{}", explain(&why));
        std::process::exit(1);
    }
}

fn usage() -> ! {
    eprintln!("usage: udp_remote server [PORT=1060] [SEED]");
    eprintln!("       udp_remote client [HOST:PORT=127.0.0.1:1060] [--repeat N]");
    std::process::exit(2)
}

async fn server(port: &str, mut seed: u64) -> io::Result<()> {
    let socket = UdpSocket::bind(format!("127.0.0.1:{port}")).await?;
    println!("listening on udp {} (Ctrl+C stops it)", socket.local_addr()?);
    let mut buffer = vec![0; 65_535];
    loop {
        let (size, client) = socket.recv_from(&mut buffer).await?;
        // The next number of a well-known sequence; its highest bit is the coin.
        seed = seed.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
        if seed >> 63 == 1 {
            println!("pretending to drop {size} bytes from {client}");
        } else {
            println!("answering {size} bytes from {client}");
            let reply = format!("Your data was {size} bytes long");
            socket.send_to(reply.as_bytes(), client).await?;
        }
    }
}

async fn client(address: &str) -> io::Result<()> {
    let (_, reply) = ask(address, |told| println!("{told}")).await?;
    println!("the server says {reply:?}");
    Ok(())
}

/// Asks until an answer comes: how many sends it took, and the answer.
async fn ask(address: &str, tell: impl Fn(String)) -> io::Result<(u64, String)> {
    let socket = UdpSocket::bind("0.0.0.0:0").await?;
    socket.connect(address).await?;
    let mut buffer = [0; 1024];
    let (mut sends, mut wait) = (0, 100);
    while wait <= 2000 {
        socket.send(REQUEST).await?;
        sends += 1;
        tell(format!("send {sends}, waiting up to {wait} ms for a reply"));
        if let Ok(read) = timeout(Duration::from_millis(wait), socket.recv(&mut buffer)).await {
            return Ok((sends, String::from_utf8_lossy(&buffer[..read?]).into_owned()));
        }
        wait *= 2;
    }
    Err(io::ErrorKind::TimedOut.into())
}

async fn repeat(address: &str, runs: u64) -> io::Result<()> {
    let mut clients = JoinSet::new();
    let (mut started, mut gave_up, mut sends) = (0, 0, 0);
    loop {
        while started < runs && clients.len() < 100 {
            started += 1;
            let address = address.to_owned();
            clients.spawn(async move { ask(&address, drop).await });
        }
        match clients.join_next().await.transpose()? {
            None => break,
            Some(Ok((needed, _))) => sends += needed,
            Some(Err(why)) if why.kind() == io::ErrorKind::TimedOut => {
                (gave_up, sends) = (gave_up + 1, sends + 5);
            }
            Some(Err(why)) => return Err(why),
        }
    }
    println!("{gave_up} of {runs} gave up (1 in 32 is {})", runs / 32);
    println!("{sends} sends in all (1.94 each is {})", runs * 194 / 100);
    Ok(())
}

fn explain(why: &io::Error) -> String {
    match why.kind() {
        io::ErrorKind::ConnectionRefused => "refused: the machine answers, nobody has that port",
        io::ErrorKind::TimedOut => "silent: 5 sends, 3.1 s: lost, a firewall, a stopped server?",
        io::ErrorKind::AddrInUse => "that port is in use; by whom: ss -lunp",
        _ => return why.to_string(),
    }
    .to_owned()
}
