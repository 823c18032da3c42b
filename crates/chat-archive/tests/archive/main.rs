//! The archive from outside: what is given to it, what it answers, what is in its file.

mod house;
mod keeping;
mod paging;
mod searching;
mod going;
mod opening;
mod model;
