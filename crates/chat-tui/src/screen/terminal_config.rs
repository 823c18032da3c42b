//! How the terminal is used: decided before there is a screen.

use crate::app::settings::Depth;
use crate::terminal::Tells;

/// How the terminal is used.
pub(crate) struct TerminalConfig {
    /// How many colours there are, where any are wanted.
    pub colours: Depth,
    /// What it is asked to tell.
    pub tells: Tells,
}
