//! What a server begins with: what an archive has, what several servers share, or nothing.

use std::path::PathBuf;

use crate::config::Config;
use crate::failure::Failure;
use crate::hub::Hub;
use crate::keeper;
use crate::keeper::Keeper;
#[cfg(not(feature = "cluster"))]
use crate::serve::alone::Joined;
#[cfg(feature = "cluster")]
use crate::serve::joined::Joined;

/// It, and where what is said is kept from now on.
pub struct Remembering {
    pub hub: Hub,
    pub keeper: Option<Keeper>,
    pub joined: Option<Joined>,
    pub kept_in: Option<PathBuf>,
}

/// Opens the archive, where there is to be one.
pub async fn begin(config: &mut Config, joined: Option<Joined>) -> Result<Remembering, Failure> {
    let rules = config.rules.clone();
    let opened = keeper::opened(config.archive.take()).await?;
    let (opened, keeper) = opened.unzip();
    let (hub, joined) = match (&opened, joined) {
        (Some(opened), Some(joined)) => {
            let (hub, joined) = joined.hub(rules, opened).await?;
            (hub, Some(joined))
        }
        (Some(opened), None) => (Hub::with_archive(rules, opened), None),
        (None, joined) => (Hub::new(rules), joined),
    };
    Ok(Remembering {
        hub,
        keeper,
        joined,
        kept_in: opened.map(|opened| opened.path),
    })
}
