//! The engine from outside: real files in a temporary workspace, and work that does as it is told.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]
#![allow(clippy::disallowed_methods, reason = "tests do to files what other programs would")]

mod asking;
mod bulk;
mod cleaning;
mod commands;
mod crash;
mod damage;
mod dice;
mod durability;
mod faults;
mod feed;
mod kills;
mod list;
mod live;
mod lives;
mod looking;
mod property;
mod queue;
#[cfg(target_os = "linux")]
mod real_faults;
mod replay;
mod restart;
mod runs;
mod scarcity;
mod time_left;
mod view;
mod watching;
mod work;
mod world;
