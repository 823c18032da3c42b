//! The engine as it is shown, and what its operator should know.

use crate::link::Info;
use crate::news::Engine;
use crate::stream::Found;

/// The engine as it is shown.
pub fn shown(address: &str, info: &Info, found: &Found, nodes: usize) -> Engine {
    let is_lonely = nodes >= 3 && found.replicas < 3;
    let lonely = is_lonely.then(|| {
        format!(
            "The log is kept on {} of {nodes} nodes, and stands still without it: `nats stream edit {} --replicas 3` has it on three",
            found.replicas, found.name
        )
    });
    let warnings: Vec<String> = [info.warning(), lonely].into_iter().flatten().collect();
    Engine {
        address: address.to_owned(),
        version: info.version.clone(),
        replicas: found.replicas,
        last: found.last,
        warning: (!warnings.is_empty()).then(|| warnings.join(". ")),
    }
}
