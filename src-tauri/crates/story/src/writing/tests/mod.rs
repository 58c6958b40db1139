#![allow(clippy::unwrap_used, clippy::expect_used)]

mod pipeline;
mod player;
mod refusals;
mod world;
