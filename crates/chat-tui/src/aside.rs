//! What takes long and is done beside everything else, on threads that nobody waits for:
//! working a password over, and making a key of six words.

use std::path::PathBuf;
use std::sync::Arc;

use chat_proto::room::RoomName;
use chat_trust::key::Key;
use chat_trust::password::PasswordKey;
use chat_trust::words::SixWords;
use tokio::sync::Mutex;
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

use crate::app::errand::Given;
use crate::app::event::Filed;
use crate::codefile;
use crate::configfile;
use crate::keyfile::KeyFile;
use crate::session::traffic::Derivation;
use crate::speech::Speech;

/// The work, and where it is told that some is done.
pub(crate) struct Aside {
    tell: mpsc::Sender<Done>,
    done: Arc<Mutex<mpsc::Receiver<Done>>>,
    /// Where a key is kept.
    keyfile: Option<KeyFile>,
    /// The configuration file, where one is read.
    config: Option<PathBuf>,
    speech: &'static Speech,
}

/// Some of it is done.
pub(crate) enum Done {
    /// What a password has become.
    Derived(Derivation, PasswordKey),
    /// A file was read or written, or why not.
    Filed(Result<Filed, String>),
    /// A key, and its words; or why there is none.
    Identified(Result<(Key, SixWords), String>),
}

impl Aside {
    /// Nothing to do yet.
    pub(crate) fn new(keyfile: Option<KeyFile>, speech: &'static Speech) -> Self {
        let (tell, done) = mpsc::channel(1);
        Self {
            tell,
            done: Arc::new(Mutex::new(done)),
            keyfile,
            config: None,
            speech,
        }
    }

    /// Keeps settings in this file.
    pub(crate) fn keeping(self, config: Option<PathBuf>) -> Self {
        Self { config, ..self }
    }

    /// Writes settings into the configuration file.
    pub(crate) fn keep(&self, settings: Vec<(&'static str, Given)>) {
        let (tell, speech, path) = (self.tell.clone(), self.speech, self.config.clone());
        spawn_blocking(move || {
            let words = &speech.setting;
            let path = path.ok_or_else(|| words.no_file().to_owned());
            let kept = path.and_then(|path| {
                configfile::keep(&path, &settings, speech)?;
                Ok(Filed::Kept {
                    path: path.display().to_string(),
                    names: settings.into_iter().map(|(name, _)| name).collect(),
                })
            });
            let _ = tell.blocking_send(Done::Filed(kept));
        });
    }

    /// Works a password over.
    pub(crate) fn derive(&self, from: Derivation) {
        let tell = self.tell.clone();
        spawn_blocking(move || {
            let key = PasswordKey::derive(&from.password, &from.salt, from.rounds);
            // Whoever is gone needs it no more.
            let _ = tell.blocking_send(Done::Derived(from, key));
        });
    }

    /// Makes the key of these words, or of new ones, and keeps it.
    pub(crate) fn identify(&self, words: Option<SixWords>) {
        let (tell, speech) = (self.tell.clone(), self.speech);
        let Some(keyfile) = self.keyfile.clone() else {
            let why = speech.trust.no_words().to_owned();
            let _ = tell.try_send(Done::Identified(Err(why)));
            return;
        };
        spawn_blocking(move || {
            let who = keyfile.change(words, speech);
            let _ = tell.blocking_send(Done::Identified(who));
        });
    }

    /// Reads a file that is to be shared with a room.
    pub(crate) fn read(&self, room: RoomName, path: String) {
        let (tell, speech) = (self.tell.clone(), self.speech);
        spawn_blocking(move || {
            let read = codefile::read(&path, speech);
            let filed = read.map(|(title, code)| Filed::Read { room, title, code });
            let _ = tell.blocking_send(Done::Filed(filed));
        });
    }

    /// Writes what was fetched into a new file.
    pub(crate) fn write(&self, path: String, text: String) {
        let (tell, speech) = (self.tell.clone(), self.speech);
        spawn_blocking(move || {
            let written = codefile::write(&path, &text, speech).map(Filed::Written);
            let _ = tell.blocking_send(Done::Filed(written));
        });
    }

    /// The next that is done. Whoever waits may be dropped, and wait again.
    pub(crate) fn done(&self) -> impl Future<Output = Done> + use<> {
        let done = Arc::clone(&self.done);
        async move {
            match done.lock().await.recv().await {
                Some(done) => done,
                None => std::future::pending().await,
            }
        }
    }
}
