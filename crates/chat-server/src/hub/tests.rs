//! The hub's promises: one test for each sentence of the contract that needs no
//! socket, and a naive model beside it.

mod stage;
mod coming;
mod resuming;
mod saying;
mod answering;
mod editing;
mod signing;
mod limits;
mod returning;
mod led;
mod house;
mod trust;
mod crowds;
mod remembering;
mod past;
mod pasting;
mod disk;
mod going;
mod model;
mod replaying;
mod cluster;
