//! Who wrote a recording, and with whom it talked.

/// Who wrote a recording.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Begin {
    /// Whether there was such a line at all.
    pub is_said: bool,
    /// The program.
    pub program: String,
    /// How its person is called, where it has one.
    pub name: Option<String>,
    /// When: microseconds since 1970.
    pub wall: Option<i64>,
    /// What every draw depends on.
    pub seed: Option<u64>,
    /// Whether texts were left out or masked by the recorder.
    pub contents: Option<String>,
}

impl Begin {
    /// Whether the server wrote it.
    pub fn is_server(&self) -> bool {
        self.program.contains("server")
    }
}

/// One conversation, as the recorder knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// What its lines call it.
    pub id: String,
    /// How it goes.
    pub transport: Transport,
    /// The recorder's own address.
    pub local: Option<String>,
    /// The other side's.
    pub peer: Option<String>,
    /// The link's number.
    pub link: Option<String>,
}

/// How a conversation goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Transport {
    /// Datagrams.
    #[default]
    Udp,
    /// A stream over the network.
    Tcp,
    /// A stream on one machine.
    Unix,
}

impl Transport {
    /// As a recording writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Udp => "udp",
            Self::Tcp => "tcp",
            Self::Unix => "unix",
        }
    }
}

impl Flow {
    /// A flow of which only the name is known, which may be an address (`tcp 10.0.0.7:4040`).
    pub(crate) fn named(id: &str) -> Self {
        let (transport, address) = match id.split_once(' ') {
            Some(("tcp", address)) => (Transport::Tcp, address),
            Some(("unix", address)) => (Transport::Unix, address),
            Some(("udp", address)) => (Transport::Udp, address),
            Some(_) | None => (Transport::Udp, id),
        };
        let is_address = address.contains([':', '/', '.']);
        Self {
            id: id.to_owned(),
            transport,
            peer: is_address.then(|| address.to_owned()),
            ..Self::default()
        }
    }

    /// What a `flow` line says of it.
    pub(crate) fn learn(&mut self, said: &FlowSaid) {
        self.transport = said.transport.unwrap_or(self.transport);
        let learned = [
            (&mut self.local, &said.local),
            (&mut self.peer, &said.peer),
            (&mut self.link, &said.link),
        ];
        for (known, said) in learned {
            if said.is_some() {
                known.clone_from(said);
            }
        }
    }
}

/// What a `flow` line says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlowSaid {
    /// How it goes.
    pub transport: Option<Transport>,
    /// The recorder's own address.
    pub local: Option<String>,
    /// The other side's.
    pub peer: Option<String>,
    /// The link's number.
    pub link: Option<String>,
}
