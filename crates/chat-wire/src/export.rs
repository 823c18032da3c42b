//! A recording in the forms of other programs. Which one is asked for by the ending of
//! the file.

pub mod pcapng;
pub mod mermaid;
pub mod svg;
pub mod ndjson;
