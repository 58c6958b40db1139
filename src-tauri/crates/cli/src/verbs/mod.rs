//! The verbs: one short file each.

mod cancel;
mod check;
mod choose;
mod clean;
mod discard;
mod doctor;
mod export;
mod jobs;
mod lock;
mod log;
mod manual;
mod models;
mod more;
mod move_to;
mod notes;
mod open;
mod own;
mod pause;
mod queue;
mod result;
mod resume;
mod retry;
mod rewrite;
mod status;
mod tries;
mod wait;
mod write;

use clap::Subcommand;

use crate::{desk::Desk, exit::Answer};

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    Write(write::Write),
    Jobs(jobs::Jobs),
    Status(status::Status),
    Result(result::ResultOf),
    Wait(wait::Wait),
    Log(log::Log),
    Cancel(cancel::Cancel),
    Pause(pause::Pause),
    Resume(resume::Resume),
    Retry(retry::Retry),
    Discard(discard::Discard),
    Clean(clean::Clean),
    Move(move_to::Move),
    Queue(queue::Queue),
    Notes(notes::Notes),
    Models(models::Models),
    Check(check::Check),
    Tries(tries::Tries),
    Rewrite(rewrite::Rewrite),
    More(more::More),
    Choose(choose::Choose),
    Lock(lock::Lock),
    Unlock(lock::Unlock),
    Export(export::Export),
    Open(open::Open),
    Doctor(doctor::Doctor),
    Own(own::Own),
    Manual(manual::Manual),
}

pub(crate) async fn run(verb: Verb, desk: &Desk) -> Answer {
    match verb {
        Verb::Write(verb) => verb.run(desk).await,
        Verb::Jobs(verb) => verb.run(desk).await,
        Verb::Status(verb) => verb.run(desk).await,
        Verb::Result(verb) => verb.run(desk).await,
        Verb::Wait(verb) => verb.run(desk).await,
        Verb::Log(verb) => verb.run(desk).await,
        Verb::Cancel(verb) => verb.run(desk).await,
        Verb::Pause(verb) => verb.run(desk).await,
        Verb::Resume(verb) => verb.run(desk).await,
        Verb::Retry(verb) => verb.run(desk).await,
        Verb::Discard(verb) => verb.run(desk).await,
        Verb::Clean(verb) => verb.run(desk).await,
        Verb::Move(verb) => verb.run(desk).await,
        Verb::Queue(verb) => verb.run(desk).await,
        Verb::Notes(verb) => verb.run(desk).await,
        Verb::Models(verb) => verb.run(desk).await,
        Verb::Check(verb) => verb.run(desk).await,
        Verb::Tries(verb) => verb.run(desk).await,
        Verb::Rewrite(verb) => verb.run(desk).await,
        Verb::More(verb) => verb.run(desk).await,
        Verb::Choose(verb) => verb.run(desk).await,
        Verb::Lock(verb) => verb.run(desk).await,
        Verb::Unlock(verb) => verb.run(desk).await,
        Verb::Export(verb) => verb.run(desk).await,
        Verb::Open(verb) => verb.run(desk),
        Verb::Doctor(verb) => verb.run(desk).await,
        Verb::Own(verb) => verb.run(desk).await,
        Verb::Manual(verb) => verb.run(desk),
    }
}
