//! The shell without a display: which commands are open to whom, what they answer, what is configured.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

mod access;
mod answers;
mod configured;
mod desk;
