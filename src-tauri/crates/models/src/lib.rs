//! Language models: the one in the program, those on servers, and the shelf they stand on. Knows no story and no job.

#[cfg(feature = "fake")]
mod fake;
mod file;
#[cfg(test)]
mod fuzz;
mod hub;
mod local;
mod model;
mod server;
mod shelf;
mod stream;
mod trouble;

#[cfg(feature = "fake")]
pub use fake::{FakeModel, FakeStep};
pub use file::ModelFile;
pub use hub::Progress;
pub use local::{LocalModel, Seat};
pub use model::{Generated, Model, ModelError, Prompt, Request, Role, Sampling, StopCause, TextSink, Turn};
pub use server::{KeyPlace, Keychain, MOST_AT_ONCE, Patience, Secret, Server, ServerModel, WhenDown};
#[cfg(feature = "schema")]
pub use shelf::schemas;
pub use shelf::{Shelf, starter_file};
