//! The link over the weather, on a virtual clock.

mod claims;
mod document;
mod figures;
mod hostile;
mod seeds;
mod world;
