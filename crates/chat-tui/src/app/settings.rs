//! How the person wants the screen to behave: plain values, decided once at the
//! start by the command line and the configuration.

use crate::app::keys::Keymap;
use crate::speech::Language;

/// What can be chosen; the defaults are what nobody has to choose.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The language of the screen.
    pub language: Language,
    /// Messages that are kept, of all conversations together.
    pub kept_messages: Option<usize>,
    /// The newest rows that stay on the screen while one reads older ones; none:
    /// 0.
    pub live_rows: Option<u16>,
    /// Which keys do what.
    pub keymap: Keymap,
}
