//! The cables between a server and the engine, which can be pulled out: what is said on them
//! waits until they are in again, and neither end is told.

use std::io::Read;
use std::io::Write;
use std::net::Ipv4Addr;
use std::net::Shutdown;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::thread;

use chat_tests::engine::Node;

/// The cables of one server: to each node one, and all of them are pulled out together.
pub(crate) struct Cables {
    ports: Vec<u16>,
    plug: Arc<Plug>,
}

#[derive(Default)]
struct Plug {
    is_out: Mutex<bool>,
    changed: Condvar,
}

impl Cables {
    /// Those that lead to these nodes.
    pub(crate) fn to(nodes: &[Node]) -> Self {
        let plug = Arc::<Plug>::default();
        let cable = |node: &Node| {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
            let port = listener.local_addr().unwrap().port();
            let (held, node) = (Arc::clone(&plug), node.port());
            thread::spawn(move || accept(&listener, node, &held));
            port
        };
        let ports = nodes.iter().map(cable).collect();
        Self { ports, plug }
    }

    /// Where their near ends are.
    pub(crate) fn url(&self) -> String {
        let url = |port| format!("nats://{}:{port}", Ipv4Addr::LOCALHOST);
        self.ports.iter().map(url).collect::<Vec<_>>().join(",")
    }

    /// Nothing passes any more, or all that waits.
    pub(crate) fn pull(&self, is_out: bool) {
        *self.plug.is_out.lock().unwrap() = is_out;
        self.plug.changed.notify_all();
    }
}

impl Plug {
    fn passes(&self) {
        let is_out = self.is_out.lock().unwrap();
        drop(self.changed.wait_while(is_out, |is_out| *is_out).unwrap());
    }
}

/// For as long as the tests run.
fn accept(listener: &TcpListener, node: u16, plug: &Arc<Plug>) {
    for near in listener.incoming() {
        let near = near.unwrap();
        // A node that is dead refuses, and so does the cable.
        let Ok(far) = TcpStream::connect((Ipv4Addr::LOCALHOST, node)) else {
            continue;
        };
        for (from, to) in [(&near, &far), (&far, &near)] {
            let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
            let plug = Arc::clone(plug);
            to.set_nodelay(true).unwrap();
            thread::spawn(move || carry(from, to, &plug));
        }
    }
}

/// Whichever end is gone, the other one hears it when the cable is in.
fn carry(mut from: TcpStream, mut to: TcpStream, plug: &Plug) {
    let mut bytes = [0; 16 * 1024];
    loop {
        let count = from.read(&mut bytes).unwrap_or(0);
        plug.passes();
        if count == 0 || to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
}
