use mythline_protocol::{CommandError, ErrorCode, JobRow, JobStatus, JobsEvent, Saving};
use mythline_studio::Studio;

use crate::{desk::Desk, exit::Exit, interrupts::Interrupts, out, words};

mod bars;
mod face;
mod runner;

use face::Face;
use runner::{Fate, Runner};

/// Follows a job that this program runs until it has ended; Ctrl C cancels it, and keeps what is
/// finished. Answers the job's last row.
pub(crate) async fn follow(desk: &Desk, studio: &Studio, id: &str) -> Result<JobRow, CommandError> {
    watch(desk, studio, id, true).await
}

/// Follows a job whoever runs it; Ctrl C ends the looking, and the job goes on.
pub(crate) async fn look_on(desk: &Desk, studio: &Studio, id: &str) -> Result<JobRow, CommandError> {
    watch(desk, studio, id, false).await
}

async fn watch(desk: &Desk, studio: &Studio, id: &str, ours: bool) -> Result<JobRow, CommandError> {
    let mut jobs = studio.subscribe_jobs();
    let mut text = studio.subscribe_text(id)?;
    let mut face = Face::new(&desk.out);
    let mut saving = Watch::default();
    let mut interrupts = Interrupts::listen();
    let mut runner = Runner::of(studio);
    loop {
        tokio::select! {
            event = jobs.next() => {
                let Some(event) = event else { return Err(lost()) };
                if let Some(trouble) = saving.news(&event) {
                    face.say(&trouble);
                }
                runner.hear(&event);
                if let Some(row) = row_in(event, id) {
                    face.row(&row, studio).await;
                    match runner.judge(&row) {
                        Fate::GoesOn => {}
                        Fate::Ended => {
                            face.end();
                            return Ok(row);
                        }
                        Fate::Left if ours => {
                            face.say("The program that wrote it is gone; it is written on here.");
                            studio.resume(id).await?;
                        }
                        Fate::Left => {}
                    }
                }
            }
            () = runner.patience() => {
                face.end();
                return studio.job(id);
            }
            Some(event) = text.next() => face.text(&event),
            () = interrupts.next() => {
                if !ours {
                    face.end();
                    return Err(CommandError::new(ErrorCode::JobCancelled, "Stopped looking; the job goes on."));
                }
                interrupts.end_at_once();
                face.say("Stopping; what is finished is kept. Ctrl C again stops at once.");
                studio.cancel(id).await?;
            }
        }
    }
}

/// How a job that has ended makes the program end; says why where it is not well.
pub(crate) fn verdict(row: &JobRow) -> Exit {
    let kept = words::kept(row).unwrap_or_else(|| "No step was finished".to_owned());
    let id = words::short(&row.id);
    match row.status {
        JobStatus::Completed => Exit::Done,
        JobStatus::Cancelled => {
            out::warn(&format!("Cancelled. {kept}. mythline retry {id} begins again."));
            Exit::Cancelled
        }
        JobStatus::Interrupted => {
            out::warn(&format!("The program that wrote it is gone. {kept}. mythline resume {id} goes on."));
            Exit::Failed
        }
        JobStatus::Paused => {
            out::warn(&format!("{} mythline resume {id} goes on.", row.message));
            Exit::Done
        }
        _ => {
            let why = row.error.as_ref().map_or(row.message.as_str(), |error| error.message.as_str());
            out::warn(&format!("{why} {kept}. mythline resume {id} goes on."));
            Exit::Failed
        }
    }
}

/// Whether nothing further will happen to a job by itself.
pub(crate) fn has_ended(row: &JobRow) -> bool {
    // What waits for its user says so with an error; what somebody paused goes on when they say.
    !row.status.is_active() || (row.status == JobStatus::Paused && row.error.is_some())
}

fn row_in(event: JobsEvent, id: &str) -> Option<JobRow> {
    let rows = match event {
        JobsEvent::Snapshot { rows, .. } => rows,
        JobsEvent::Batch { changed, .. } => changed,
    };
    rows.into_iter().find(|row| row.id == id)
}

/// Whether saving is in trouble, so that it is said once and not with every message.
#[derive(Default)]
struct Watch {
    trouble: Option<String>,
}

impl Watch {
    fn news(&mut self, event: &JobsEvent) -> Option<String> {
        let saving = match event {
            JobsEvent::Snapshot { saving, .. } => saving,
            JobsEvent::Batch { saving, .. } => saving.as_ref()?,
        };
        match (saving, &self.trouble) {
            (Saving::Trouble { message }, known) if known.as_ref() != Some(message) => {
                self.trouble = Some(message.clone());
                Some(message.clone())
            }
            (Saving::Saved { .. }, Some(_)) => {
                self.trouble = None;
                Some("Everything is saved again.".to_owned())
            }
            _ => None,
        }
    }
}

fn lost() -> CommandError {
    CommandError::new(ErrorCode::Internal, "The jobs cannot be followed any more. What was finished is kept.")
}
