//! The window on the wire over the whole screen, with nobody to talk with: a recording
//! that is played, or a server that is observed.

use std::io;
use std::path::Path;

use chat_net::tap::Tap;
use chat_proto::name::Name;
use tokio::runtime::Builder;
use tokio::runtime::Runtime;

use crate::app;
use crate::app::App;
use crate::app::settings::Display;
use crate::app::settings::MouseUse;
use crate::app::settings::ScreenSettings;
use crate::app::settings::WireKept;
use crate::app::wire::player::Player;
use crate::aside::Aside;
use crate::clock;
use crate::config::Endpoint;
use crate::config::NetworkConfig;
use crate::failure::Failure;
#[cfg(unix)]
use crate::gallery::Gallery;
use crate::recorder::Recorder;
use crate::screen;
use crate::screen::TerminalConfig;
use crate::session::traffic::Setup;
use crate::socket::Socket;
use crate::speech::Speech;
use crate::speech::topic::wire;
use crate::terminal::Tells;

/// Plays a recording, with nobody to talk with.
pub(crate) fn play(
    player: Player,
    display: Display,
    speech: &'static Speech,
) -> Result<(), Failure> {
    let runtime = runtime()?;
    let recorder = Recorder::new(&Tap::default(), WireKept::Nothing);
    let begin = |app: &mut App| app::begin_replay(app, player);
    let done = runtime.block_on(alone(begin, recorder, (display, speech)));
    runtime.shutdown_background();
    done
}

/// Shows what a server shows of itself, with nobody to talk with.
#[cfg(unix)]
pub(crate) fn observe(
    place: &Path,
    display: Display,
    speech: &'static Speech,
) -> Result<(), Failure> {
    let runtime = runtime()?;
    let gallery = runtime.block_on(Gallery::connect(place));
    let gallery = gallery.map_err(|error| no_gallery(place, &error, speech))?;
    let recorder = Recorder::observing(gallery);
    let done = runtime.block_on(alone(app::begin_observing, recorder, (display, speech)));
    runtime.shutdown_background();
    done
}

/// There is no such socket here.
#[cfg(not(unix))]
pub(crate) fn observe(place: &Path, _: Display, speech: &'static Speech) -> Result<(), Failure> {
    let error = io::Error::from(io::ErrorKind::Unsupported);
    Err(no_gallery(place, &error, speech))
}

fn no_gallery(place: &Path, error: &io::Error, speech: &Speech) -> Failure {
    let words = speech.wire.no_gallery(wire::NoGallery {
        place: place.display(),
        error,
    });
    Failure::Recordings { words, status: 1 }
}

/// The window on the wire over the whole screen, and no conversation.
async fn alone(
    begin: impl FnOnce(&mut App),
    recorder: Recorder,
    (display, speech): (Display, &'static Speech),
) -> Result<(), Failure> {
    let network = NetworkConfig::clear();
    let settings = ScreenSettings {
        language: speech.language,
        wire: WireKept::Nothing,
        signs: false,
        mouse: MouseUse::OfTheTerminal,
        drawn_in: display.drawn_in,
        ..ScreenSettings::default()
    };
    let setup = Setup::new(Name::guest(1), 0);
    let mut app = App::new(clock::now(), setup, clock::offset_minutes(), settings);
    begin(&mut app);
    let terminal_config = TerminalConfig {
        colours: display.colours,
        tells: Tells {
            keys_apart: false,
            mouse: false,
        },
    };
    let socket = Socket::new(Endpoint::local(0), network, Aside::new(None, speech));
    let seat = (app, recorder);
    Box::pin(screen::run(seat, socket, terminal_config, None, None)).await
}

/// One thread for all that waits.
pub(crate) fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}
