//! The window on the wire as values: which rows it shows, which one is chosen, what is
//! looked for. What keys do there is decided in `on_wire`.

mod alone;
mod asking;
mod looking;
mod stepping;
pub mod window;
pub mod closer;
pub mod holding;
pub mod chosen;
pub mod letters;
pub mod player;
pub mod quiz;
pub mod steps;
pub mod export;
pub mod shown;
