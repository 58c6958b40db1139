#![allow(clippy::unwrap_used, clippy::expect_used)]

mod player;
mod pipeline;
mod refusals;
mod world;
