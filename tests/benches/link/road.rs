//! Two networks with a bad road between them. Each is a network namespace of its
//! own with a TUN device; a relay carries the packets from one device to the
//! other through simulated weather. So the real server, real sockets and the
//! kernel's own TCP are measured, on a kernel without netem too.
//!
//! Needs root, or at least the right to make namespaces and devices.

use std::collections::BTreeMap;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use chat_proto::trace::weather::Way;
use chat_tests::clock;
use chat_weather::Impairer;
use chat_weather::InTransit;
use chat_weather::words;
use nix::sched::CloneFlags;
use nix::sched::unshare;
use tappers::AddAddressV4;
use tappers::Tun;

/// The address at the near end of the road.
pub const NEAR: Ipv4Addr = Ipv4Addr::new(10, 77, 0, 1);

/// The address at its far end.
pub const FAR: Ipv4Addr = Ipv4Addr::new(10, 77, 0, 2);

/// The way from one network to the other.
pub struct Road {
    relay: Sender<Event>,
    frames: Frames,
}

/// Numbered frames that set out, by direction and by the near end's port.
type Frames = Arc<Mutex<BTreeMap<(Way, u16), usize>>>;

enum Event {
    Packet(Way, Vec<u8>),
    Impairments(String, u64),
}

/// Moves this thread, and whatever it starts from now on, into a network of its
/// own, which has one device: the end of a road.
pub fn move_out(address: Ipv4Addr) -> io::Result<Tun> {
    unshare(CloneFlags::CLONE_NEWNET)?;
    let mut device = Tun::new()?;
    let mut request = AddAddressV4::new(address);
    request.set_netmask(30);
    device.add_addr(request)?;
    device.set_up()?;
    Ok(device)
}

impl Road {
    /// A calm one between two devices.
    pub fn between(near: Tun, far: Tun) -> Self {
        let (relay, events) = mpsc::channel();
        let ends = [near, far].map(Arc::new);
        for (end, way) in ends.iter().zip([Way::Out, Way::In]) {
            let (end, events) = (Arc::clone(end), relay.clone());
            thread::spawn(move || read(&end, way, &events));
        }
        let frames = Frames::default();
        let counted = Arc::clone(&frames);
        thread::spawn(move || carry(&events, &ends, &counted));
        let road = Self { relay, frames };
        road.weather(CALM, 1);
        road
    }

    /// The weather from now on, on top of the time that every packet takes.
    pub fn weather(&self, words: &str, seed: u64) {
        self.relay
            .send(Event::Impairments(words.to_owned(), seed))
            .unwrap();
    }

    /// Copies of frames that have set out to or from this port of the near end.
    pub fn frames(&self, way: Way, port: u16) -> usize {
        let frames = self.frames.lock().unwrap();
        frames.get(&(way, port)).copied().unwrap_or(0)
    }
}

/// Nothing but the time that every packet takes.
pub const CALM: &str = "delay 10..12ms";

fn read(end: &Tun, way: Way, events: &Sender<Event>) {
    let mut buffer = vec![0; 65_536];
    while let Ok(count) = end.recv(&mut buffer) {
        if events
            .send(Event::Packet(way, buffer[..count].to_vec()))
            .is_err()
        {
            return;
        }
    }
}

fn carry(events: &Receiver<Event>, ends: &[Arc<Tun>; 2], frames: &Frames) {
    let weather = |words: &str, seed| {
        Impairer::new(
            clock::now(),
            words::impairments(words).unwrap(),
            seed,
            false,
        )
    };
    let mut impairer = weather(CALM, 1);
    loop {
        let now = clock::now();
        let due = impairer.poll_timeout();
        let left = due.map_or(IDLE, |due| due.saturating_duration_since(now));
        match events.recv_timeout(left) {
            Ok(Event::Impairments(words, seed)) => impairer = weather(&words, seed),
            Ok(Event::Packet(way, bytes)) => {
                count(frames, way, &bytes);
                impairer.push(
                    clock::now(),
                    InTransit {
                        way,
                        flow: 0,
                        bytes,
                    },
                );
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        while let Some(in_transit) = impairer.poll(clock::now()) {
            let to = match in_transit.way {
                Way::Out => &ends[1],
                Way::In => &ends[0],
            };
            let _ = to.send(&in_transit.bytes);
        }
    }
}

/// Counts a packet that holds a numbered frame of a link.
fn count(frames: &Frames, way: Way, packet: &[u8]) {
    let (Some(&start), Some(UDP)) = (packet.first(), packet.get(9)) else {
        return;
    };
    let udp = packet
        .get(usize::from(start & 15) * 4..)
        .unwrap_or_default();
    let ports = match way {
        Way::Out => udp.get(..2),
        Way::In => udp.get(2..4),
    };
    let beginning = udp.get(8..udp.len().min(64)).unwrap_or_default();
    if let Some(&[high, low]) = ports
        && beginning.windows(5).any(|word| word == b",\"n\":")
    {
        let port = u16::from_be_bytes([high, low]);
        *frames.lock().unwrap().entry((way, port)).or_default() += 1;
    }
}

const UDP: &u8 = &17;

const IDLE: Duration = Duration::from_secs(3600);
