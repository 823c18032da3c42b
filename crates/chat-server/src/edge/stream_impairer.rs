//! Impairments for accepted connections: each has draws of its own, the n-th one of a
//! seed always the same, and changes when the operator says so.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::Weak;
use std::time::Instant;

use chat_net::connection::Connection;
use chat_net::raw_stream::RawStream;
use chat_net::tap::Tap;
use chat_proto::trace::stream::Opened;
use chat_weather::profile::Profile;

use crate::clock;

/// Wraps accepted connections. Clones are the same one.
#[derive(Clone, Debug)]
pub struct StreamImpairer {
    inside: Arc<Mutex<Inside>>,
    tap: Tap,
}

#[derive(Debug)]
struct Inside {
    profile: Profile,
    /// Connections so far.
    count: u64,
    /// Those that are open, and fewer closed ones than twice as many.
    open: Vec<Weak<Connection>>,
    /// How many of them lead to a sweep.
    crowded: usize,
}

impl StreamImpairer {
    /// With the impairments that were asked for.
    pub fn new(profile: &Profile, tap: Tap) -> Self {
        let inside = Inside {
            profile: profile.clone(),
            count: 0,
            open: Vec::new(),
            crowded: FEW,
        };
        let inside = Arc::new(Mutex::new(inside));
        Self { inside, tap }
    }

    /// A connection that was accepted, with its impairments.
    pub fn around(&self, raw: RawStream) -> Arc<Connection> {
        let now = clock::now().mono;
        self.with(|inside| {
            let flow = inside.count;
            inside.count += 1;
            let stream = Arc::new(Connection::new(raw, flow, &self.tap, Opened::default()));
            stream.change(now, &inside.profile);
            inside.remember(&stream);
            stream
        })
    }

    /// Other impairments from now on, also for the connections that are open.
    pub fn change(&self, now: Instant, profile: &Profile) {
        self.with(|inside| {
            inside.profile = profile.clone();
            for stream in inside.open.iter().filter_map(Weak::upgrade) {
                stream.change(now, profile);
            }
        });
    }

    fn with<T>(&self, act: impl FnOnce(&mut Inside) -> T) -> T {
        act(&mut self.inside.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Inside {
    /// Forgets those that are gone each time as many have come as were left.
    fn remember(&mut self, stream: &Arc<Connection>) {
        if self.open.len() >= self.crowded {
            self.open.retain(|stream| stream.strong_count() > 0);
            self.crowded = (2 * self.open.len()).max(FEW);
        }
        self.open.push(Arc::downgrade(stream));
    }
}

/// Connections that are remembered before any is forgotten.
const FEW: usize = 64;
