//! The engine from outside: real files in a temporary workspace, and work that does as it is told.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod cleaning;
mod commands;
mod crash;
mod damage;
mod faults;
mod feed;
mod looking;
mod queue;
mod runs;
mod work;
mod world;
