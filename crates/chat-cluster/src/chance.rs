//! The only file that asks the system for chance.

use crate::fault::Fault;

/// A number that nobody else has.
pub fn number() -> Result<u128, Fault> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|why| Fault::System(format!("no chance: {why}")))?;
    Ok(u128::from_le_bytes(bytes))
}
