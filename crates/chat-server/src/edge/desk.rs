//! Where the operator's lines come in: standard input is read, what the console makes
//! of a line is done, and what it says is written to standard error.

use std::sync::Arc;

use chat_net::impaired_udp::Bell;
use chat_net::tap::Tap;
use chat_proto::text::clean;
use chat_proto::trace::event::Event;
use chat_proto::trace::weather::Impairments;
use chat_weather::manual_queue::ManualCommand;
use chat_weather::profile::Profile;

use crate::clock;
use crate::console::Console;
use crate::console::Deed;
use crate::console::Held;
use crate::door::Door;
use crate::edge::input;
use crate::edge::stream_impairer::StreamImpairer;
use crate::edge::udp_endpoint::UdpEndpoint;
use crate::log;
use crate::traffic::Input;

/// Reads the operator's commands.
#[derive(Debug)]
pub struct Desk {
    reach: Reach,
    console: Console,
}

/// What can be changed from here.
#[derive(Debug)]
pub struct Reach {
    /// The sockets of datagrams.
    pub endpoints: Vec<Arc<UdpEndpoint>>,
    /// Rings when a datagram is held.
    pub bell: Arc<Bell>,
    /// The connections.
    pub impairer: StreamImpairer,
    /// Where changes of the weather are traced.
    pub tap: Tap,
    /// Where orders to the class go.
    pub door: Door,
}

impl Desk {
    /// Over what can be changed.
    pub fn new(reach: Reach, console: Console) -> Self {
        Self { reach, console }
    }

    /// Takes commands until the input ends.
    pub async fn attend(mut self) {
        let mut lines = input::lines();
        say(self.console.opening());
        loop {
            tokio::select! {
                () = self.reach.bell.rings() => say(self.console.news(self.reach.held())),
                line = lines.recv() => match line {
                    Some(line) => self.hear(&line).await,
                    None => break,
                },
            }
        }
        if let Some(last) = self.console.closing() {
            self.reach.obey(last);
        }
    }

    async fn hear(&mut self, line: &str) {
        match self.console.hear(line, &self.reach.held()) {
            Deed::Say(lines) => say(lines),
            Deed::Order(order) => self.reach.door.tell(Input::Desk(order)).await,
            Deed::Change(profile, said) => {
                self.reach.change(&profile);
                say([said]);
            }
            Deed::Hold(said) => {
                for endpoint in &self.reach.endpoints {
                    endpoint.hold();
                }
                say([said]);
            }
            Deed::Obey(command) => self.reach.obey(command),
        }
    }
}

impl Reach {
    fn obey(&self, command: ManualCommand) {
        let now = clock::now().mono;
        let before = self.held();
        let done = self
            .endpoints
            .iter()
            .map(|endpoint| endpoint.obey(now, command));
        let done = done.fold(false, |any, done| any | done);
        say([Console::obeyed(command, done, &before)]);
    }

    fn change(&self, profile: &Profile) {
        let now = clock::now().mono;
        for endpoint in &self.endpoints {
            endpoint.change(now, profile, &self.bell);
        }
        self.impairer.change(now, profile);
        let (words, seed) = (profile.words.as_str().into(), profile.seed);
        self.tap
            .note(now, || Event::Impairments(Impairments { words, seed }));
    }

    /// What waits at all ports, oldest first.
    fn held(&self) -> Vec<Held> {
        let held = self.endpoints.iter().flat_map(|endpoint| endpoint.held());
        let mut held: Vec<_> = held.collect();
        held.sort_by_key(|(_, held)| held.number);
        held
    }
}

/// Never waits for a terminal that somebody has stopped.
fn say(lines: impl IntoIterator<Item = impl AsRef<str>>) {
    for line in lines {
        log::tell(&clean(line.as_ref()));
    }
}
