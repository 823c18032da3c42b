//! Which sentences there are: one file for each topic.

mod commands;
mod dates;
mod flashes;
mod foreign;
mod keys;
mod screen;
mod signs;
mod status;
mod writing;
mod troubles;

pub use commands::Commands;
pub use dates::Dates;
pub use flashes::Flashes;
pub use foreign::Foreign;
pub use keys::Keys;
pub use screen::Screen;
pub use signs::Signs;
pub use status::Status;
pub use troubles::Troubles;
pub use writing::Writing;
