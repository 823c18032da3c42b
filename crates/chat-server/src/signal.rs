//! The wish to stop: SIGINT or SIGTERM; on Windows Ctrl-C, Ctrl-Break, and the ends of
//! window, session and machine.
//!
//! It is heard by a thread of its own, which needs nothing of the rest of the
//! program: whatever the server's tasks do, the second wish ends it, and so does
//! the first one where stopping takes much longer than it may.

use std::io;
use std::process;
use std::sync::mpsc as threads;
use std::thread;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;
use tokio::time::timeout;

/// Hears the wishes to stop.
#[derive(Debug)]
pub struct Signals {
    wishes: mpsc::Receiver<()>,
}

impl Signals {
    /// From now on the signals no longer end the program by themselves.
    pub fn listen() -> io::Result<Self> {
        let (sender, wishes) = mpsc::channel(MOST);
        let (ready, is_ready) = threads::sync_channel(1);
        thread::Builder::new()
            .name("signals".to_owned())
            .spawn(move || attend(&sender, &ready))?;
        let heard = is_ready.recv();
        heard.unwrap_or_else(|_| Err(io::ErrorKind::Other.into()))?;
        Ok(Self { wishes })
    }

    /// Waits for the next wish.
    pub async fn next(&mut self) {
        if self.wishes.recv().await.is_none() {
            // Nobody hears them any more.
            std::future::pending::<()>().await;
        }
    }
}

/// The thread: a runtime of its own, so that it has its turn whatever others do.
fn attend(wishes: &mpsc::Sender<()>, ready: &threads::SyncSender<io::Result<()>>) {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let listening = runtime.enable_all().build().and_then(|runtime| {
        let raw = {
            let _inside = runtime.enter();
            Raw::listen()?
        };
        Ok((runtime, raw))
    });
    // Whoever started this thread waits for the word.
    match listening {
        Err(error) => drop(ready.send(Err(error))),
        Ok((runtime, raw)) => {
            let _ = ready.send(Ok(()));
            runtime.block_on(watch(raw, wishes));
        }
    }
}

/// Hands the wishes on; ends the program where that does not lead to its end.
async fn watch(mut raw: Raw, wishes: &mpsc::Sender<()>) {
    raw.next().await;
    let _ = wishes.try_send(());
    // Beyond that time nobody waits for a second wish.
    let _ = timeout(STUCK, raw.next()).await;
    let _ = wishes.try_send(());
    sleep(GRACE).await;
    process::exit(1);
}

/// The signals themselves.
#[cfg(unix)]
struct Raw {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

/// What is heard elsewhere.
#[cfg(not(unix))]
struct Raw(chat_net::closing::Closing);

#[cfg(unix)]
impl Raw {
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::SignalKind;
        use tokio::signal::unix::signal;
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
impl Raw {
    fn listen() -> io::Result<Self> {
        chat_net::closing::Closing::listen().map(Self)
    }

    async fn next(&mut self) {
        let _ = self.0.next().await;
    }
}

/// Wishes that may wait to be heard: the second is the last that matters.
const MOST: usize = 2;

/// How long stopping may take before the program is ended all the same: twice
/// what it takes with peers that do not read, so that a machine which is only
/// busy is not taken for a program which is stuck.
const STUCK: Duration = Duration::from_secs(10);

/// How long after the second wish the program has for its own way out.
const GRACE: Duration = Duration::from_millis(500);
