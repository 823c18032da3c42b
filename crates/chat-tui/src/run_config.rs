//! All that was asked for: with whom to talk, and how the screen is to be. Plain
//! values; the command line and the configuration file fill them in.

use std::path::PathBuf;

use crate::app::settings::Depth;
use crate::app::settings::ScreenSettings;
use crate::config::Config;
use crate::terminal::Tells;

/// One run of the program.
#[derive(Clone, Debug)]
pub(crate) struct RunConfig {
    /// With whom, as whom, by which way.
    pub config: Config,
    /// How the person wants the screen.
    pub settings: ScreenSettings,
    /// How many colours there are, where any are wanted.
    pub colours: Depth,
    /// What the terminal is asked to tell.
    pub tells: Tells,
    /// The configuration file, where one is read.
    pub file: Option<PathBuf>,
    /// Where what is read is written too.
    pub log: Option<PathBuf>,
}
