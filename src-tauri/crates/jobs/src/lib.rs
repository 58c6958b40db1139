//! The job engine: what runs, what waits, what is kept. It knows no story and no window.
//!
//! It runs anything that implements [`Work`].

#![forbid(unsafe_code)]

mod work;

pub use work::{JobHandle, Outcome, Prepared, StepProgress, StopReason, Work, WorkEnd, WorkRequest};
