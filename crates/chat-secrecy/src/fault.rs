//! Why there is no secrecy.

use std::fmt;

/// What is wrong, in words for whoever runs the program.
#[derive(Debug)]
pub struct Fault(String);

impl Fault {
    pub(crate) fn because(what: &str, why: impl fmt::Display) -> Self {
        Self(format!("{what}: {why}"))
    }

    pub(crate) fn of(what: &str) -> Self {
        Self(what.to_owned())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}
