//! The window on the wire as values: which rows it shows, which one is chosen, what is
//! looked for. What keys do there is decided in `on_wire`.

mod alone;
pub mod window;
pub mod chosen;
pub mod letters;
pub mod player;
pub mod shown;
