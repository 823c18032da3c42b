//! A way into a server through TLS for peers that speak none: what is connected here
//! comes out there, secret in between.

use std::io;
use std::io::Read;
use std::io::Write;
use std::net::Shutdown;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::Mutex;
use std::thread;

use chat_secrecy::ask::Ask;
use chat_secrecy::fingerprint::Fingerprint;
use chat_secrecy::layer;
use chat_secrecy::layer::Layer;

use crate::clock::PATIENCE;
use crate::wire::Wire;

/// The near end.
#[derive(Debug)]
pub struct Tunnel(SocketAddr);

impl Tunnel {
    /// To a server's TCP port.
    #[track_caller]
    pub fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let near = listener.local_addr().unwrap();
        thread::spawn(move || {
            for came in listener.incoming().map_while(Result::ok) {
                thread::spawn(move || carry(came, server));
            }
        });
        Self(near)
    }

    /// A connection through it.
    #[track_caller]
    pub fn wire(&self) -> Wire {
        Wire::tcp(self.0)
    }
}

/// The certificate that a server shows.
pub fn shown(server: SocketAddr) -> io::Result<Fingerprint> {
    let (_, layer) = agree(server)?;
    layer.shown().ok_or_else(|| io::ErrorKind::NotFound.into())
}

/// A secret connection on which nothing was said yet.
fn agree(server: SocketAddr) -> io::Result<(TcpStream, Layer)> {
    let mut far = TcpStream::connect(server)?;
    far.set_read_timeout(Some(PATIENCE))?;
    let mut layer = Layer::client(&Ask::new().unwrap(), "127.0.0.1").unwrap();
    let mut buffer = [0; 4096];
    loop {
        send(&mut layer, &mut far)?;
        if !layer.is_handshaking() {
            return Ok((far, layer));
        }
        match far.read(&mut buffer)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            count => layer.feed(&buffer[..count])?,
        }
    }
}

fn send(layer: &mut Layer, far: &mut TcpStream) -> io::Result<()> {
    far.write_all(layer.pending())?;
    layer.advance(layer.pending().len());
    Ok(())
}

/// Both ways, until either end is there.
fn carry(near: TcpStream, server: SocketAddr) {
    let Ok((far, layer)) = agree(server) else {
        return;
    };
    let _ = far.set_read_timeout(None);
    let layer = Arc::new(Mutex::new(layer));
    let (outward, mut to, mut from) = (
        Arc::clone(&layer),
        far.try_clone().unwrap(),
        near.try_clone().unwrap(),
    );
    thread::spawn(move || while say(&mut from, &mut to, &outward).is_ok_and(|on| on) {});
    inward(near, far, &layer);
}

/// One read of what is said; whether that goes on.
fn say(from: &mut TcpStream, to: &mut TcpStream, layer: &Mutex<Layer>) -> io::Result<bool> {
    let mut buffer = [0; 4096];
    let count = from.read(&mut buffer)?;
    let mut layer = layer.lock().unwrap();
    let mut said = &buffer[..count];
    while !said.is_empty() {
        said = &said[layer.write(said)..];
        send(&mut layer, to)?;
    }
    if count == 0 {
        layer.finish();
        send(&mut layer, to)?;
        to.shutdown(Shutdown::Write)?;
    }
    Ok(count > 0)
}

fn inward(mut near: TcpStream, mut far: TcpStream, layer: &Mutex<Layer>) {
    let mut buffer = [0; 4096];
    let mut plain = [0; 4096];
    while let Ok(count) = far.read(&mut buffer)
        && count > 0
    {
        let mut layer = layer.lock().unwrap();
        let fed = layer.feed(&buffer[..count]);
        while let layer::Read::Bytes(count) = layer.read(&mut plain) {
            if near.write_all(&plain[..count]).is_err() {
                return;
            }
        }
        if fed.is_err() || send(&mut layer, &mut far).is_err() {
            break;
        }
    }
    let _ = near.shutdown(Shutdown::Both);
}
