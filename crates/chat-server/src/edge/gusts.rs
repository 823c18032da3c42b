//! The weather of streams: each connection that is let in gets its own, the
//! n-th one of a seed always the same.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use chat_proto::weather::duplex::Duplex;
use chat_proto::weather::forecast::Forecast;

use crate::clock;
use crate::edge::pipe::Bare;
use crate::edge::pipe::Pipe;
use crate::edge::tracefile::StreamTrace;
use crate::edge::tracefile::TraceFile;

/// What connections get. Clones count together.
#[derive(Clone, Debug)]
pub struct Gusts {
    forecast: Arc<Forecast>,
    count: Arc<AtomicU64>,
    trace: Option<TraceFile>,
}

impl Gusts {
    /// As it was asked for.
    pub fn new(forecast: &Forecast, trace: Option<TraceFile>) -> Self {
        Self {
            forecast: Arc::new(forecast.clone()),
            count: Arc::default(),
            trace,
        }
    }

    /// A connection that is let in, in its weather.
    pub fn around(&self, bare: Bare, from: Option<SocketAddr>) -> Pipe {
        if self.forecast.streams.is_clear() {
            return Pipe::Clear(bare);
        }
        let Forecast { seed, streams, .. } = &*self.forecast;
        let now = clock::now().mono;
        let flow = self.count.fetch_add(1, Ordering::Relaxed);
        let trace = self.trace.clone().map(|trace| StreamTrace {
            trace,
            flow: from.map_or_else(|| format!("unix {flow}"), |from| format!("tcp {from}")),
        });
        let duplex = Duplex::new(now, streams, (*seed, flow), trace.is_some());
        Pipe::rough(bare, duplex, trace)
    }
}
