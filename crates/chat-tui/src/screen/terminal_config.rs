//! How the terminal is used: decided before there is a screen.

/// How the terminal is used.
pub(crate) struct TerminalConfig {
    /// Whether colours are wanted at all.
    pub colours: bool,
    /// Whether it is asked to tell keys apart that look alike.
    pub asks_for_keys: bool,
}
