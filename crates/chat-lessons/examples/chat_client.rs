//! Keyboard and socket at once (exercise 3.7, and the client of 3.8).
//!
//! `cargo run --example chat_client -- [--udp] [HOST] [PORT]`
//!
//! 127.0.0.1, port 1234 and TCP unless told. Each line goes out without its line
//! end; Ctrl+D, and then a second without news, ends it. Look for: the brackets
//! tell what one read brought. Over TCP many messages may come glued together,
//! over UDP never. `select!` waits for both sides; the course's `select()` does
//! so too, but on Windows it refuses the keyboard.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;

/// The same two verbs for both transports.
enum Socket {
    Tcp(TcpStream),
    Udp(UdpSocket),
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut args = std::env::args().skip(1).peekable();
    let udp = args.next_if(|first| first == "--udp").is_some();
    let host = args.next().unwrap_or_else(|| "127.0.0.1".to_owned());
    let port = args.next().map_or(Ok(1234), |text| text.parse());
    let (Ok(port), None) = (port, args.next()) else {
        eprintln!("usage: chat_client [--udp] [HOST=127.0.0.1] [PORT=1234]");
        std::process::exit(2);
    };
    let done = match Socket::open(&host, port, udp).await {
        Ok(socket) => chat(socket).await,
        Err(why) => Err(why),
    };
    if let Err(why) = &done {
        eprintln!("{}", explain(why, &host, port));
    }
    std::process::exit(i32::from(done.is_err())); // without waiting for the keyboard
}

async fn chat(mut socket: Socket) -> io::Result<()> {
    let mut keyboard = BufReader::new(tokio::io::stdin()).lines();
    let mut typing = true;
    let mut buffer = vec![0; 65_535];
    loop {
        tokio::select! {
            line = keyboard.next_line(), if typing => match line? {
                Some(line) => socket.send(line.as_bytes()).await?,
                None => typing = false,
            },
            read = socket.receive(&mut buffer) => {
                let size = read?;
                println!("[{size} bytes] {}", String::from_utf8_lossy(&buffer[..size]));
            }
            () = tokio::time::sleep(Duration::from_secs(1)), if !typing => return Ok(()),
        }
    }
}

impl Socket {
    async fn open(host: &str, port: u16, udp: bool) -> io::Result<Self> {
        if udp {
            let socket = UdpSocket::bind("0.0.0.0:0").await?;
            socket.connect((host, port)).await?;
            println!("i am {}", socket.local_addr()?);
            return Ok(Self::Udp(socket));
        }
        let connecting = TcpStream::connect((host, port));
        let stream = timeout(Duration::from_secs(3), connecting).await??;
        println!("i am {}", stream.local_addr()?);
        Ok(Self::Tcp(stream))
    }

    async fn send(&mut self, data: &[u8]) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.write_all(data).await,
            Self::Udp(socket) => socket.send(data).await.map(drop),
        }
    }

    async fn receive(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Udp(socket) => socket.recv(buffer).await,
            Self::Tcp(stream) => match stream.read(buffer).await? {
                0 => Err(io::ErrorKind::UnexpectedEof.into()),
                size => Ok(size),
            },
        }
    }
}

fn explain(why: &io::Error, host: &str, port: u16) -> String {
    match why.kind() {
        io::ErrorKind::ConnectionRefused => {
            format!("{host} is there, but nobody has port {port}: server on? TCP or UDP?")
        }
        io::ErrorKind::UnexpectedEof => "the server closed the connection".to_owned(),
        io::ErrorKind::ConnectionReset => "reset: the server cut us off, or died".to_owned(),
        io::ErrorKind::TimedOut => {
            format!("no answer in 3 s: a firewall or a wrong address? Next: ping {host}")
        }
        _ => format!("{host}: {why}"),
    }
}
