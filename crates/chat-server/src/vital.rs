//! Tasks that everything depends on, and panics as values.
//!
//! A server whose driver or listener has ended would go on to hold its port and
//! serve nobody. So the end of a vital task before its time is told, and the
//! program ends with it. Nothing here decides what is vital: `serve` does.

use std::any::Any;
use std::cell::Cell;
use std::cell::RefCell;
use std::future::poll_fn;
use std::panic::AssertUnwindSafe;
use std::panic::PanicHookInfo;
use std::panic::catch_unwind;
use std::pin::pin;
use std::task::Poll;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::failure::Failure;
use crate::log;

/// Starts vital tasks.
#[derive(Clone, Debug)]
pub struct Vital {
    ends: mpsc::Sender<End>,
}

/// A vital task has ended.
#[derive(Debug)]
struct End {
    what: &'static str,
    /// Where and why it has panicked, if it did.
    why: Option<String>,
    /// What is to be said instead, where it is no mistake of this program.
    failure: Option<Failure>,
}

/// Hears of the end of vital tasks.
#[derive(Debug)]
pub struct Ends(mpsc::Receiver<End>);

impl Vital {
    /// Nothing is started yet.
    pub fn new() -> (Self, Ends) {
        let (ends, receiver) = mpsc::channel(TOLD);
        (Self { ends }, Ends(receiver))
    }

    /// Starts a task without which nothing works. That it ends is told, unless
    /// nobody asks any more, because the server stops.
    pub fn spawn<F>(&self, what: &'static str, task: F) -> JoinHandle<()>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let ends = self.ends.clone();
        tokio::spawn(async move {
            let why = caught(task).await.err();
            tell(&ends, what, why);
        })
    }

    /// Something without which nothing works is not there any more: why.
    pub fn fail(&self, failure: Failure) {
        let _ = self.ends.try_send(End {
            what: "it",
            why: None,
            failure: Some(failure),
        });
    }

    /// The same for a task that may end by itself, and may not fail.
    pub fn spawn_that_may_end<F>(&self, what: &'static str, task: F) -> JoinHandle<()>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let ends = self.ends.clone();
        tokio::spawn(async move {
            if let Err(why) = caught(task).await {
                tell(&ends, what, Some(why));
            }
        })
    }
}

impl Ends {
    /// Waits until the first vital task has ended: why the program must.
    pub async fn next(&mut self) -> Failure {
        match self.0.recv().await {
            Some(end) => end.into(),
            // All of them have been asked to end.
            None => std::future::pending().await,
        }
    }

    /// Whether one has panicked, where all were asked to end.
    pub fn panicked(&mut self) -> Option<Failure> {
        let ends = std::iter::from_fn(|| self.0.try_recv().ok());
        ends.filter(|end| end.why.is_some())
            .map(Failure::from)
            .next()
    }
}

/// Runs a future to its end; a panic in it comes back as words, and is told
/// nowhere else.
pub async fn caught<F: Future>(future: F) -> Result<F::Output, String> {
    let mut future = pin!(future);
    poll_fn(|context| {
        let outer = CAUGHT.replace(true);
        let polled = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)));
        CAUGHT.set(outer);
        match polled {
            Ok(polled) => polled.map(Ok),
            Err(payload) => Poll::Ready(Err(last_words(payload))),
        }
    })
    .await
}

/// From now on a panic that nobody catches is one line for the operator.
pub fn tell_of_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let words = words(panic);
        if CAUGHT.get() {
            LAST.set(words);
        } else {
            log::tell(&format!("chat-server: a mistake in this program: {words}"));
        }
    }));
}

impl From<End> for Failure {
    fn from(End { what, why, failure }: End) -> Self {
        if let Some(failure) = failure {
            return failure;
        }
        let why = why.unwrap_or_else(|| "it was not asked to".to_owned());
        Self::Ended { what, why }
    }
}

fn tell(ends: &mpsc::Sender<End>, what: &'static str, why: Option<String>) {
    // A few are enough, and where nobody listens the server has stopped.
    let failure = None;
    let _ = ends.try_send(End { what, why, failure });
}

/// What was noted of a panic; where nobody notes, what it bears.
fn last_words(payload: Box<dyn Any + Send>) -> String {
    let noted = LAST.take();
    if !noted.is_empty() {
        return noted;
    }
    match payload.downcast::<String>() {
        Ok(words) => *words,
        Err(other) => other
            .downcast_ref::<&str>()
            .map_or_else(|| "no words".to_owned(), |words| (*words).to_owned()),
    }
}

/// Where it was, and what was said, in one line.
fn words(panic: &PanicHookInfo<'_>) -> String {
    let payload = panic.payload();
    let whole = payload.downcast_ref::<String>().map(String::as_str);
    let said = whole.or_else(|| payload.downcast_ref::<&str>().copied());
    let said = said.unwrap_or("no words").replace('\n', " ");
    match panic.location() {
        Some(at) => format!("{}:{}: {said}", at.file(), at.line()),
        None => said,
    }
}

thread_local! {
    /// Whether somebody catches what panics on this thread now.
    static CAUGHT: Cell<bool> = const { Cell::new(false) };
    /// What the last panic was.
    static LAST: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Ends that wait to be heard: the first is the one that matters.
const TOLD: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn whatever_a_vital_task_ends_by_is_told() {
        let (vital, mut ends) = Vital::new();
        vital.spawn("the hub", async { panic!("on purpose") });
        let failure = ends.next().await.to_string();
        assert!(failure.contains("the hub"), "{failure}");
        assert!(failure.contains("on purpose"), "{failure}");
        assert_eq!(failure.lines().count(), 1);
        vital.spawn("two", tokio::task::yield_now());
        let failure = ends.next().await.to_string();
        assert!(failure.contains("two"), "{failure}");
    }

    #[tokio::test]
    async fn a_task_that_may_end_is_told_of_only_where_it_fails() {
        let (vital, mut ends) = Vital::new();
        let ended = vital.spawn_that_may_end("one", tokio::task::yield_now());
        ended.await.unwrap();
        assert!(ends.panicked().is_none());
        let failed = vital.spawn_that_may_end("two", async { panic!("on purpose") });
        failed.await.unwrap();
        assert!(ends.panicked().is_some());
    }

    #[tokio::test]
    async fn one_that_is_asked_to_end_is_no_failure() {
        let (vital, mut ends) = Vital::new();
        let task = vital.spawn("one", std::future::pending());
        task.abort();
        assert!(task.await.unwrap_err().is_cancelled());
        assert!(ends.panicked().is_none());
    }
}
