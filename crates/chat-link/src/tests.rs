//! The link over the weather, on a virtual clock.

mod claims;
mod document;
mod figures;
mod frames;
mod hostile;
mod ladder;
mod road;
mod script;
mod seeds;
mod shrunk;
mod told;
mod truth;
mod asked;
mod world;
