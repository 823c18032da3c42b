//! Makes the pictures of the documents anew, from the real programs:
//! `cargo test -p chat-tests --test pictures`.
//!
//! Each scene is played on a pseudo-terminal; what stands on it in the end becomes
//! an SVG file in `docs/pictures`. Not part of the suite: times and ports of a
//! picture are those of the moment.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "whoever makes pictures sees what goes wrong"
)]

#[cfg(unix)]
mod scenes;

#[cfg(unix)]
fn main() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/pictures");
    std::fs::create_dir_all(&folder).expect("a folder for the pictures");
    for (name, scene) in scenes::ALL {
        let file = folder.join(format!("{name}.svg"));
        std::fs::write(&file, scene()).expect("a picture is written");
    }
}

#[cfg(not(unix))]
fn main() {}
