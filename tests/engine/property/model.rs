//! The engine as one would explain it on a napkin: a list of jobs, an order of those that wait, and how
//! many of a lane run at once. It knows no disk and no time.

use mythline_protocol::{ErrorCode, JobStatus};
use serde_json::{Value, json};

use super::acts::Verb;

/// What a job is asked to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ask {
    pub(super) subject: u8,
    pub(super) steps: u32,
    pub(super) lane: u8,
    /// It fails at its second step, whenever it gets there.
    pub(super) fails: bool,
}

impl Ask {
    pub(super) fn subject(self) -> String {
        format!("Subject {}", self.subject)
    }

    pub(super) fn options(self) -> Value {
        let end = if self.fails { "fail" } else { "well" };
        json!({ "steps": self.steps, "gate": true, "lane": lane(self.lane), "end": end })
    }
}

pub(super) fn lane(lane: u8) -> String {
    format!("lane {lane}")
}

/// Where a job's record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In the list.
    Listed,
    /// Cleaned, and can be brought back.
    Cleaned,
    /// Cleaned or deleted; it does not come back.
    Gone,
    /// Another program made its file something else. Nothing is asked of it any more.
    Damaged,
    /// Another program deleted its file. Nothing is asked of it any more.
    Deleted,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Job {
    pub(super) id: String,
    pub(super) ask: Ask,
    pub(super) status: JobStatus,
    pub(super) done: u32,
    pub(super) place: Place,
    /// What another program wrote into its file.
    pub(super) note: Option<u32>,
}

impl Job {
    pub(super) fn is_listed(&self) -> bool {
        self.place == Place::Listed
    }
}

/// What a verb is to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    Done,
    /// A new job.
    Started,
    /// This job of the list.
    Attached(usize),
    Refused(ErrorCode),
}

#[derive(Debug, Clone)]
pub(super) struct Model {
    pub(super) jobs: Vec<Job>,
    pub(super) waiting: Vec<usize>,
    /// The order from before the last start, of those that have no new place since.
    pub(super) remembered: Vec<usize>,
    pub(super) held: bool,
    pub(super) limits: [usize; 2],
}

impl Model {
    pub(super) fn new() -> Self {
        let (jobs, waiting, remembered) = Default::default();
        Self { jobs, waiting, remembered, held: false, limits: [1, 1] }
    }

    /// What a verb does. A new job has no id yet.
    pub(super) fn ask(&mut self, verb: &Verb) -> Answer {
        let jobs = self.jobs.len();
        let pick = |index: &proptest::sample::Index| index.index(jobs);
        let answer = match verb {
            Verb::Start(ask) => self.start(*ask),
            Verb::Hold(hold) => {
                self.held = *hold;
                Answer::Done
            }
            Verb::Limit(lane, limit) => {
                self.limits[usize::from(*lane)] = *limit;
                Answer::Done
            }
            Verb::CleanFinished => {
                for job in &mut self.jobs {
                    let ended = matches!(job.status, JobStatus::Completed | JobStatus::Cancelled);
                    if job.is_listed() && ended {
                        job.place = Place::Cleaned;
                    }
                }
                Answer::Done
            }
            Verb::Undo(job) => match self.jobs[pick(job)].place {
                Place::Cleaned => {
                    self.jobs[pick(job)].place = Place::Listed;
                    Answer::Done
                }
                _ => Answer::Refused(ErrorCode::UnknownJob),
            },
            Verb::Clean(jobs) => self.clean(&jobs.iter().map(pick).collect::<Vec<_>>()),
            Verb::Before(job, before) => self.put_before(pick(job), pick(before)),
            Verb::Cancel(job)
            | Verb::Pause(job)
            | Verb::Resume(job)
            | Verb::WriteNow(job)
            | Verb::Retry(job)
            | Verb::Discard(job)
            | Verb::First(job)
            | Verb::Last(job) => match self.jobs[pick(job)].place {
                Place::Listed => self.ask_of(verb, pick(job)),
                _ => Answer::Refused(ErrorCode::UnknownJob),
            },
        };
        self.fill();
        answer
    }

