//! Name, timestamp and text: a client and a server of the chat's own frames.
//!
//! `cargo run --example json_chat -- client NAME [HOST] [PORT]`
//! `cargo run --example json_chat -- server [PORT]`
//!
//! 127.0.0.1 and port 1234 unless told. The only lesson that uses `chat-proto`: its types
//! cannot hold a name or a text that is not allowed. The client talks to `chat-server` too,
//! and ends a second after Ctrl+D; the server is the smallest one; Ctrl+C stops it.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use chat_proto::codec::json::{read_peer, read_server, write_peer, write_server};
use chat_proto::frame::manner::Manner;
use chat_proto::frame::peer::{PeerFrame, Say};
use chat_proto::frame::server::{Body, Destination, Said, ServerFrame};
use chat_proto::name::Name;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use chat_proto::text::Text;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::broadcast;
use tokio::time::{sleep, timeout};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args[..] {
        ["client", name] => client(name, "127.0.0.1", "1234").await,
        ["client", name, host] => client(name, host, "1234").await,
        ["client", name, host, port] => client(name, host, port).await,
        ["server"] => server("1234").await,
        ["server", port] => server(port).await,
        _ => usage(),
    };
    if let Err(why) = &done {
        eprintln!("{why}; is the server on? in use, by whom: ss -ltnp");
    }
    std::process::exit(i32::from(done.is_err())); // without waiting for the keyboard
}

fn usage() -> ! {
    eprintln!("usage: json_chat client NAME [HOST=127.0.0.1] [PORT=1234] | server [PORT=1234]");
    std::process::exit(2)
}

async fn client(name: &str, host: &str, port: &str) -> io::Result<()> {
    let name = Name::parse(name).map_err(io::Error::other)?;
    let address = (host, port.parse().unwrap_or_else(|_| usage()));
    let stream = timeout(Duration::from_secs(3), TcpStream::connect(address)).await??;
    let (read, mut write) = stream.into_split();
    let mut news = BufReader::new(read).lines();
    let mut keyboard = BufReader::new(tokio::io::stdin()).lines();
    let mut typing = true;
    loop {
        tokio::select! {
            line = keyboard.next_line(), if typing => match line?.map(|line| Text::parse(&line)) {
                None => typing = false,
                Some(Err(fault)) => eprintln!("not sent: {fault}"),
                Some(Ok(text)) => {
                    let (name, again, me, refers) = (Some(Ok(name.clone())), false, false, None);
                    let say = Say { text, name, room: None, to: None, id: None, again, me, refers };
                    let mut line = Vec::new();
                    write_peer(&PeerFrame::Say(say), &mut line);
                    write.write_all(&line).await?;
                }
            },
            line = news.next_line() => {
                let Some(line) = line? else { return Err(io::Error::other("the server left")) };
                if let Ok(frame) = read_server(line.as_bytes()) {
                    let at = frame.at.map(|at| at.to_string()).unwrap_or_default();
                    println!("[{at}] {}: {}", frame.name, frame.text);
                }
            }
            () = sleep(Duration::from_secs(1)), if !typing => return Ok(()),
        }
    }
}

static SAID: AtomicU64 = AtomicU64::new(0);

async fn server(port: &str) -> io::Result<()> {
    let address = ("127.0.0.1", port.parse().unwrap_or_else(|_| usage()));
    let listener = TcpListener::bind(address).await?;
    println!("listening on tcp {}", listener.local_addr()?);
    let (say, _) = broadcast::channel(64); // who falls further behind misses some
    loop {
        let (stream, _) = listener.accept().await?;
        tokio::spawn(serve(stream, say.clone()));
    }
}

async fn serve(stream: TcpStream, say: broadcast::Sender<Vec<u8>>) -> io::Result<()> {
    let mut said = say.subscribe();
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    loop {
        tokio::select! {
            line = lines.next_line() => {
                let Some(line) = line? else { return Ok(()) };
                let Some(Ok(PeerFrame::Say(heard))) = read_peer(line.as_bytes()) else { continue };
                let Some(Ok(name)) = heard.name else { continue }; // the real one answers
                let seq = SAID.fetch_add(1, Ordering::Relaxed) + 1;
                let place = Destination::Room { room: RoomName::lobby(), seq };
                let (text, history, cites) = (heard.text, false, None);
                let manner = Manner::default();
                let body = Body::Said(Said { name, text, place, id: None, history, manner, cites });
                let since_1970 = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
                let at = Stamp::from_unix_ms(u64::try_from(since_1970.as_millis()).unwrap_or(0));
                let mut line = Vec::new();
                write_server(&ServerFrame { at, body }, &mut line);
                drop(say.send(line));
            }
            line = said.recv() => write.write_all(&line.unwrap_or_default()).await?,
        }
    }
}
