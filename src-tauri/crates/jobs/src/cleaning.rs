//! Cleaning: a record moves to `.mythline/cleaned/`, can be brought back for a while, and is then gone.
//! Stories under `output/` are never touched.

use std::{collections::HashSet, time::Duration};

use mythline_files::{FileError, Folder};
use mythline_protocol::{
    CleanResponse, CleanedJob, CommandError, ErrorCode, JobId, JobRow, JobSource, JobStatus,
};
use tokio::sync::oneshot;

use crate::{
    board::{Board, Key},
    command::{Heard, Reply},
    load,
    opening::subject_key,
    paths,
    record::Record,
    rows::{self, Situation},
    scheduler::Scheduler,
};

/// How long the window offers to undo.
const UNDO: Duration = Duration::from_secs(10);
/// How long a record is kept: longer than the offer, so that the last click still counts.
const KEPT: Duration = Duration::from_secs(60);

/// A record that was cleaned and can still be brought back.
pub(crate) struct Cleaned {
    pub(crate) purge_at: Duration,
}

impl Scheduler {
    pub(crate) fn clean(&mut self, ids: Vec<JobId>, reply: Reply<CleanResponse>) {
        let busy = ids.iter().any(|id| self.jobs.get(id).is_some_and(|job| !job.is_idle()));
        if busy {
            let sentence =
                "A job has changed meanwhile, or is not saved yet. Nothing was cleaned; try again.";
            return drop(reply.send(Err(CommandError::new(ErrorCode::NotNow, sentence))));
        }
        let gone = |id: &JobId| self.leaving.contains(id) || self.board.ours(*id).is_none();
        if ids.iter().any(gone) {
            let sentence = "One of the jobs is not there any more. Nothing was cleaned.";
            return drop(reply.send(Err(CommandError::new(ErrorCode::UnknownJob, sentence))));
        }
        self.leaving.extend(&ids);
        for id in &ids {
            self.jobs.remove(id);
        }
        let heard = self.heard.clone();
        self.disk.write(move |folder| {
            let (tasks, cleaned) = (paths::fixed(paths::TASKS), paths::fixed(paths::CLEANED));
            let (many, failed) = folder.move_all(&tasks, &cleaned, &names(&ids, ".json"));
            let moved = ids[..many].to_vec();
            let failed = failed.map(|e| told(&e));
            let _ = heard.blocking_send(Heard::Cleaned { asked: ids, moved, failed, reply });
        });
    }

    pub(crate) fn were_cleaned(
        &mut self,
        moved: Vec<JobId>,
        failed: Option<CommandError>,
        reply: Reply<CleanResponse>,
    ) {
        let purge_at = self.clock.steady() + KEPT;
        let mut cleaned = Vec::with_capacity(moved.len());
        let mut subjects = HashSet::new();
        for id in moved {
            let Some(row) = self.board.ours(id) else { continue };
            let subject = subject_key(&row.subject);
            if self.newest.get(&subject) == Some(&id) {
                self.newest.remove(&subject);
                subjects.insert(subject);
                self.remove_story_job(&row.subject);
            }
            cleaned.push(CleanedJob { job_id: row.id.clone(), title: row.title.clone() });
            self.cleaned.insert(id, Cleaned { purge_at });
            self.board.remove(&Key::Ours(id));
        }
        self.find_newest_of(&subjects);
        let undo = i64::try_from(UNDO.as_millis()).unwrap_or(i64::MAX);
        let _ = reply.send(match failed {
            Some(e) if cleaned.is_empty() => Err(e),
            // Those that are named have moved; that the others stay is seen in the list.
            _ => Ok(CleanResponse { cleaned, undo_until: self.clock.wall() + undo }),
        });
    }

    pub(crate) fn undo_clean(&mut self, ids: Vec<JobId>, reply: Reply<()>) {
        let now = self.clock.steady();
        if ids.iter().any(|id| self.cleaned.get(id).is_none_or(|cleaned| now >= cleaned.purge_at)) {
            return drop(reply.send(Err(too_late())));
        }
        for id in &ids {
            self.cleaned.remove(id);
        }
        self.returning.extend(&ids);
        let heard = self.heard.clone();
        self.disk.write(move |folder| {
            let (tasks, cleaned) = (paths::fixed(paths::TASKS), paths::fixed(paths::CLEANED));
            let (many, failed) = folder.move_all(&cleaned, &tasks, &names(&ids, ".json"));
            let mut failed = failed.map(|e| told(&e));
            let mut records = Vec::with_capacity(many);
            let left = ids[many..].to_vec();
            for id in &ids[..many] {
                match load::record(folder, *id) {
                    Ok(record) => records.push(record),
                    Err(e) => failed = Some(e),
                }
            }
            let _ = heard.blocking_send(Heard::Restored { asked: ids, left, records, failed, reply });
        });
    }

