//! The socket, where the system has such.

use std::io::Read;
use std::io::Write;
use std::os::unix::net::UnixListener;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;

use chat_proto::room::RoomName;

use crate::blob::a_name;
use crate::clock;
use crate::news::Forget;
use crate::place::sibling;
use crate::post::Order;
use crate::post::Post;
use crate::privacy;

/// The socket, and the thread behind it, while this lives.
#[derive(Debug)]
pub struct Desk {
    path: PathBuf,
    over: Arc<AtomicBool>,
}

impl Desk {
    /// Opens it; nothing where the path is too long for a socket, or the folder takes
    /// none: then the server has to end before something is forgotten.
    pub fn open(path: &Path, post: Arc<Post>) -> Option<Self> {
        let listener = bind(path).ok()?;
        let over = Arc::new(AtomicBool::new(false));
        let ended = Arc::clone(&over);
        let desk = Self {
            path: path.to_owned(),
            over,
        };
        let attend = move || {
            for stream in listener.incoming() {
                match stream {
                    _ if ended.load(Ordering::Relaxed) => return,
                    Ok(stream) => attend(&stream, &post),
                    // No descriptor is free, or the like: not a loop that spins.
                    Err(_) => thread::sleep(PAUSE),
                }
            }
        };
        thread::Builder::new()
            .name("archive-desk".to_owned())
            .spawn(attend)
            .ok()?;
        Some(desk)
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        // Wakes the thread.
        let _ = UnixStream::connect(&self.path);
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Asks the server that has the archive; how many messages were forgotten.
pub fn ask(path: &Path, what: &Forget) -> Result<u64, String> {
    let stop = |why: std::io::Error| {
        format!("the server that has it cannot be asked ({why}): stop it first")
    };
    let mut stream = UnixStream::connect(path).map_err(stop)?;
    writeln!(stream, "{}", line(what)).map_err(stop)?;
    let mut answer = String::new();
    stream
        .take(LINE as u64)
        .read_to_string(&mut answer)
        .map_err(stop)?;
    match answer.trim().split_once(' ') {
        Some(("forgotten", count)) => count.parse().map_err(|_| answer.clone()),
        Some((_, why)) => Err(why.to_owned()),
        None => Err("the server ended before it was done: do it again".to_owned()),
    }
}

/// A socket for its owner alone from its first moment: made in a folder of its own.
fn bind(path: &Path) -> std::io::Result<UnixListener> {
    let folder = sibling(path, ".new");
    let inner = folder.join("s");
    let _ = std::fs::remove_file(&inner);
    let _ = std::fs::remove_dir(&folder);
    privacy::folder(&folder)?;
    let made = UnixListener::bind(&inner).and_then(|listener| {
        privacy::to_owner(&inner);
        std::fs::rename(&inner, path)?;
        Ok(listener)
    });
    let _ = std::fs::remove_file(&inner);
    let _ = std::fs::remove_dir(&folder);
    made
}

/// One order, one answer. Whoever says nothing, or that slowly, is not waited for.
fn attend(stream: &UnixStream, post: &Post) {
    let _ = stream.set_write_timeout(Some(PATIENCE));
    let heard = first_line(stream, PATIENCE);
    let answer = match heard.as_deref().and_then(wish) {
        Some(what) => carry_out(what, post),
        None => "error this is no order that the archive knows".to_owned(),
    };
    let mut stream = stream;
    let _ = writeln!(stream, "{answer}");
}

/// The name and the room of a wish, as it is written on one line.
fn line(what: &Forget) -> String {
    match what {
        Forget::Room(room) => format!("forget room {room}"),
        Forget::Name(name) => format!("forget name {name}"),
        Forget::Message(room, seq) => format!("forget message {seq} {room}"),
    }
}

/// The wish of such a line.
fn wish(line: &str) -> Option<Forget> {
    let (what, rest) = line.trim_end().strip_prefix("forget ")?.split_once(' ')?;
    Some(match what {
        "room" => Forget::Room(RoomName::parse(rest).ok()?),
        "name" => Forget::Name(a_name(rest)),
        "message" => {
            let (seq, room) = rest.split_once(' ')?;
            Forget::Message(RoomName::parse(room).ok()?, seq.parse().ok()?)
        }
        _ => return None,
    })
}

/// What is said up to the end of a line, if that comes in time: all of it, not each part.
fn first_line(mut stream: &UnixStream, patience: Duration) -> Option<String> {
    let until = clock::now() + patience;
    let mut heard = Vec::new();
    let mut part = [0; 256];
    while heard.len() < LINE && !heard.contains(&b'\n') {
        let left = until.saturating_duration_since(clock::now());
        // No time left is an error here, and not a wait without end.
        stream.set_read_timeout(Some(left)).ok()?;
        match stream.read(&mut part) {
            Ok(0) => break,
            Ok(count) => heard.extend(part.get(..count)?),
            Err(_) => return None,
        }
    }
    String::from_utf8(heard).ok()
}

fn carry_out(what: Forget, post: &Post) -> String {
    let (done, is_done) = sync_channel(1);
    if post.order(Order::Forget(what, Some(done))).is_err() {
        return "error too much is asked at once: do it again later".to_owned();
    }
    match is_done.recv() {
        Ok(Ok(count)) => format!("forgotten {count}"),
        Ok(Err(why)) => format!("error {why}"),
        Err(_) => "error the server ends: do it again".to_owned(),
    }
}

/// How long one who has connected may take to say something.
const PATIENCE: Duration = Duration::from_secs(1);

/// After an accept that failed: when descriptors are free again, the system tells nobody.
const PAUSE: Duration = Duration::from_millis(100);

/// The longest wish, and the longest answer.
const LINE: usize = 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_drips_letters_is_not_waited_for() {
        let (ours, mut theirs) = UnixStream::pair().unwrap();
        let drips = thread::spawn(move || {
            // Until nobody hears it any more: each letter comes in time.
            while theirs.write_all(b"x").is_ok() {
                thread::sleep(Duration::from_millis(5));
            }
        });
        assert_eq!(first_line(&ours, Duration::from_millis(50)), None);
        drop(ours);
        drips.join().unwrap();
    }

    #[test]
    fn a_line_in_parts_is_heard() {
        let (ours, mut theirs) = UnixStream::pair().unwrap();
        let says = thread::spawn(move || {
            for part in ["forget ", "room ", "lab\n"] {
                theirs.write_all(part.as_bytes()).unwrap();
            }
            theirs
        });
        let heard = first_line(&ours, Duration::from_secs(60));
        assert_eq!(heard.as_deref(), Some("forget room lab\n"));
        says.join().unwrap();
    }
}
