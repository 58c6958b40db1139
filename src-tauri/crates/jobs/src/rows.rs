use mythline_protocol::{Action, CommandError, Group, JobRow, JobSource, JobStatus, Problem};

use crate::{StopReason, glimpse::Glimpse};

/// How a job is placed just now: what a row says that the record does not.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Situation {
    /// Place in the queue, from 1.
    pub(crate) place: Option<u32>,
    /// Whether the disk does not have this yet.
    pub(crate) unsaved: bool,
    /// What the run was told, while it has not stopped.
    pub(crate) stopping: Option<StopReason>,
    /// Whether nothing can be changed from here, not even by asking.
    pub(crate) shut: bool,
}

/// A job of ours as the list shows it.
pub(crate) fn row(of: Glimpse, situation: Situation) -> JobRow {
    #[expect(clippy::cast_possible_truncation, reason = "0 to 100")]
    let progress = of.progress.clamp(0.0, 100.0) as f32;
    let error = of.failure();
    let mut row = JobRow {
        id: of.task_id,
        source: JobSource::Mythline,
        title: if of.title.is_empty() { of.subject.clone() } else { of.title },
        subject: of.subject,
        player: of.player,
        status: of.status,
        group: of.status.group(),
        message: of.message,
        progress,
        current: of.current,
        total: of.total,
        current_step: of.current_step,
        step_number: of.step_number,
        total_steps: of.total,
        words: of.details.words,
        to_look_at: of.details.to_look_at,
        time_left_s: of.details.time_left_s.filter(|_| of.status.is_active()),
        model: Some(of.lane).filter(|lane| !lane.is_empty()),
        saved: true,
        place: None,
        created_at: of.created_at,
        start_at: of.start_at,
        started_at: of.started_at,
        finished_at: of.finished_at,
        attempt: of.attempt,
        error,
        problem: None,
        actions: Vec::new(),
    };
    stand(&mut row, situation);
    row
}

/// Puts into a row what its record does not say.
pub(crate) fn stand(row: &mut JobRow, situation: Situation) {
    row.place = situation.place.filter(|_| row.status == JobStatus::Queued);
    row.saved = !situation.unsaved;
    row.actions = actions(row.status, row.start_at.is_some(), situation);
    let stopping = match situation.stopping {
        Some(StopReason::Cancel) => "Cancelling. What is finished is kept.",
        Some(StopReason::Pause | StopReason::Scarcity(_)) => "Pausing. What is finished is kept.",
        Some(StopReason::Quit) => "The program is closing. What is finished is kept.",
        None => return,
    };
    stopping.clone_into(&mut row.message);
}

fn actions(status: JobStatus, timed: bool, situation: Situation) -> Vec<Action> {
    if situation.shut {
        return if status == JobStatus::Completed { vec![Action::Read] } else { Vec::new() };
    }
    match (status, situation.stopping) {
        (_, Some(StopReason::Pause | StopReason::Scarcity(_))) => vec![Action::Cancel],
        (_, Some(StopReason::Cancel | StopReason::Quit)) => Vec::new(),
        (JobStatus::Queued, None) if situation.place == Some(1) && !timed => {
            vec![Action::Pause, Action::Cancel]
        }
        (JobStatus::Queued, None) => vec![Action::WriteNow, Action::Pause, Action::Cancel],
        (JobStatus::Starting | JobStatus::Running, None) => vec![Action::Pause, Action::Cancel],
        (JobStatus::Paused, None) => vec![Action::Resume, Action::WriteNow, Action::Cancel],
        (JobStatus::Completed, None) => vec![Action::Read, Action::Retry, Action::Clean],
        (JobStatus::Error | JobStatus::Interrupted, None) => {
            vec![Action::Resume, Action::Retry, Action::Discard]
        }
        (JobStatus::Cancelled, None) => vec![Action::Retry, Action::Clean],
    }
}

/// A file that cannot be read as a job.
pub(crate) fn damaged(id: &str, name: &str, file: String, reason: String, changed_at: i64) -> JobRow {
    let mut row = bare(id, name, JobSource::Damaged, JobStatus::Error, changed_at);
    row.group = Group::NeedsYou;
    row.message = "This job's file cannot be read. It is left as it is.".to_owned();
    row.problem = Some(Problem { file, reason });
    row
}

/// A row with nothing known but what it is called.
pub(crate) fn bare(id: &str, name: &str, source: JobSource, status: JobStatus, created_at: i64) -> JobRow {
    JobRow {
        id: id.to_owned(),
        source,
        title: name.to_owned(),
        subject: name.to_owned(),
        player: None,
        status,
        group: status.group(),
        message: String::new(),
        progress: 0.0,
        current: 0,
        total: 0,
        current_step: None,
        step_number: 0,
        total_steps: 0,
        words: 0,
        to_look_at: 0,
        time_left_s: None,
        model: None,
        saved: true,
        place: None,
        created_at,
        start_at: None,
        started_at: None,
        finished_at: None,
        attempt: 1,
        error: None::<CommandError>,
        problem: None,
        actions: Vec::new(),
    }
}
