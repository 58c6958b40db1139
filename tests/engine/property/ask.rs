//! A verb, put to the model and to the engine.

use mythline_jobs::Place as Moved;
use mythline_protocol::{CommandError, StartAnswer, StartResponse};
use proptest::sample::Index;

use super::{
    acts::Verb,
    model::{Answer, Model, Place, lane},
    play::Play,
};
use crate::world::request;

/// What the engine answered, in the model's words.
type Answered = Result<Option<(StartAnswer, String)>, CommandError>;

impl Play {
    /// Whether a verb has jobs to be asked of, and none that another program has spoilt.
    pub(super) fn can(&self, verb: &Verb) -> bool {
        let sound = |index: &Index| {
            let jobs = &self.model.jobs;
            !jobs.is_empty()
                && !matches!(jobs[index.index(jobs.len())].place, Place::Damaged | Place::Deleted)
        };
        match verb {
            Verb::Start(_) | Verb::Hold(_) | Verb::Limit(..) => true,
            Verb::CleanFinished => {
                self.model.jobs.iter().all(|job| !matches!(job.place, Place::Damaged | Place::Deleted))
            }
            Verb::Clean(jobs) => jobs.iter().all(sound),
            Verb::Before(job, before) => sound(job) && sound(before),
            Verb::Cancel(job)
            | Verb::Pause(job)
            | Verb::Resume(job)
            | Verb::WriteNow(job)
            | Verb::Retry(job)
            | Verb::Discard(job)
            | Verb::Undo(job)
            | Verb::First(job)
            | Verb::Last(job) => sound(job),
        }
    }

    pub(super) async fn ask(&mut self, verb: &Verb) {
        let before = self.model.clone();
        let expected = self.model.ask(verb);
        let answered = self.put_to_engine(verb, &before).await;
        self.took(&expected, answered);
    }

    /// Compares the answers, and learns the id of a new job.
    pub(super) fn took(&mut self, expected: &Answer, answered: Answered) {
        match (expected, answered) {
            (Answer::Done, Ok(None)) => {}
            (Answer::Started, Ok(Some((StartAnswer::Started, id)))) => {
                self.model.jobs.last_mut().unwrap().id = id;
            }
            (Answer::Attached(at), Ok(Some((StartAnswer::Attached, id)))) => {
                assert_eq!(id, self.model.jobs[*at].id);
            }
            (Answer::Refused(code), Err(e)) => assert_eq!(e.code, *code, "{e}"),
            (expected, answered) => panic!("{expected:?} was expected, and the answer is {answered:?}"),
        }
    }

    pub(super) async fn put_to_engine(&self, verb: &Verb, before: &Model) -> Answered {
        let id = |index: &Index| before.jobs[index.index(before.jobs.len())].id.clone();
        let engine = &self.engine;
        let done = |_| None;
        let started = |answer: StartResponse| Some((answer.status, answer.job_id));
        let asked = async {
            match verb {
                Verb::Start(ask) => {
                    engine.start("steps", request(&ask.subject(), ask.options())).await.map(started)
                }
                Verb::Cancel(job) => engine.cancel(&id(job)).await.map(|_| None),
                Verb::Pause(job) => engine.pause(&id(job)).await.map(done),
                Verb::Resume(job) => engine.resume(&id(job)).await.map(done),
                Verb::WriteNow(job) => engine.write_now(&id(job)).await.map(done),
                Verb::Retry(job) => engine.retry(&id(job)).await.map(started),
                Verb::Discard(job) => engine.discard(&id(job)).await.map(|_| None),
                Verb::Clean(jobs) => {
                    engine.clean(&jobs.iter().map(id).collect::<Vec<_>>()).await.map(|_| None)
                }
                Verb::CleanFinished => engine.clean_finished().await.map(|_| None),
                Verb::Undo(job) => engine.undo_clean(&[id(job)]).await.map(done),
                Verb::First(job) => engine.move_to(&id(job), Moved::First).await.map(done),
                Verb::Last(job) => engine.move_to(&id(job), Moved::Last).await.map(done),
                Verb::Before(job, before) => {
                    engine.move_to(&id(job), Moved::Before(id(before))).await.map(done)
                }
                Verb::Hold(hold) => engine.hold_queue(*hold).await.map(done),
                Verb::Limit(which, limit) => engine.set_limit(&lane(*which), *limit).await.map(done),
            }
        };
        self.in_time(asked, || format!("no answer to {verb:?} of {before:#?}")).await
    }
}
