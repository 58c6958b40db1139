#![allow(clippy::unwrap_used, clippy::expect_used)]

mod composing;
mod disk;
mod pipeline;
mod player;
mod refusals;
mod rewriting;
mod world;
