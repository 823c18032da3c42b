//! One more server for somebody at a screen: an app, a socket and a recorder of its own,
//! asked for as the first one was.

use std::io;
use std::path::PathBuf;

use chat_net::chance;
use chat_net::tap::Tap;
use chat_proto::room::RoomName;
use chat_trust::words::SixWords;

use crate::address;
use crate::app;
use crate::app::App;
use crate::app::settings::ScreenSettings;
use crate::aside::Aside;
use crate::clock;
use crate::config::Endpoint;
use crate::config::NetworkConfig;
use crate::keyfile::KeyFile;
use crate::recorder::Recorder;
use crate::session::traffic::Identity;
use crate::session::traffic::Setup;
use crate::socket::Socket;
use crate::speech::Speech;

/// All that it takes.
pub(crate) struct Opener {
    /// As the first conversation began.
    pub setup: Setup,
    /// More rooms to enter.
    pub rooms: Vec<RoomName>,
    pub network: NetworkConfig,
    pub settings: ScreenSettings,
    pub keyfile: Option<KeyFile>,
    pub words: Option<SixWords>,
    /// The configuration file, where one is read.
    pub file: Option<PathBuf>,
    pub speech: &'static Speech,
    /// Servers that were asked for beside the first one.
    pub more: Vec<Endpoint>,
}

/// One more server.
pub(crate) struct Opened {
    pub app: App,
    pub socket: Socket,
    pub recorder: Recorder,
}

impl Opener {
    /// The one that somebody has written: `udp HOST:PORT`, `HOST`.
    pub(crate) fn read(&self, words: &str) -> Result<Endpoint, String> {
        address::endpoint(words, &self.speech.usage)
    }

    /// At this one, too: the same name, key and rooms, and what passes on its wire is its
    /// own.
    pub(crate) fn open(&self, endpoint: Endpoint) -> io::Result<Opened> {
        let identity = Identity {
            secret: chance::bytes()?,
            ..self.setup.identity.clone()
        };
        let setup = Setup {
            identity,
            datagrams: endpoint.is_datagram(),
            ..self.setup.clone()
        };
        let network = NetworkConfig {
            tap: Tap::default(),
            trace: None,
            ..self.network.clone()
        };
        let app = self.app(&endpoint, setup);
        let recorder = Recorder::new(&network.tap, app.settings.wire);
        let aside = Aside::new(self.keyfile.clone(), self.speech).keeping(self.file.clone());
        Ok(Opened {
            app,
            socket: Socket::new(endpoint, network, aside),
            recorder,
        })
    }

    /// Somebody at this server, before anything has happened there.
    pub(crate) fn app(&self, endpoint: &Endpoint, setup: Setup) -> App {
        let (offset, settings) = (clock::offset_minutes(), self.settings.clone());
        let mut app = App::new(clock::now(), setup, offset, settings);
        app.title = address::title(endpoint);
        app.words = self.words;
        for room in &self.rooms {
            app.enter_too(room.clone());
        }
        let NetworkConfig { profile, hold, .. } = &self.network;
        app::begin_weather(&mut app, profile.clone(), *hold);
        app
    }
}
