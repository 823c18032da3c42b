//! The only file that reads files: credentials.

use std::path::Path;

use crate::fault::Fault;
use crate::identity::Identity;

/// Reads a file of credentials, where one is named.
pub fn read(path: Option<&Path>) -> Result<Option<Identity>, Fault> {
    let Some(path) = path else {
        return Ok(None);
    };
    let fault = |why: String| Fault::Creds {
        path: path.to_owned(),
        why,
    };
    let text = std::fs::read_to_string(path).map_err(|why| fault(why.to_string()))?;
    let identity = Identity::parse(&text).map_err(|why| fault(why.to_owned()))?;
    Ok(Some(identity))
}
