//! Somebody who gets what is noted.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::time::Instant;

use chat_proto::trace::contents::Contents;
use chat_proto::trace::entry::Entry;
use chat_proto::trace::entry::Flow;
use chat_proto::trace::event::Event;
use chat_proto::trace::recording::Kept;

/// Where entries go. It never waits.
pub trait Sink: Send + Debug {
    /// One more. False: there is nobody any more.
    fn take(&mut self, entry: Entry) -> bool;
}

/// Something that happened, as it is noted.
#[derive(Clone, Debug)]
pub struct Noted {
    /// With its contents, secrets masked.
    pub event: Event,
    /// Its contents with texts masked too, where somebody wants them.
    pub masked: Option<Contents>,
}

impl From<Event> for Noted {
    /// One without contents.
    fn from(event: Event) -> Self {
        Self {
            event,
            masked: None,
        }
    }
}

/// One subscriber.
#[derive(Debug)]
pub struct Subscriber {
    /// Who it is, among all that there ever were.
    pub id: u64,
    began: Instant,
    kept: Kept,
    /// The flows whose ends it was told.
    named: BTreeSet<Flow>,
    sink: Box<dyn Sink>,
}

impl Subscriber {
    /// From this moment on.
    pub fn new(id: u64, began: Instant, kept: Kept, sink: Box<dyn Sink>) -> Self {
        Self {
            id,
            began,
            kept,
            named: BTreeSet::new(),
            sink,
        }
    }

    /// Whether it wants texts masked.
    pub fn wants_masked(&self) -> bool {
        self.kept == Kept::Masked
    }

    /// Takes what was noted, as it wants it. False: there is nobody any more.
    pub fn take(&mut self, now: Instant, flow: Option<Flow>, noted: &Noted) -> bool {
        if let (Event::Flow(named), Some(flow)) = (&noted.event, flow) {
            // It is said again for each newcomer: once is enough for the others.
            let news = self.named.insert(flow) || named.link.is_some();
            if !news {
                return true;
            }
        }
        let mut event = noted.event.clone();
        match self.kept {
            Kept::Yes => {}
            Kept::Masked => set_contents(&mut event, noted.masked.clone()),
            Kept::No => set_contents(&mut event, None),
        }
        let at = now.saturating_duration_since(self.began);
        self.sink.take(Entry { at, flow, event })
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "four of many events have contents"
)]
fn set_contents(event: &mut Event, contents: Option<Contents>) {
    match event {
        Event::Out(datagram) | Event::In(datagram) => datagram.contents = contents,
        Event::Read(read) => read.contents = contents,
        Event::Write(write) => write.contents = contents,
        _ => {}
    }
}

/// How many bytes of contents an event has.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "four of many events have contents"
)]
pub fn contents_of(event: &Event) -> usize {
    let contents = match event {
        Event::Out(datagram) | Event::In(datagram) => &datagram.contents,
        Event::Read(read) => &read.contents,
        Event::Write(write) => &write.contents,
        _ => &None,
    };
    contents.as_ref().map_or(0, |c| c.bytes().len())
}

/// Takes the contents out of an event.
pub fn strip(event: &mut Event) {
    set_contents(event, None);
}
