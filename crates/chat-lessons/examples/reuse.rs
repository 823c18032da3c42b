//! Address in use, `TIME_WAIT` and `SO_REUSEADDR`.
//!
//! `cargo run --example reuse -- [PORT] [--reuse]`
//!
//! Port 1060 unless told. Serves exactly one client, closes first, and ends. Run
//! it, connect a client, run it again: refused, for the side that closes first
//! keeps the connection in `TIME_WAIT` for a minute. The order that works is
//! `--reuse` in both runs. Two that listen at once are refused with or without.

use std::io;
use std::process::Command;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpSocket;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let reuse = args.pop_if(|last| last == "--reuse").is_some();
    let port = args.first().map_or(Ok(1060), |text| text.parse());
    let (Ok(port), 0..=1) = (port, args.len()) else {
        eprintln!("usage: reuse [PORT=1060] [--reuse]");
        std::process::exit(2);
    };
    if let Err(why) = serve_one(port, reuse).await {
        eprintln!("{}", explain(&why, port));
        std::process::exit(1);
    }
}

async fn serve_one(port: u16, reuse: bool) -> io::Result<()> {
    // TcpListener::bind would set the option by itself, as most servers do.
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(reuse)?;
    socket.bind(([127, 0, 0, 1], port).into())?;
    let listener = socket.listen(1)?;
    println!("listening on tcp {} (Ctrl+C stops it)", listener.local_addr()?);
    let (mut stream, client) = listener.accept().await?;
    stream.write_all(b"goodbye\n").await?;
    println!("{client} was told goodbye; i close first, and end");
    Ok(())
}

/// What the system's refusal means, and what to do about it.
fn explain(why: &io::Error, port: u16) -> String {
    if why.kind() == io::ErrorKind::PermissionDenied {
        return format!("port {port}: those below 1024 are the administrator's; try 1060");
    }
    if why.kind() != io::ErrorKind::AddrInUse {
        return format!("the system says: {why}");
    }
    // `ss` knows: -l listening or -a all, -t TCP, -n numbers, -p programs.
    let look = |flags: &str| {
        let filter = format!("sport = :{port}");
        let found = Command::new("ss").args([flags, &filter]).output();
        found.map_or_else(|_| String::new(), |out| String::from_utf8_lossy(&out.stdout).into())
    };
    if let Some(owner) = look("-Hltnp").split_whitespace().last() {
        return format!(
            "port {port}/tcp is in use: {owner} listens on it. Stop it or choose another port; \
             SO_REUSEADDR does not help, a port has one listener"
        );
    }
    if look("-Hatn").contains("TIME-WAIT") {
        return format!(
            "port {port}/tcp is in use, and nobody listens: a connection of the last run rests in \
             TIME_WAIT, for 60 s at most. Wait, or start both runs with --reuse"
        );
    }
    format!("port {port}/tcp is in use; by whom: ss -atnp 'sport = :{port}'")
}
