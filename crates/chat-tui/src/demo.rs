//! `--demo`: a server and some people inside this program, who follow a script, for
//! whoever sits there alone. Nothing of it leaves the machine, and nothing stays.

mod plain;
mod person;
mod over;
mod script;

use std::time::Duration;

use chat_net::chance;
use chat_proto::name::Name;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::aside::Aside;
use crate::clock;
use crate::config::NetworkConfig;
use crate::config::Transport;
use crate::hosting::Hosted;
use crate::session::traffic::Identity;
use crate::session::traffic::Setup;
use crate::signal::Signals;
use crate::socket::Socket;
use crate::speech::Speech;
use crate::talk;

use over::Ender;
use over::Over;
use person::Person;
use script::Script;

/// The people, as long as it goes on. Dropped, they are gone.
pub(crate) struct Cast {
    names: Vec<String>,
    tasks: JoinSet<()>,
    ender: Ender,
}

/// How one of them is connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// JSON over TCP.
    Stream,
    /// A link over UDP.
    Link,
    /// Lines of text, as `nc` sends them.
    Plain,
}

impl Cast {
    /// So many people, none of whom is called like the person at the keyboard, at this
    /// server. Within a runtime.
    pub(crate) fn begin(
        count: usize,
        (person, hosted): (&Name, &Hosted),
        (speech, seed): (&'static Speech, u64),
    ) -> std::io::Result<Self> {
        let taken = person.as_str().to_lowercase();
        let names = NAMES.iter().filter(|name| taken != **name);
        let names: Vec<_> = names.take(count).map(|name| (*name).to_owned()).collect();
        let (ender, over) = over::end();
        let mut tasks = JoinSet::new();
        for (me, name) in names.iter().enumerate() {
            let words = (&speech.demo, seed);
            let script = Script::new(clock::now().mono, me, names.clone(), words);
            let way = WAYS.get(me % WAYS.len()).copied().unwrap_or(Way::Stream);
            enter(
                &mut tasks,
                (name, script),
                (way, hosted),
                (speech, over.clone()),
            )?;
        }
        Ok(Self {
            names,
            tasks,
            ender,
        })
    }

    /// How they are called.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// All of them leave, and are waited for, but not long.
    pub(crate) async fn leave(mut self) {
        self.ender.end();
        let all = async { while self.tasks.join_next().await.is_some() {} };
        // Dropped with the rest, if anybody is left.
        let _ = timeout(LEAVING, all).await;
    }
}

/// One of them begins to talk, this way.
fn enter(
    tasks: &mut JoinSet<()>,
    (name, script): (&str, Script),
    (way, hosted): (Way, &Hosted),
    (speech, over): (&'static Speech, Over),
) -> std::io::Result<()> {
    // All of them stand still together.
    let clock = hosted.clock.clone().unwrap_or_default();
    let transport = match way {
        Way::Stream => Transport::Tcp,
        Way::Link => Transport::Udp,
        Way::Plain => {
            let talk = plain::talk(hosted.port, (name.to_owned(), script), (clock, over));
            // Whoever is cut off is gone, as somebody with `nc` would be.
            tasks.spawn(async { drop(talk.await) });
            return Ok(());
        }
    };
    let endpoint = hosted.endpoint(transport);
    let Ok(name) = Name::parse(name) else {
        return Ok(());
    };
    let setup = Setup {
        identity: Identity {
            key: None,
            keep: false,
            secret: chance::bytes()?,
        },
        datagrams: transport == Transport::Udp,
        roster: false,
        catches_up: false,
        ..Setup::new(name, chance::number()?)
    };
    let person = Person::new(setup, (script, clock.clone()), (speech, over));
    let network = NetworkConfig {
        clock,
        ..NetworkConfig::clear()
    };
    let socket = Socket::new(endpoint, network, Aside::new(None, speech));
    let talk = talk::run(person, socket, None, Signals::new()?);
    tasks.spawn(async { drop(Box::pin(talk).await) });
    Ok(())
}

/// More than there may be, since one may be the name of the person at the keyboard.
const NAMES: [&str; 9] = [
    "ana", "bob", "caio", "dina", "eva", "fabio", "gil", "hugo", "ines",
];

/// One after the other.
const WAYS: [Way; 3] = [Way::Stream, Way::Link, Way::Plain];

/// Long enough for a `bye` over a link that loses nothing.
const LEAVING: Duration = Duration::from_secs(1);
