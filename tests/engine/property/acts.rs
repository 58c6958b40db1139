//! What can happen, and how likely it is.

use std::time::Duration;

use proptest::{prelude::*, sample::Index};

use super::model::Ask;

/// Something that is asked of the engine, of the jobs there are by then.
#[derive(Debug, Clone)]
pub(super) enum Verb {
    Start(Ask),
    Cancel(Index),
    Pause(Index),
    Resume(Index),
    WriteNow(Index),
    Retry(Index),
    Discard(Index),
    Clean(Vec<Index>),
    CleanFinished,
    Undo(Index),
    First(Index),
    Last(Index),
    Before(Index, Index),
    Hold(bool),
    Limit(u8, usize),
}

/// What another program does to the files.
#[derive(Debug, Clone)]
pub(super) enum Edit {
    /// A field that nobody knows is put into the file of a job that has ended.
    Note(Index, u32),
    /// The file of a job that has ended becomes something that is no job.
    Damage(Index),
    /// The file of a job that has ended is deleted.
    Delete(Index),
    /// The story job of a subject is deleted.
    DeleteStoryJob(u8),
    /// A tool that works as the page does says where it is.
    Page(u8),
}

#[derive(Debug, Clone)]
pub(super) enum Act {
    Ask(Verb),
    /// A job that runs may do its next step.
    Step(Index),
    /// Time passes.
    Wait(Duration),
    /// The program ends in good order and is opened again.
    Reopen,
    /// The disk dies at its nth change from the verb on, the program with it; it is opened again.
    DieDuring(Verb, usize),
    /// The same while a step is done.
    DieInStep(Index, usize),
    /// The disk is full while this is asked, and then not any more.
    FullDuring(Verb),
    Outside(Edit),
}

pub(super) fn act() -> impl Strategy<Value = Act> {
    let job = any::<Index>;
    prop_oneof![
        12 => verb().prop_map(Act::Ask),
        8 => job().prop_map(Act::Step),
        1 => prop_oneof![Just(2), Just(120)].prop_map(|seconds| Act::Wait(Duration::from_secs(seconds))),
        1 => Just(Act::Reopen),
        2 => (verb(), 0..30_usize).prop_map(|(verb, n)| Act::DieDuring(verb, n)),
        1 => (job(), 0..30_usize).prop_map(|(job, n)| Act::DieInStep(job, n)),
        2 => verb().prop_map(Act::FullDuring),
        2 => edit().prop_map(Act::Outside),
    ]
}

fn verb() -> impl Strategy<Value = Verb> {
    let job = any::<Index>;
    prop_oneof![
        8 => ask().prop_map(Verb::Start),
        2 => job().prop_map(Verb::Cancel),
        3 => job().prop_map(Verb::Pause),
        3 => job().prop_map(Verb::Resume),
        1 => job().prop_map(Verb::WriteNow),
        2 => job().prop_map(Verb::Retry),
        1 => job().prop_map(Verb::Discard),
        2 => proptest::collection::vec(job(), 1..4).prop_map(Verb::Clean),
        1 => Just(Verb::CleanFinished),
        2 => job().prop_map(Verb::Undo),
        1 => job().prop_map(Verb::First),
        1 => job().prop_map(Verb::Last),
        1 => (job(), job()).prop_map(|(job, before)| Verb::Before(job, before)),
        1 => any::<bool>().prop_map(Verb::Hold),
        1 => (0..2_u8, 1..4_usize).prop_map(|(lane, limit)| Verb::Limit(lane, limit)),
    ]
}

fn edit() -> impl Strategy<Value = Edit> {
    let job = any::<Index>;
    prop_oneof![
        2 => (job(), any::<u32>()).prop_map(|(job, note)| Edit::Note(job, note)),
        1 => job().prop_map(Edit::Damage),
        1 => job().prop_map(Edit::Delete),
        1 => (0..2_u8).prop_map(Edit::DeleteStoryJob),
        1 => (0..3_u8).prop_map(Edit::Page),
    ]
}

/// Few enough that the same is asked for twice now and then.
fn ask() -> impl Strategy<Value = Ask> {
    (0..2_u8, 1..4_u32, 0..2_u8, proptest::bool::weighted(0.3))
        .prop_map(|(subject, steps, lane, fails)| Ask { subject, steps, lane, fails })
}
