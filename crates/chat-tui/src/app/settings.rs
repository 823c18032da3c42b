//! How the person wants the screen to behave: plain values, decided once at the
//! start by the command line and the configuration.

use crate::app::keys::Keymap;
use crate::speech::Language;

/// What can be chosen; the defaults are what nobody has to choose.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The language of the screen.
    pub language: Language,
    /// Which keys do what.
    pub keymap: Keymap,
}
