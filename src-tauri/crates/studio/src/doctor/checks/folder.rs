//! The workspace: what lies in it, and whether it is as it should be.

use std::collections::BTreeMap;

use mythline_files::{FileError, FileKind, Folder, RelPath, Subject};
use mythline_protocol::{Access, ErrorCode, JobId, JobRow, JobSource, JobStatus};
use mythline_story::take::{Shelf, TakeFault};

use super::{Check, Finding};
use crate::{Studio, aside::set_aside};

/// Where job files go that cannot be read, when the user says so.
const ASIDE: &str = ".mythline/set-aside";

pub(super) fn findings(studio: &Studio) -> Vec<Finding> {
    let folder = &studio.inner.folder;
    let owned = studio.info().access == Access::Owner;
    let unfinished = |row: &JobRow| {
        row.source == JobSource::Mythline && matches!(row.status, JobStatus::Interrupted | JobStatus::Error)
    };
    let shelves = shelves(folder);
    let found = [
        Finding::of(Check::Saving, usize::from(cannot_save(studio))),
        Finding::of(Check::Jobs, damaged(studio).len()),
        Finding::of(Check::Takes, shelves.iter().map(damaged_takes).sum()),
        Finding::of(Check::Tops, shelves.iter().filter(|shelf| !has_top(folder, shelf)).count()),
        Finding::of(Check::LeftOvers, written_in(folder).iter().map(|place| left_over(folder, place)).sum()),
        Finding::of(Check::JobsFolder, usize::from(is_open(folder))),
        Finding::of(Check::Twins, twins(folder)),
        Finding::of(Check::Unfinished, studio.jobs().iter().filter(|row| unfinished(row)).count()),
    ];
    let found = found.into_iter().flatten();
    found.map(|found| Finding { can_be_mended: found.can_be_mended && owned, ..found }).collect()
}

pub(super) async fn mend(studio: &Studio, check: Check) -> Result<(), FileError> {
    let folder = &studio.inner.folder;
    match check {
        Check::Jobs => {
            damaged(studio).iter().try_for_each(|file| set_aside(folder, file, |number| aside(number, file)))
        }
        Check::LeftOvers => written_in(folder).iter().try_for_each(|at| folder.sweep(Some(at)).map(drop)),
        Check::JobsFolder => folder.close_to_others(Some(&RelPath::parse(".mythline")?)),
        Check::Tops => {
            for shelf in shelves(folder).iter().filter(|shelf| !has_top(folder, shelf)) {
                if let Some(take) = last_finished(folder, shelf) {
                    shelf.publish(take).map(drop).or_else(|fault| match fault {
                        TakeFault::Disk(error) => Err(error),
                        TakeFault::Missing | TakeFault::Damaged(_) => Ok(()),
                    })?;
                }
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn aside(number: u32, file: &RelPath) -> String {
    if number == 1 { format!("{ASIDE}/{}", file.name()) } else { format!("{ASIDE}/{number}-{}", file.name()) }
}

/// Whether nothing can be saved here, whoever wants to.
fn cannot_save(studio: &Studio) -> bool {
    studio.may_change().is_err_and(|refusal| refusal.code == ErrorCode::ReadOnly)
}

/// The files that stand for jobs and cannot be read as such.
fn damaged(studio: &Studio) -> Vec<RelPath> {
    let damaged = studio.jobs().into_iter().filter(|row| row.source == JobSource::Damaged);
    damaged.filter_map(|row| RelPath::parse(&row.problem?.file).ok()).collect()
}

/// What lies under `output/`, subject by subject.
fn shelves(folder: &Folder) -> Vec<Shelf> {
    let subjects = subjects(folder).into_iter().filter_map(|name| Subject::parse(&name).ok());
    subjects.map(|subject| Shelf::new(folder.clone(), subject)).collect()
}

fn subjects(folder: &Folder) -> Vec<String> {
    let listed = RelPath::segment("output").and_then(|output| folder.list(Some(&output)));
    let folders = listed.unwrap_or_default().into_iter().filter(|entry| entry.kind == FileKind::Folder);
    folders.map(|entry| entry.name).collect()
}

fn damaged_takes(shelf: &Shelf) -> usize {
    shelf.takes().into_iter().filter(|id| matches!(shelf.take(*id), Err(TakeFault::Damaged(_)))).count()
}

/// Whether a story lies at the top of a subject's folder, or none is finished.
fn has_top(folder: &Folder, shelf: &Shelf) -> bool {
    let there = shelf.subject().folder().join("story.md").is_ok_and(|top| folder.entry(&top).is_ok());
    there || last_finished(folder, shelf).is_none()
}

/// The finished take that was written to last.
fn last_finished(folder: &Folder, shelf: &Shelf) -> Option<JobId> {
    let finished = |id: &JobId| shelf.take(*id).is_ok_and(|take| take.is_finished());
    let changed_at = |id: &JobId| {
        shelf
            .take_path(*id, "take.json")
            .and_then(|path| folder.entry(&path))
            .map_or(0, |file| file.changed_at)
    };
    shelf.takes().into_iter().filter(finished).max_by_key(changed_at)
}

/// Every folder in which the program writes.
fn written_in(folder: &Folder) -> Vec<RelPath> {
    let ours =
        [".mythline", ".mythline/tasks", ".mythline/story_jobs", ".mythline/requests", ".mythline/live"];
    let mut all: Vec<RelPath> = ours.iter().filter_map(|path| RelPath::parse(path).ok()).collect();
    for shelf in shelves(folder) {
        let takes =
            shelf.takes().into_iter().filter_map(|id| shelf.take_path(id, "take.json").ok()?.parent());
        all.extend(takes);
        all.push(shelf.subject().folder());
    }
    all
}

fn left_over(folder: &Folder, place: &RelPath) -> usize {
    folder.left_over(Some(place)).unwrap_or(0)
}

fn is_open(folder: &Folder) -> bool {
    let ours = RelPath::parse(".mythline");
    ours.and_then(|ours| folder.is_open_to_others(Some(&ours))).unwrap_or(false)
}

/// How many subjects have more than one folder.
fn twins(folder: &Folder) -> usize {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for subject in subjects(folder).iter().filter_map(|name| Subject::parse(name).ok()) {
        *seen.entry(subject.key()).or_default() += 1;
    }
    seen.values().filter(|folders| **folders > 1).count()
}
