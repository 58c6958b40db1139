#![allow(clippy::unwrap_used, clippy::expect_used)]

mod composing;
mod disk;
mod long;
mod more;
mod pipeline;
mod planned;
mod planning;
mod player;
mod quests;
mod refusals;
mod rewriting;
mod talking;
mod world;
