//! A disk that dies or is full while something is asked.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use mythline_files::{Op, Tap};
use mythline_protocol::{ErrorCode, JobStatus, Saving};

use super::{
    acts::Verb,
    model::{Answer, Job, Model, Place, stages},
    play::Play,
};

/// A disk that dies at a change, or is full.
pub(super) struct Disk {
    pub(super) left: AtomicUsize,
    pub(super) full: AtomicBool,
}

impl Disk {
    pub(super) fn sound() -> Arc<Self> {
        Arc::new(Self { left: AtomicUsize::new(usize::MAX), full: AtomicBool::new(false) })
    }

    pub(super) fn is_dead(&self) -> bool {
        self.left.load(Ordering::SeqCst) == 0
    }
}

impl Tap for Disk {
    fn before(&self, op: &Op) -> io::Result<()> {
        let alive = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        let room = !self.full.load(Ordering::SeqCst) || !matches!(op, Op::Create(_) | Op::MakeFolder(_));
        if alive.is_ok() && room { Ok(()) } else { Err(io::ErrorKind::StorageFull.into()) }
    }
}

impl Play {
    /// The disk dies in the middle of a verb. What was answered is so; the rest has happened or has not.
    pub(super) async fn die_during(&mut self, verb: &Verb, n: usize) {
        let before = self.model.clone();
        let expected = self.model.ask(verb);
        self.disk.left.store(n, Ordering::SeqCst);
        let answered = self.put_to_engine(verb, &before).await;
        let kept = !self.disk.is_dead() && answered.is_ok();
        let id = answered.as_ref().ok().cloned().flatten().map(|(_, id)| id);
        self.disk.left.store(0, Ordering::SeqCst);
        let _ = self.quit().await;
        let mut after = self.model.clone();
        if expected == Answer::Started {
            after.jobs.last_mut().unwrap().id = id.unwrap_or_default();
        }
        self.reopen().await;
        let certain = kept && !matches!(verb, Verb::Hold(_) | Verb::Limit(..));
        self.survive(before, after, certain);
    }

    pub(super) async fn die_in_step(&mut self, at: usize, n: usize) {
        let before = self.model.clone();
        self.model.step(at);
        self.disk.left.store(n, Ordering::SeqCst);
        self.work.let_go(&before.jobs[at].id, 1);
        // It may be over before the end begins, or be in the middle.
        tokio::task::yield_now().await;
        self.disk.left.fetch_min(n / 2, Ordering::SeqCst);
        let _ = self.quit().await;
        self.disk.left.store(0, Ordering::SeqCst);
        let after = self.model.clone();
        self.reopen().await;
        self.survive(before, after, false);
    }

    /// Takes over what the engine found, when it is what may be: the state before, the one after, or one
    /// between the two.
    fn survive(&mut self, mut before: Model, mut after: Model, certain: bool) {
        let stages: Vec<_> = (0..after.jobs.len())
            .map(|at| match after.jobs[at].status {
                // What was answered is so. That its turn came in consequence may not have reached the disk.
                status @ (JobStatus::Paused | JobStatus::Cancelled) if certain => vec![status],
                _ => stages(before.jobs.get(at), &after.jobs[at]),
            })
            .collect();
        before.reopen();
        after.reopen();
        let rows = self.ours();
        let fresh = rows.iter().find(|row| before.jobs.iter().all(|job| job.id != row.id));
        let mut found = Model { jobs: Vec::new(), ..after.clone() };
        for (at, mut job) in after.jobs.into_iter().enumerate() {
            let earlier = before.jobs.get(at);
            if job.id.is_empty() {
                // A start that nobody was told of: it may be there or not.
                let Some(fresh) = fresh else { continue };
                job.id.clone_from(&fresh.id);
            }
            if job.place == Place::Damaged {
                found.jobs.push(job);
                continue;
            }
            let (now, then) = (job.is_listed(), earlier.is_some_and(Job::is_listed));
            job.place = match rows.iter().find(|row| row.id == job.id) {
                Some(row) => {
                    assert!(now || then && !certain, "it is back: {row:?}");
                    assert!(stages[at].contains(&row.status), "{row:?} is none of {:?}", stages[at]);
                    job.status = row.status;
                    Place::Listed
                }
                None => {
                    assert!(!now || !then && !certain, "it is lost: {job:?}");
                    Place::Gone
                }
            };
            let done = self.steps_done(&job);
            assert!(done == job.done || earlier.is_some_and(|e| done == e.done), "{done} steps of {job:?}");
            job.done = done;
            found.jobs.push(job);
        }
        found.take_queue(&self.queue_left());
        self.model = found;
    }

    /// The disk is full while something is asked. What can be held in memory is; the rest is refused.
    pub(super) async fn full_during(&mut self, verb: &Verb) {
        let before = self.model.clone();
        let expected = self.model.ask(verb);
        self.disk.full.store(true, Ordering::SeqCst);
        let answered = self.put_to_engine(verb, &before).await;
        self.disk.full.store(false, Ordering::SeqCst);
        let refused =
            matches!(&answered, Err(e) if matches!(e.code, ErrorCode::DiskFull | ErrorCode::NotNow));
        self.eventually(
            |play| {
                let saved = matches!(play.engine.saving(), Saving::Saved { .. });
                saved && play.ours().iter().all(|row| row.saved)
            },
            |play| format!("it is not saved: {:?}", play.engine.saving()),
        )
        .await;
        if !refused || matches!(expected, Answer::Refused(_)) {
            return self.took(&expected, answered);
        }
        // It was not to be refused and is, for want of room. A clean has cancelled what ran by then.
        let wanted = std::mem::replace(&mut self.model, before);
        if let Verb::Clean(_) | Verb::Discard(_) = verb {
            for at in 0..self.model.jobs.len() {
                let job = &self.model.jobs[at];
                let row = self.ours().into_iter().find(|row| row.id == job.id);
                if job.status != wanted.jobs[at].status
                    && row.is_some_and(|r| r.status == JobStatus::Cancelled)
                {
                    self.model.cancel(at);
                }
            }
            self.model.fill();
        }
    }
}
