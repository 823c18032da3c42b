//! The plain dialect: what people type into `nc` and `telnet`, and what they
//! read there.

pub mod hear;
pub mod tell;
pub mod order;
