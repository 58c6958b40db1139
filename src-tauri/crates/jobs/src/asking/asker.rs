use std::time::Duration;

use mythline_files::{FileError, FileFault, Folder};
use mythline_protocol::{CommandError, ErrorCode, JobId};
use serde_json::Value;
use uuid::Uuid;

use super::{
    Verb,
    request::{ANSWER_BYTES, Answer, REQUEST_BYTES, Request, answer_path, request_path},
};
use crate::{Clock, engine::Desk, json, looking, role::called};

/// How long an answer is waited for: longer than a run may take to stop.
const PATIENCE: Duration = Duration::from_secs(30);
/// Between two looks for the answer.
const LOOKS: Duration = Duration::from_millis(40);

/// Has the owner of the workspace do something, and waits for its answer; `None` when it goes away before.
///
/// # Errors
/// What the owner answers; [`ErrorCode::NotOwner`] when it does not.
pub(crate) async fn ask(desk: &Desk, verb: &Verb) -> Result<Option<Value>, CommandError> {
    let content = json::pretty(&Request::new(verb.clone()));
    if content.len() as u64 > REQUEST_BYTES {
        let sentence = "This is too much for one request. Do it in parts.";
        return Err(CommandError::new(ErrorCode::BadOption, sentence));
    }
    let id = Uuid::new_v4();
    on_disk(&desk.folder, move |folder| folder.write_passing(&request_path(id), &content))
        .await?
        .map_err(|e| e.command_error("The request to the program that runs the jobs"))?;
    let answer = wait(desk, &*desk.clock, id).await;
    let mut jobs = Vec::new();
    answer.iter().flatten().for_each(|answer| named(answer, &mut jobs));
    let board = desk.board.clone();
    on_disk(&desk.folder, move |folder| {
        jobs.into_iter().for_each(|id| looking::see(folder, &board, id));
        // An answer that nobody reads, and a request that nobody waits for.
        for path in [answer_path(id), request_path(id)] {
            if let Err(e) = folder.remove_passing(&path) {
                tracing::debug!("what was asked stays in the folder: {e}");
            }
        }
    })
    .await?;
    answer
}

async fn wait(desk: &Desk, clock: &dyn Clock, id: Uuid) -> Result<Option<Value>, CommandError> {
    let until = clock.steady() + PATIENCE;
    loop {
        let (answer, owner) =
            on_disk(&desk.folder, move |folder| (read(folder, id), looking::owner(folder))).await?;
        match (answer, owner) {
            (Some(answer), _) => return said(answer),
            (None, None) => {
                // It may have answered with its last breath.
                let answer = on_disk(&desk.folder, move |folder| read(folder, id)).await?;
                return answer.map_or(Ok(None), said);
            }
            (None, Some(owner)) if clock.steady() >= until => {
                return Err(CommandError::new(
                    ErrorCode::NotOwner,
                    format!(
                        "{} runs the jobs of this workspace and does not answer. What was asked may still be \
                         done; look at the jobs, or close that program and try again.",
                        called(Some(&owner))
                    ),
                ));
            }
            (None, Some(_)) => clock.wait_until(clock.steady() + LOOKS).await,
        }
    }
}

/// What an answer says; one that was meant for an owner before says nothing.
fn said(answer: Answer) -> Result<Option<Value>, CommandError> {
    match answer.into() {
        Err(CommandError { code: ErrorCode::NotOwner, .. }) => Ok(None),
        said => Result::<Value, CommandError>::map(said, Some),
    }
}

fn read(folder: &Folder, id: Uuid) -> Option<Answer> {
    match folder.read(&answer_path(id), ANSWER_BYTES) {
        Ok(bytes) => serde_json::from_slice(&bytes).ok(),
        Err(FileError { fault: FileFault::Missing, .. }) => None,
        Err(e) => {
            tracing::warn!("an answer cannot be read: {e}");
            None
        }
    }
}

/// The jobs that an answer names.
fn named(answer: &Value, jobs: &mut Vec<JobId>) {
    match answer {
        Value::Object(fields) => {
            jobs.extend(fields.get("jobId").and_then(Value::as_str).and_then(|id| id.parse::<JobId>().ok()));
            fields.values().for_each(|value| named(value, jobs));
        }
        Value::Array(values) => values.iter().for_each(|value| named(value, jobs)),
        _ => {}
    }
}

async fn on_disk<T: Send + 'static>(
    folder: &Folder,
    work: impl FnOnce(&Folder) -> T + Send + 'static,
) -> Result<T, CommandError> {
    let folder = folder.clone();
    tokio::task::spawn_blocking(move || work(&folder)).await.map_err(|_| unanswered())
}

/// The owner went away, and who came after it did not answer either.
pub(crate) fn unanswered() -> CommandError {
    CommandError::new(
        ErrorCode::NotOwner,
        "The program that runs the jobs closed before it answered. Look at the jobs, and try again.",
    )
}
