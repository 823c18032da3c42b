//! The connections to further servers, beside the one that the loop owns: each in a task of
//! its own, so that none waits for another.

use std::collections::BTreeMap;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::app::beside::ServerId;
use crate::app::errand::Errand;
use crate::orders;
use crate::socket::Arrival;
use crate::socket::Socket;

/// All of them.
pub(crate) struct Remotes {
    all: BTreeMap<ServerId, Remote>,
    /// Tasks of connections that were left, until they have said all.
    leaving: Vec<JoinHandle<()>>,
    tell: mpsc::Sender<(ServerId, Arrival)>,
    told: mpsc::Receiver<(ServerId, Arrival)>,
}

/// One of them.
struct Remote {
    /// Never full: a session has only so much under way.
    orders: mpsc::UnboundedSender<Errand>,
    task: JoinHandle<()>,
}

impl Remotes {
    /// None yet.
    pub(crate) fn new() -> Self {
        // What a task has heard and nobody has taken holds it up, and so the other side.
        let (tell, told) = mpsc::channel(1);
        Self {
            all: BTreeMap::new(),
            leaving: Vec::new(),
            tell,
            told,
        }
    }

    /// One more.
    pub(crate) fn add(&mut self, server: ServerId, socket: Socket) {
        let (orders, given) = mpsc::unbounded_channel();
        let task = tokio::spawn(serve((server, socket), given, self.tell.clone()));
        self.all.insert(server, Remote { orders, task });
    }

    /// What is to be done there.
    pub(crate) fn order(&mut self, server: ServerId, errand: Errand) {
        if let Some(remote) = self.all.get(&server) {
            // A task that has ended has nobody to send to.
            let _ = remote.orders.send(errand);
        }
    }

    /// Nobody is there any more: what was sent last still goes out.
    pub(crate) fn leave(&mut self, server: ServerId) {
        if let Some(remote) = self.all.remove(&server) {
            self.leaving.retain(|task| !task.is_finished());
            self.leaving.push(remote.task);
        }
    }

    /// The next that came from any of them. Loses nothing if dropped while waiting.
    pub(crate) async fn arrival(&mut self) -> Option<(ServerId, Arrival)> {
        self.told.recv().await
    }

    /// Waits until each has said all, as long as its socket gives it.
    pub(crate) async fn finish(&mut self) {
        let all = std::mem::take(&mut self.all).into_values();
        self.leaving.extend(all.map(|remote| remote.task));
        // Whoever still tells something is not held up by it.
        self.told.close();
        for task in self.leaving.drain(..) {
            let _ = task.await;
        }
    }
}

async fn serve(
    (server, mut socket): (ServerId, Socket),
    mut orders: mpsc::UnboundedReceiver<Errand>,
    tell: mpsc::Sender<(ServerId, Arrival)>,
) {
    loop {
        tokio::select! {
            // What was ordered last goes out before the end is seen.
            biased;
            order = orders.recv() => match order {
                Some(order) => orders::obey(&mut socket, order),
                None => break,
            },
            arrival = socket.arrival() => {
                if tell.send((server, arrival)).await.is_err() {
                    break;
                }
            }
        }
    }
    while let Ok(order) = orders.try_recv() {
        orders::obey(&mut socket, order);
    }
    socket.finish().await;
}
