//! Language models: the one in the program, and the shelf they stand on. Knows no story and no job.

mod model;

pub use model::{Generated, Model, ModelError, Prompt, Request, Role, Sampling, StopCause, TextSink, Turn};
