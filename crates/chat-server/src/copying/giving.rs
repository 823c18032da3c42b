//! A copy for other servers: one at a time, made when it is asked for, and given in pieces.
//!
//! The checkpoint is written first, and the archive copied then: so the archive has all that
//! the checkpoint tells of. Neither is anything that who asks could not read in the log, if
//! that still had its beginning.

use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;

use chat_archive::Outgoing;
use chat_cluster::Cluster;
use chat_cluster::Reply;
use chat_net::chance;
use tokio::sync::mpsc;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use tracing::info;
use tracing::warn;

use crate::copying::words::Answer;
use crate::copying::words::PIECE;
use crate::copying::words::Part;
use crate::copying::words::Request;

/// The end that is asked.
#[derive(Debug)]
pub struct Giving {
    asked: mpsc::Sender<Asked>,
    has_copy: Arc<AtomicBool>,
    task: JoinHandle<()>,
}

#[derive(Debug)]
struct Asked {
    reply: Reply,
    request: Request,
    /// Told when the checkpoint is written that belongs to a copy which is begun.
    written: Option<oneshot::Receiver<()>>,
}

impl Giving {
    /// Of what a server has in these files.
    pub fn start(cluster: Cluster, archive: PathBuf, checkpoint: PathBuf) -> Self {
        let (sender, asked) = mpsc::channel(ASKED);
        let has_copy = Arc::<AtomicBool>::default();
        let task = tokio::spawn(give(Giver {
            cluster,
            archive,
            checkpoint,
            asked,
            has_copy: Arc::clone(&has_copy),
        }));
        Self {
            asked: sender,
            has_copy,
            task,
        }
    }

    /// Nothing is given any more, and no copy is left.
    pub async fn end(self) {
        let Self { asked, task, .. } = self;
        drop(asked);
        let _ = timeout(ENDING, task).await;
    }

    /// Whether a checkpoint is to be written first.
    pub fn begins(&self, request: &Request) -> bool {
        *request == Request::Begin && !self.has_copy.load(Ordering::Relaxed)
    }

    /// Somebody asks. Who asks for more than can be given hears nothing, and asks again.
    pub fn ask(&self, reply: Reply, request: Request, written: Option<oneshot::Receiver<()>>) {
        let asked = Asked {
            reply,
            request,
            written,
        };
        let _ = self.asked.try_send(asked);
    }
}

/// The end that gives.
struct Giver {
    cluster: Cluster,
    archive: PathBuf,
    checkpoint: PathBuf,
    asked: mpsc::Receiver<Asked>,
    has_copy: Arc<AtomicBool>,
}

/// A copy, for as long as somebody wants it.
struct Copy {
    /// No other one has it, of whichever run.
    number: u64,
    /// How the checkpoint was.
    checkpoint: Vec<u8>,
    archive: Outgoing,
}

/// Whether there is a copy.
enum Stage {
    None,
    Making(JoinHandle<Result<Copy, String>>),
    Made(Arc<Copy>),
}

async fn give(mut giver: Giver) {
    // Of a run that was killed.
    Outgoing::clear(&giver.archive);
    let mut stage = Stage::None;
    loop {
        match timeout(KEPT, giver.asked.recv()).await {
            Ok(None) => return,
            Ok(Some(asked)) => {
                let answer = match asked.request {
                    Request::Begin => giver.begin(&mut stage, asked.written).await,
                    Request::Piece { number, of, at } => piece(&stage, number, (of, at)).await,
                };
                giver.cluster.answer(asked.reply, answer.write());
            }
            // Nobody wants it any more. What is being made is a copy first.
            Err(_) => match &stage {
                Stage::Making(making) if !making.is_finished() => {}
                Stage::None | Stage::Making(_) | Stage::Made(_) => stage = Stage::None,
            },
        }
        let has_copy = !matches!(stage, Stage::None);
        giver.has_copy.store(has_copy, Ordering::Relaxed);
    }
}