    /// Those that are left where they were can be brought back by another try.
    pub(crate) fn were_restored(
        &mut self,
        left: Vec<JobId>,
        records: Vec<Record>,
        failed: Option<CommandError>,
        reply: Reply<()>,
    ) {
        let purge_at = self.clock.steady() + KEPT;
        self.cleaned.extend(left.into_iter().map(|id| (id, Cleaned { purge_at })));
        let mut subjects = HashSet::new();
        for record in records {
            if let Ok(id) = record.task_id.parse() {
                self.board.publish(&Key::Ours(id), rows::row((&record).into(), Situation::default()), true);
                subjects.insert(subject_key(&record.subject));
            }
        }
        self.find_newest_of(&subjects);
        let _ = reply.send(failed.map_or(Ok(()), Err));
    }

    /// Cleans the records that are old enough, without being asked.
    pub(crate) fn clean_old(&mut self, age: Duration) {
        let old = older_than(&self.board, self.clock.wall(), age);
        let idle = |id: &JobId| !self.jobs.contains_key(id) && !self.leaving.contains(id);
        let ids: Vec<JobId> = old.into_iter().map(|(id, _)| id).filter(idle).collect();
        if !ids.is_empty() {
            tracing::info!("{} records of finished jobs are old enough to be cleaned", ids.len());
            let (reply, _) = oneshot::channel();
            self.clean(ids, reply);
        }
    }

    /// Removes the records whose time to be brought back is over.
    pub(crate) fn purge_due(&mut self, now: Duration) {
        let due: Vec<JobId> =
            self.cleaned.iter().filter(|(_, c)| now >= c.purge_at).map(|(id, _)| *id).collect();
        if due.is_empty() {
            return;
        }
        for id in &due {
            self.cleaned.remove(id);
        }
        self.disk.write(move |folder| purge(folder, &due));
    }

    pub(crate) fn next_purge(&self) -> Option<Duration> {
        self.cleaned.values().map(|cleaned| cleaned.purge_at).min()
    }

    /// Removes what a program before this one had cleaned: its offer to undo is gone with it.
    pub(crate) fn purge_everything(&self) {
        let board = self.board.clone();
        self.disk.write(move |folder| {
            purge(folder, &ids_in(folder, paths::CLEANED, ".json"));
            // Logs of jobs whose record went in another way.
            let mut logs = ids_in(folder, paths::LOGS, ".log");
            logs.retain(|id| board.ours(*id).is_none());
            remove(folder, paths::LOGS, &names(&logs, ".log"));
        });
    }
}

/// The jobs that were completed or cancelled longer ago than this, with their titles.
pub(crate) fn older_than(board: &Board, now: i64, age: Duration) -> Vec<(JobId, String)> {
    let age = i64::try_from(age.as_millis()).unwrap_or(i64::MAX);
    let old = |row: &JobRow| {
        row.source == JobSource::Mythline
            && matches!(row.status, JobStatus::Completed | JobStatus::Cancelled)
            && row.saved
            && row.finished_at.unwrap_or(row.created_at) <= now.saturating_sub(age)
    };
    let rows = board.all();
    rows.iter()
        .filter(|row| old(row))
        .filter_map(|row| Some((row.id.parse().ok()?, row.title.clone())))
        .collect()
}

pub(crate) fn too_late() -> CommandError {
    CommandError::new(
        ErrorCode::UnknownJob,
        "It is too late to undo: the record is gone. The story is still there.",
    )
}

/// The names of the files of these jobs.
fn names(ids: &[JobId], ending: &str) -> Vec<String> {
    ids.iter().map(|id| format!("{id}{ending}")).collect()
}

fn ids_in(folder: &Folder, place: &str, ending: &str) -> Vec<JobId> {
    let names = folder.names(Some(&paths::fixed(place))).unwrap_or_default();
    names.iter().filter_map(|name| name.strip_suffix(ending)?.parse().ok()).collect()
}

fn told(error: &FileError) -> CommandError {
    tracing::warn!("a record was not moved: {error}");
    error.command_error("The job's record was not moved. Its file")
}

fn purge(folder: &Folder, ids: &[JobId]) {
    remove(folder, paths::CLEANED, &names(ids, ".json"));
    remove(folder, paths::LOGS, &names(ids, ".log"));
}

fn remove(folder: &Folder, place: &str, names: &[String]) {
    if !names.is_empty()
        && let Err(e) = folder.remove_all(&paths::fixed(place), names)
    {
        tracing::warn!("what was cleaned stays in {place}: {e}");
    }
}
