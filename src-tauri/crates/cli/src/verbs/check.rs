use clap::Args;

use crate::{
    desk::Desk,
    exit::{Answer, Exit},
};

/// Check a story against its notes, step by step
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The subject, or a job
    subject: String,
}

impl Check {
    pub(crate) async fn run(self, _desk: &Desk) -> Answer {
        Ok(Exit::Done)
    }
}
