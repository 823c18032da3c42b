//! A client that trusts anyone, and the forger who uses it (`udp_local`).
//!
//! `cargo run --example promiscuous -- client [PORT] [--trust anyone|address|session]`
//! `cargo run --example promiscuous -- forge VICTIM TEXT [--from ADDRESS:PORT]`
//!
//! The client asks 127.0.0.1:PORT (1060 unless told) and waits for 30 s. Suspend
//! the server (Ctrl+Z) and forge its reply. *anyone* takes what comes first;
//! *address* wants it from where the question went; *session* wants the number
//! back that only this question bore: `udp_echo_server` repeats it.

use std::hash::{BuildHasher, RandomState};
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::time::timeout;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args[..] {
        ["client"] => client("1060", "anyone").await,
        ["client", port] => client(port, "anyone").await,
        ["client", port, "--trust", trust] => client(port, trust).await,
        ["forge", victim, text] => forge(victim, text, "127.0.0.1:0").await,
        ["forge", victim, text, "--from", from] => forge(victim, text, from).await,
        _ => usage(),
    };
    if let Err(why) = done {
        eprintln!("{}", explain(&why));
        std::process::exit(1);
    }
}

fn usage() -> ! {
    eprintln!("usage: promiscuous client [PORT=1060] [--trust anyone|address|session]");
    eprintln!("       promiscuous forge VICTIM TEXT [--from ADDRESS:PORT]");
    std::process::exit(2)
}

async fn client(port: &str, trust: &str) -> io::Result<()> {
    let server = format!("127.0.0.1:{port}");
    let server: SocketAddr = server.parse().unwrap_or_else(|_| usage());
    let (check_address, check_session) = match trust {
        "anyone" => (false, false),
        "address" => (true, false),
        "session" => (true, true),
        _ => usage(),
    };
    // Not connected, so that the strangers are seen: a connected socket gets
    // nothing from other addresses, and the system drops them without a word.
    let socket = UdpSocket::bind("127.0.0.1:0").await?;
    let session = format!("{:016X}", RandomState::new().hash_one(0));
    let question = format!("WHO IS THERE? {session}");
    socket.send_to(question.as_bytes(), server).await?;
    println!("i am {}", socket.local_addr()?);
    println!("i asked {server} and wait for 30 s, trusting {trust}");
    let hearing = async {
        let mut buffer = vec![0; 65_535];
        loop {
            let (size, sender) = socket.recv_from(&mut buffer).await?;
            let text = String::from_utf8_lossy(&buffer[..size]);
            if check_address && sender != server {
                println!("refused {text:?}: it came from {sender}");
            } else if check_session && !text.contains(&session) {
                println!("refused {text:?}: from the right address, but not of this session");
            } else {
                println!("accepted {text:?} from {sender}");
                return Ok(());
            }
        }
    };
    timeout(Duration::from_secs(30), hearing).await?
}

async fn forge(victim: &str, text: &str, from: &str) -> io::Result<()> {
    let victim: SocketAddr = victim.parse().unwrap_or_else(|_| usage());
    let from: SocketAddr = from.parse().unwrap_or_else(|_| usage());
    let socket = UdpSocket::bind(from).await?;
    socket.send_to(text.as_bytes(), victim).await?;
    println!("sent {text:?} to {victim} as {}", socket.local_addr()?);
    Ok(())
}

/// What the system's refusal means, and what to do about it.
fn explain(why: &io::Error) -> String {
    match why.kind() {
        io::ErrorKind::TimedOut => {
            "nothing acceptable came in 30 s: UDP does not say whether the server is off, stopped \
             or unreachable"
                .to_owned()
        }
        io::ErrorKind::AddrInUse => {
            "that address has an owner already: to speak as the server, its program must have \
             ended (suspended is not enough); by whom: ss -lunp"
                .to_owned()
        }
        io::ErrorKind::AddrNotAvailable => {
            "this machine does not have that address: every 127.x.y.z it has".to_owned()
        }
        _ => why.to_string(),
    }
}