impl Giver {
    /// Who asks while it is made asks again.
    async fn begin(&self, stage: &mut Stage, written: Option<oneshot::Receiver<()>>) -> Answer {
        if let (Stage::None, Some(written)) = (&stage, written) {
            let files = (self.archive.clone(), self.checkpoint.clone());
            *stage = Stage::Making(tokio::spawn(made(written, files)));
        }
        if let Stage::Making(making) = stage
            && let Ok(done) = timeout(SOON, making).await
        {
            match done.unwrap_or_else(|error| Err(error.to_string())) {
                Ok(copy) => *stage = Stage::Made(Arc::new(copy)),
                Err(why) => {
                    *stage = Stage::None;
                    return Answer::Refused { why };
                }
            }
        }
        match stage {
            Stage::None | Stage::Making(_) => Answer::Making,
            Stage::Made(copy) => Answer::Ready {
                number: copy.number,
                checkpoint: copy.checkpoint.len() as u64,
                archive: copy.archive.length(),
            },
        }
    }
}

async fn piece(stage: &Stage, number: u64, (of, at): (Part, u64)) -> Answer {
    let copy = match stage {
        Stage::Made(copy) if copy.number == number => Arc::clone(copy),
        Stage::None | Stage::Making(_) | Stage::Made(_) => {
            let why = "that copy is gone".to_owned();
            return Answer::Refused { why };
        }
    };
    let read = spawn_blocking(move || copy.read(of, at)).await;
    match read.map_err(io::Error::other).flatten() {
        Ok(bytes) => Answer::piece(&bytes),
        Err(error) => Answer::Refused {
            why: error.to_string(),
        },
    }
}

/// A copy, once the checkpoint is written; or why there is none.
async fn made(
    written: oneshot::Receiver<()>,
    (archive, checkpoint): (PathBuf, PathBuf),
) -> Result<Copy, String> {
    // Dropped where there is none to be had.
    let written = timeout(WRITING, written).await;
    if !written.is_ok_and(|told| told.is_ok()) {
        warn!("another server wants a copy, and no checkpoint is written");
        return Err("it could not write a checkpoint".to_owned());
    }
    let made = spawn_blocking(move || make(&archive, &checkpoint)).await;
    let made = made.map_err(io::Error::other).flatten();
    match &made {
        Ok(copy) => info!(bytes = copy.archive.length(), "a copy for another server"),
        Err(why) => warn!(%why, "no copy for another server"),
    }
    made.map_err(|why| why.to_string())
}

fn make(archive: &Path, checkpoint: &Path) -> io::Result<Copy> {
    Ok(Copy {
        number: chance::number()?,
        checkpoint: std::fs::read(checkpoint)?,
        archive: Outgoing::make(archive).map_err(io::Error::other)?,
    })
}

impl Copy {
    fn read(&self, of: Part, at: u64) -> io::Result<Vec<u8>> {
        match of {
            Part::Checkpoint => {
                let begin = usize::try_from(at).unwrap_or(usize::MAX);
                let rest = self.checkpoint.get(begin..).unwrap_or_default();
                Ok(rest.iter().take(PIECE).copied().collect())
            }
            Part::Archive => self.archive.read(at, PIECE),
        }
    }
}

/// Requests that wait: who asks waits for its answer before it asks again.
const ASKED: usize = 16;

/// A small one is made while who asks waits, and who asks for a large one hears so often that it
/// is under way.
const SOON: Duration = Duration::from_secs(2);

/// A copy that nobody has asked for so long is gone, and its file.
const KEPT: Duration = Duration::from_secs(60);

/// A server that stops waits for a piece, and for no copy that is just made: that is gone when
/// it starts again.
const ENDING: Duration = Duration::from_millis(500);

/// A checkpoint is written when the archive has all before it.
const WRITING: Duration = Duration::from_secs(30);
