//! A first word that asks for something else than a chat.

use clap::Subcommand;

use crate::cli::replay::Replay;
use chat_net::papers::Paper;

/// The words.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Word {
    #[command(flatten)]
    Paper(Paper),
    /// Show a recording of the wire: what --trace wrote
    #[command(hide = true)]
    Replay(Replay),
}
