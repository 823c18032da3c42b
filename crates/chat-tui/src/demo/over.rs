//! The end of the demo, as each of its people hears it.

use tokio::sync::watch;

/// Heard by one of them.
#[derive(Clone, Debug)]
pub(in crate::demo) struct Over(watch::Receiver<bool>);

/// Says it. Dropped, it is over too.
#[derive(Debug)]
pub(in crate::demo) struct Ender(watch::Sender<bool>);

/// Not yet.
pub(in crate::demo) fn end() -> (Ender, Over) {
    let (ender, over) = watch::channel(false);
    (Ender(ender), Over(over))
}

impl Over {
    /// Waits for it.
    pub(in crate::demo) async fn comes(&mut self) {
        // An error says that whoever would say it has gone.
        let _ = self.0.wait_for(|over| *over).await;
    }
}

impl Ender {
    /// Says it to all, also to those who listen later.
    pub(in crate::demo) fn end(&self) {
        self.0.send_replace(true);
    }
}
