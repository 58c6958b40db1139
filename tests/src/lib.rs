//! What the tests of the boundaries share: a world of temporary folders in which the program is run as
//! a user runs it, and a model that writes at once and the same every time.

mod fake;
mod run;
mod server;
mod service;
mod wait;
mod watched;
mod world;

pub use fake::FakeModels;
pub use run::{Ended, Running};
pub use server::{Asked, Reply, TestServer};
pub use service::Service;
pub use wait::{LIMIT, wait_until};
pub use watched::network_calls;
pub use world::World;

/// Notes that carry a short story: enough people, places and events for six steps or more.
pub const NOTES: &str = include_str!("../fixtures/notes/the-ferry.md");