    fn ask_of(&mut self, verb: &Verb, at: usize) -> Answer {
        let status = self.jobs[at].status;
        let waits = self.waiting.contains(&at);
        match verb {
            Verb::Cancel(_) => {
                self.cancel(at);
                Answer::Done
            }
            Verb::Pause(_) if status.is_active() => {
                self.set(at, JobStatus::Paused);
                Answer::Done
            }
            Verb::WriteNow(_) if waits => self.put(at, 0),
            Verb::First(_) if waits => self.put(at, 0),
            Verb::Last(_) if waits => self.put(at, self.waiting.len() - 1),
            Verb::Resume(_) | Verb::WriteNow(_) => match status {
                JobStatus::Queued | JobStatus::Running => Answer::Done,
                JobStatus::Paused | JobStatus::Error | JobStatus::Interrupted => {
                    self.jobs[at].status = JobStatus::Queued;
                    match verb {
                        Verb::WriteNow(_) => self.put(at, 0),
                        _ => self.come_back(at),
                    }
                }
                _ => Answer::Refused(ErrorCode::NotNow),
            },
            Verb::Retry(_) if !status.is_active() => self.start(self.jobs[at].ask),
            Verb::Discard(_) => match status {
                JobStatus::Queued | JobStatus::Running | JobStatus::Completed => {
                    Answer::Refused(ErrorCode::NotNow)
                }
                _ => self.clean(&[at]),
            },
            _ => Answer::Refused(ErrorCode::NotNow),
        }
    }

    fn start(&mut self, ask: Ask) -> Answer {
        let same = |at: &usize| {
            let job = &self.jobs[*at];
            job.ask == ask && job.is_listed() && job.status.is_active()
        };
        let paused = |at: &usize| self.jobs[*at].status == JobStatus::Paused;
        if let Some(at) = (0..self.jobs.len()).filter(same).min_by_key(paused) {
            if self.jobs[at].status == JobStatus::Paused {
                self.jobs[at].status = JobStatus::Queued;
                self.come_back(at);
            }
            return Answer::Attached(at);
        }
        self.waiting.push(self.jobs.len());
        let (status, place) = (JobStatus::Queued, Place::Listed);
        self.jobs.push(Job { id: String::new(), ask, status, done: 0, place, note: None });
        Answer::Started
    }

    fn clean(&mut self, jobs: &[usize]) -> Answer {
        if jobs.iter().any(|at| self.jobs[*at].place != Place::Listed) {
            return Answer::Refused(ErrorCode::UnknownJob);
        }
        for at in jobs {
            self.cancel(*at);
            self.jobs[*at].place = Place::Cleaned;
        }
        Answer::Done
    }

    pub(super) fn cancel(&mut self, at: usize) {
        if self.jobs[at].status.is_active() {
            self.set(at, JobStatus::Cancelled);
        }
    }

    /// Into the queue: at the old place among those that had one, or at the end.
    fn come_back(&mut self, at: usize) -> Answer {
        let old = |job: usize| self.remembered.iter().position(|remembered| *remembered == job);
        let later = |waits: &usize| old(at).is_some() && old(*waits) > old(at);
        let place = self.waiting.iter().position(later).unwrap_or(self.waiting.len());
        self.waiting.insert(place, at);
        Answer::Done
    }

    /// Out of the queue, and out of the old order.
    fn leave(&mut self, at: usize) {
        self.waiting.retain(|waits| *waits != at);
        self.remembered.retain(|remembered| *remembered != at);
    }

    fn put(&mut self, at: usize, place: usize) -> Answer {
        self.leave(at);
        self.waiting.insert(place, at);
        Answer::Done
    }

