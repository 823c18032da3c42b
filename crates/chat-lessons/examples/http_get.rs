//! A request by hand over TCP, and the answer into a file (exercise 3.9).
//!
//! `cargo run --example http_get -- http://HOST[:PORT]/PATH FILE`
//!
//! Shows the status line and the headers. The body is as long as
//! `Content-Length` says, or comes in chunks, or ends with the connection. Only
//! a whole body of a 200 becomes FILE: a redirect is told, an error is saved
//! nowhere, and an answer that is cut short leaves nothing behind.

use std::time::Duration;
use std::{fs, io};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;

const LARGEST: u64 = 100_000_000;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [url, file] = args.as_slice() else {
        eprintln!("usage: http_get http://HOST[:PORT]/PATH FILE");
        std::process::exit(2);
    };
    let getting = timeout(Duration::from_secs(30), get(url, file));
    let done = getting.await.unwrap_or_else(|_| Err(fault("not finished after 30 s")));
    if let Err(why) = done {
        eprintln!("{file} was not written: {why}");
        std::process::exit(1);
    }
}

async fn get(url: &str, file: &str) -> io::Result<()> {
    let rest = url.strip_prefix("http://");
    let rest = rest.ok_or_else(|| fault("the URL must begin with http:// (https is TLS)"))?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let address = if host.contains(':') { host.to_owned() } else { format!("{host}:80") };
    let mut stream = BufReader::new(TcpStream::connect(&address).await?);
    // Each line ends with CR LF; the empty one ends the request.
    let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    print!("{request}");

    let status = read_line(&mut stream).await?;
    println!("{status}");
    let (mut length, mut chunked, mut location) = (None, false, None);
    let mut line = read_line(&mut stream).await?;
    while let Some((name, value)) = line.split_once(':') {
        println!("{line}");
        match (name.to_ascii_lowercase().as_str(), value.trim()) {
            ("content-length", text) => length = text.parse().ok(),
            ("transfer-encoding", how) => chunked = how.eq_ignore_ascii_case("chunked"),
            ("location", to) => location = Some(to.to_owned()),
            _ => {}
        }
        line = read_line(&mut stream).await?;
    }
    match (status.split(' ').nth(1).unwrap_or_default(), location) {
        ("200", _) => {}
        (code, Some(to)) if code.starts_with('3') => {
            return Err(fault(&format!("it has moved; ask there: {to}")));
        }
        _ => return Err(fault(&format!("the server answered {status}"))),
    }
    let body = match length {
        _ if chunked => read_chunks(&mut stream).await?,
        Some(size) => read_exactly(&mut stream, size).await?,
        None => {
            println!("(no length: the end of the connection is the end, cut short or not)");
            let mut body = Vec::new();
            stream.take(LARGEST).read_to_end(&mut body).await?;
            body
        }
    };
    // First beside it, then renamed: FILE is whole or is not there.
    let part = format!("{file}.part");
    fs::write(&part, &body)
        .and_then(|()| fs::rename(&part, file))
        .inspect_err(|_| drop(fs::remove_file(&part)))?;
    println!("{} bytes in {file}", body.len());
    Ok(())
}

async fn read_line(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut line = String::new();
    stream.take(8192).read_line(&mut line).await?;
    let line = line.strip_suffix('\n').ok_or_else(|| fault("cut short in a line"))?;
    Ok(line.trim_end().to_owned())
}

async fn read_exactly(stream: &mut BufReader<TcpStream>, size: u64) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    let got = stream.take(size.min(LARGEST)).read_to_end(&mut body).await? as u64;
    if got < size {
        return Err(fault(&format!("cut short: {got} of {size} bytes came")));
    }
    Ok(body)
}

/// Each chunk: its size in hexadecimal on a line, the bytes, an empty line; the
/// last one has the size 0.
async fn read_chunks(stream: &mut BufReader<TcpStream>) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = read_line(stream).await?;
        let digits = line.split(';').next().unwrap_or_default();
        let size = u64::from_str_radix(digits, 16).map_err(|_| fault("a chunk without a size"))?;
        println!("(a chunk of {size} bytes)");
        body.extend(read_exactly(stream, size).await?);
        read_line(stream).await?;
        if size == 0 {
            return Ok(body);
        }
    }
}

fn fault(words: &str) -> io::Error {
    io::Error::other(words.to_owned())
}
