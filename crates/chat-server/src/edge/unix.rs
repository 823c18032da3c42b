//! The socket file: the same as TCP, on a path of this machine.

use std::path::Path;
use std::path::PathBuf;

use tokio::net::UnixListener;
use tokio::sync::mpsc;

use crate::door::Door;
use crate::edge::impaired_stream::RawStream;
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
}

impl SocketFile {
    /// Makes the file. One that a dead server has left is replaced; anything
    /// else that is in the way is not.
    pub fn bind(path: &Path) -> Result<Self, Failure> {
        let failure = |why: String| Failure::Unix {
            path: path.to_owned(),
            why,
        };
        if let Ok(there) = std::fs::symlink_metadata(path) {
            use std::os::unix::fs::FileTypeExt;
            if !there.file_type().is_socket() {
                let why = "a file that is no socket is there: choose another path";
                return Err(failure(why.to_owned()));
            }
            if std::os::unix::net::UnixStream::connect(path).is_ok() {
                let why = "another server listens there: stop it, or choose another path";
                return Err(failure(why.to_owned()));
            }
            std::fs::remove_file(path)
                .map_err(|e| failure(format!("the old socket cannot be removed: {e}")))?;
        }
        let listener = UnixListener::bind(path).map_err(|e| {
            failure(format!(
                "{e}: is the folder there, and may you write in it?"
            ))
        })?;
        let path = path.to_owned();
        Ok(Self { listener, path })
    }
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        // Somebody may have removed it before us.
        let _ = std::fs::remove_file(&self.path);
    }
}

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
                };
                let (door, alive) = (door.clone(), alive.clone());
                let stream = impairer.around(RawStream::Unix(socket), None);
                tokio::spawn(async move {
                    stream::attend(stream, origin, door).await;
                    drop(alive);
                });
            }
            Err(error) => rest_after(&error).await,
        }
    }
}
