//! Models on servers: what they answer, what goes wrong on the way, who sees a key, and that nothing is sent
//! where no server was chosen. The servers here are scripted, on this computer.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods, reason = "tests")]

mod downloads;
mod faults;
mod hub;
mod keys;
mod quiet;
mod shelf;
mod story;
mod streams;
mod world;
