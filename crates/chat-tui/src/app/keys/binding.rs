//! One row of the table of keys.

use crate::app::event::Action;
use crate::app::keys::chord::Sequence;
use crate::speech::topic::Keys;

/// What keys act upon. The same key may mean one thing here and another there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The input and the history.
    Chat,
    /// The help page.
    Help,
    /// A word that is looked for.
    Search,
    /// A word that is looked for in what one wrote before.
    Recall,
    /// A list to choose from.
    Choice,
    /// What was said and nothing else.
    Copy,
    /// What only the person knows, asked for before the server lets us in.
    Answer,
    /// The window on the wire.
    Wire,
    /// A message that is chosen.
    Message,
}

/// An action and its keys.
#[derive(Debug)]
pub struct Binding {
    /// What the configuration calls it.
    pub name: &'static str,
    /// What is done.
    pub action: Action,
    /// The keys where nobody chose others; the first is the one that is told.
    pub keys: &'static [Sequence],
    /// Where it works, and what it does there, in words.
    pub means: &'static [(Scope, Words)],
}

/// A sentence of the catalogue.
pub type Words = fn(&Keys) -> &'static str;

impl Binding {
    /// What it does there, if it does anything.
    pub fn words(&self, scope: Scope) -> Option<Words> {
        let mut meanings = self.means.iter().filter(|(there, _)| *there == scope);
        meanings.next().map(|(_, words)| *words)
    }

    /// Whether there is a place where both work.
    pub fn meets(&self, other: &Self) -> bool {
        let mut scopes = self.means.iter().map(|(scope, _)| *scope);
        scopes.any(|scope| other.words(scope).is_some())
    }
}
