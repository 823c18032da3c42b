//! Which sentences there are: one file for each topic.

mod commands;
mod configuration;
mod dates;
mod failures;
mod flashes;
mod foreign;
mod keys;
mod lines;
mod options;
mod pipe;
mod reasons;
mod reading;
mod screen;
mod signs;
mod status;
mod writing;
mod troubles;
mod usage;

pub use commands::Commands;
pub use configuration::Configuration;
pub use dates::Dates;
pub use failures::Failures;
pub use flashes::Flashes;
pub use foreign::Foreign;
pub use keys::Keys;
pub use lines::Lines;
pub use options::Options;
pub use pipe::Pipe;
pub use reading::Reading;
pub use reasons::Reasons;
pub use screen::Screen;
pub use signs::Signs;
pub use status::Status;
pub use troubles::Troubles;
pub use usage::Usage;
pub use writing::Writing;
