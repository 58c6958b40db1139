//! Language models: the one in the program, and the shelf they stand on. Knows no story and no job.

mod local;
mod model;
mod trouble;

pub use local::{LocalModel, ModelFile, Seat};
pub use model::{Generated, Model, ModelError, Prompt, Request, Role, Sampling, StopCause, TextSink, Turn};
