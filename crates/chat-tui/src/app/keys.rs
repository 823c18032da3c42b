//! Key to action. One table is the bindings, the help page, the hints of the
//! status row and the manual; what the person chose stands over it.
//!
//! The only file, with those below it, that takes a key event apart; elsewhere it
//! is carried as data.

pub mod typing;
pub mod table;
pub mod binding;
pub mod chord;

use crossterm::event::KeyEvent;

use crate::app::event::Action;

use binding::Binding;
use binding::Scope;
use chord::Chord;
use chord::Sequence;
use table::TABLE;

/// Which keys do what, in this run of the program.
#[derive(Clone, Debug)]
pub struct Keymap {
    rows: Vec<Row>,
}

/// An action, and the keys that do it now.
#[derive(Clone, Debug)]
pub struct Row {
    /// What the table says of it.
    pub binding: &'static Binding,
    /// The keys, the one that is told first.
    pub keys: Vec<Sequence>,
}

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Do this.
    Do(Action),
    /// The key begins a sequence.
    Begun(Chord),
    /// Nothing.
    Nothing,
}

/// Why the keys that somebody chose cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no such action.
    NoAction(String),
    /// It cannot be without a key.
    Needed(&'static str),
    /// Two actions would have the same key.
    Collision {
        /// The key.
        keys: Sequence,
        /// The action whose keys were chosen.
        chosen: &'static str,
        /// The one that has it too.
        other: &'static str,
    },
}

impl Default for Keymap {
    fn default() -> Self {
        let row = |binding: &'static Binding| Row {
            binding,
            keys: binding.keys.to_vec(),
        };
        Self {
            rows: TABLE.iter().map(row).collect(),
        }
    }
}

impl Keymap {
    /// The table, with other keys for the actions that are named.
    pub fn with(chosen: &[(String, Vec<Sequence>)]) -> Result<Self, Fault> {
        let mut map = Self::default();
        for (name, keys) in chosen {
            let row = map.rows.iter_mut().find(|row| row.binding.name == name);
            let row = row.ok_or_else(|| Fault::NoAction(name.clone()))?;
            row.keys.clone_from(keys);
        }
        map.check()?;
        Ok(map)
    }

    /// What a key means here, perhaps after one that began a sequence.
    pub fn meaning(&self, scope: Scope, begun: Option<Chord>, key: KeyEvent) -> Meaning {
        let Some(chord) = Chord::pressed(key) else {
            return begun.map_or(Meaning::Nothing, Meaning::Begun);
        };
        let (first, then) = match begun {
            Some(first) => (first, Some(chord)),
            None => (chord, None),
        };
        let bound = self.working(scope).flat_map(|row| {
            let action = row.binding.action;
            row.keys.iter().map(move |keys| (keys, action))
        });
        for (keys, action) in bound.filter(|(keys, _)| keys.first == first) {
            if keys.then == then {
                return Meaning::Do(action);
            }
            if then.is_none() {
                return Meaning::Begun(first);
            }
        }
        match (then, chord.text()) {
            (None, Some(c)) => Meaning::Do(Action::Insert(c)),
            (Some(_), _) | (None, None) => Meaning::Nothing,
        }
    }

    /// The key that is told for an action, if it has one there.
    pub fn hint(&self, scope: Scope, action: Action) -> Option<Sequence> {
        let mut rows = self.working(scope);
        rows.find(|row| row.binding.action == action)
            .and_then(|row| row.keys.first().copied())
    }

    /// The actions that work there, those without a key too.
    pub fn working(&self, scope: Scope) -> impl Iterator<Item = &Row> {
        let there = move |row: &&Row| row.binding.words(scope).is_some();
        self.rows.iter().filter(there)
    }

    /// All of them, in the order of the table.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    fn check(&self) -> Result<(), Fault> {
        for (at, row) in self.rows.iter().enumerate() {
            let name = row.binding.name;
            if row.keys.is_empty() && NEEDED.contains(&name) {
                return Err(Fault::Needed(name));
            }
            for other in self.rows.iter().take(at) {
                check_two(row, other)?;
            }
        }
        Ok(())
    }
}

/// Where both work, no key may do both.
fn check_two(row: &Row, other: &Row) -> Result<(), Fault> {
    if !row.binding.meets(other.binding) {
        return Ok(());
    }
    let (row, other) = if row.is_as_it_was() {
        (other, row)
    } else {
        (row, other)
    };
    let clash = |keys: &&Sequence| other.keys.iter().any(|have| have.clashes(**keys));
    match row.keys.iter().find(clash) {
        None => Ok(()),
        Some(keys) => Err(Fault::Collision {
            keys: *keys,
            chosen: row.binding.name,
            other: other.binding.name,
        }),
    }
}

impl Row {
    /// Whether nobody chose other keys.
    pub fn is_as_it_was(&self) -> bool {
        self.keys == self.binding.keys
    }
}

/// Without these nobody could say anything, or come back from a page.
const NEEDED: [&str; 2] = ["send", "cancel"];

#[cfg(test)]
mod tests;
