//! The socket file: the same as TCP, on a path of this machine.

use std::io;
use std::os::unix::fs::FileTypeExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::path::PathBuf;

use chat_net::raw_stream::RawStream;
use socket2::Domain;
use socket2::SockAddr;
use socket2::Socket;
use socket2::Type;
use tokio::net::UnixListener;
use tokio::sync::mpsc;

use crate::door::Door;
use crate::edge::rest::rest_after;
use crate::edge::stream;
use crate::edge::stream_impairer::StreamImpairer;
use crate::failure::Failure;
use crate::traffic::Origin;
use crate::traffic::Transport;

/// A listener whose file is removed with it.
#[derive(Debug)]
pub struct SocketFile {
    listener: UnixListener,
    path: PathBuf,
    /// Which file is ours: another server may have put its own there since.
    made: Option<Inode>,
}

/// One file of the system, whatever its name: device and number.
type Inode = (u64, u64);

impl SocketFile {
    /// Makes the file. One that a dead server has left is replaced; anything
    /// else that is in the way is not.
    pub fn bind(path: &Path) -> Result<Self, Failure> {
        let failure = |why: String| Failure::Unix {
            path: path.to_owned(),
            why,
        };
        if let Ok(there) = std::fs::symlink_metadata(path) {
            if !there.file_type().is_socket() {
                let why = "a file that is no socket is there: choose another path";
                return Err(failure(why.to_owned()));
            }
            is_left_over(path).map_err(failure)?;
            remove(path, (there.dev(), there.ino()))
                .map_err(|e| failure(format!("the old socket cannot be removed: {e}")))?;
        }
        let listener = UnixListener::bind(path).map_err(|e| failure(advice(&e)))?;
        Ok(Self {
            listener,
            path: path.to_owned(),
            made: inode(path),
        })
    }
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        if let Some(made) = self.made {
            // Where it cannot be removed, the next server finds that nobody listens.
            let _ = remove(&self.path, made);
        }
    }
}

/// Whether nobody listens at a socket file: only a connection that is refused says
/// so. Asked without waiting: one whose queue is full is alive.
fn is_left_over(path: &Path) -> Result<(), String> {
    let asked = Socket::new(Domain::UNIX, Type::STREAM, None).and_then(|socket| {
        socket.set_nonblocking(true)?;
        socket.connect(&SockAddr::unix(path)?)
    });
    let Err(error) = asked else {
        return Err(OTHER_SERVER.to_owned());
    };
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "whatever else the system says, it is not that nobody listens"
    )]
    match error.kind() {
        io::ErrorKind::ConnectionRefused | io::ErrorKind::NotFound => Ok(()),
        io::ErrorKind::WouldBlock => Err(OTHER_SERVER.to_owned()),
        _ => Err(format!(
            "another program's socket is there ({error}): choose another path"
        )),
    }
}

/// Removes a file, unless another one has taken its name, or it is gone.
fn remove(path: &Path, file: Inode) -> io::Result<()> {
    if inode(path) != Some(file) {
        return Ok(());
    }
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn inode(path: &Path) -> Option<Inode> {
    let file = std::fs::symlink_metadata(path).ok()?;
    Some((file.dev(), file.ino()))
}

/// Why a file cannot be made, and what to do.
fn advice(error: &io::Error) -> String {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the system's kinds of error may grow"
    )]
    match error.kind() {
        // Somebody was quicker.
        io::ErrorKind::AddrInUse => OTHER_SERVER.to_owned(),
        io::ErrorKind::InvalidInput => {
            format!("{error}: the system takes some 100 bytes, choose a shorter path")
        }
        _ => format!("{error}: is the folder there, and may you write in it?"),
    }
}

const OTHER_SERVER: &str = "another server listens there: stop it, or choose another path";

/// Lets in whoever connects, for as long as the server runs.
pub async fn serve(
    file: SocketFile,
    door: Door,
    impairer: StreamImpairer,
    alive: mpsc::Sender<()>,
) {
    loop {
        match file.listener.accept().await {
            Ok((socket, _)) => {
                let origin = Origin {
                    transport: Transport::Unix,
                    address: None,
                    proven: true,
                };
                let (door, alive) = (door.clone(), alive.clone());
                let stream = impairer.around(RawStream::Unix(socket));
                let peer = door.number();
                tokio::spawn(async move {
                    stream::attend(peer, stream, origin, door).await;
                    drop(alive);
                });
            }
            Err(error) => rest_after(&error).await,
        }
    }
}