    fn put_before(&mut self, at: usize, before: usize) -> Answer {
        if [at, before].iter().any(|job| self.jobs[*job].place != Place::Listed) {
            return Answer::Refused(ErrorCode::UnknownJob);
        }
        if ![at, before].iter().all(|job| self.waiting.contains(job)) {
            return Answer::Refused(ErrorCode::NotNow);
        }
        if at == before {
            return Answer::Done;
        }
        self.leave(at);
        let place = self.waiting.iter().position(|waits| *waits == before).unwrap();
        self.waiting.insert(place, at);
        Answer::Done
    }

    /// Moves a job out of the queue, or out of its run.
    fn set(&mut self, at: usize, status: JobStatus) {
        self.leave(at);
        self.jobs[at].status = status;
    }

    /// A job that runs does its next step.
    pub(super) fn step(&mut self, at: usize) {
        let job = &mut self.jobs[at];
        if job.ask.fails && job.done == 1 {
            job.status = JobStatus::Error;
        } else {
            job.done += 1;
            if job.done == job.ask.steps {
                job.status = JobStatus::Completed;
            }
        }
        self.fill();
    }

    /// The jobs that run and may do a step.
    pub(super) fn running(&self) -> Vec<usize> {
        let runs =
            |at: &usize| self.jobs[*at].status == JobStatus::Running && self.jobs[*at].place == Place::Listed;
        (0..self.jobs.len()).filter(runs).collect()
    }

    /// Begins what there is room for.
    pub(super) fn fill(&mut self) {
        while !self.held
            && let Some(place) = self.waiting.iter().position(|at| {
                let lane = self.jobs[*at].ask.lane;
                let runs = |at: &&usize| self.jobs[**at].ask.lane == lane;
                self.running().iter().filter(runs).count() < self.limits[usize::from(lane)]
            })
        {
            let at = self.waiting[place];
            self.leave(at);
            let job = &mut self.jobs[at];
            // All of it may be there, when the program died before it could say so.
            let finished = job.done == job.ask.steps;
            job.status = if finished { JobStatus::Completed } else { JobStatus::Running };
        }
    }

    /// The program has ended, however it did, and is opened again.
    pub(super) fn reopen(&mut self) {
        for job in &mut self.jobs {
            job.status = after_the_end(job.status);
            if matches!(job.place, Place::Cleaned | Place::Deleted) {
                job.place = Place::Gone;
            }
        }
        self.waiting.clear();
    }

    /// What the program left of its queue is taken over: a crash may have come before the last of it.
    pub(super) fn take_queue(&mut self, left: &Value) {
        self.held = left["held"].as_bool().unwrap_or(false);
        let limit = |which: u8| left["limits"][lane(which)].as_u64().map_or(1, |n| n.try_into().unwrap());
        self.limits = [0, 1].map(limit);
        let order = left["order"].as_array().cloned().unwrap_or_default();
        let known = |id: Value| self.jobs.iter().position(|job| id == job.id.as_str());
        self.remembered = order.into_iter().filter_map(known).collect();
    }
}

/// What a job may be called when the program dies in the middle of something: as before, as after, or as
/// on the way from the one to the other.
pub(super) fn stages(before: Option<&Job>, after: &Job) -> Vec<JobStatus> {
    let before = before.map(|job| job.status);
    let mut stages = vec![after.status];
    stages.extend(before);
    let begun = |status| matches!(status, JobStatus::Running | JobStatus::Completed);
    if begun(after.status) && !before.is_some_and(begun) {
        stages.push(JobStatus::Queued);
    }
    if before == Some(JobStatus::Queued) {
        // Another made room, and its turn came.
        stages.push(JobStatus::Running);
    }
    stages.into_iter().map(after_the_end).collect()
}

/// What a job is called when the program that held it is gone.
pub(super) fn after_the_end(status: JobStatus) -> JobStatus {
    match status {
        JobStatus::Queued => JobStatus::Paused,
        JobStatus::Running => JobStatus::Interrupted,
        other => other,
    }
}
