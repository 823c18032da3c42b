//! What a session knows of several servers that share its conversation.

/// As the server told on this connection, and what is remembered beyond it.
#[derive(Debug, Default)]
pub(in crate::session) struct Servers {
    /// Whether the server says that it is cut off from the others.
    pub apart: bool,
}
