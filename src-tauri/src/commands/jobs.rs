use mythline_protocol::{
    CancelAnswer, JobAnswer, JobResult, ListQuery, ListWindow, Outlook, OutlookParams, StartParams,
    StartResponse, TakeView, Which,
};
use mythline_studio::JobVerb;

use super::{Answer, OnDesk};

/// Starts a story; the answer comes when its record is on disk.
#[tauri::command]
pub(crate) async fn start_story(desk: OnDesk<'_>, params: StartParams) -> Answer<StartResponse> {
    desk.studio().await?.start(params).await
}

/// The same, to be begun at a time; milliseconds since the epoch.
#[tauri::command]
pub(crate) async fn start_story_at(desk: OnDesk<'_>, params: StartParams, at: i64) -> Answer<StartResponse> {
    desk.studio().await?.start_at(params, Some(at)).await
}

/// The same, and nothing is written before somebody has read the plan and resumed the job.
#[tauri::command]
pub(crate) async fn start_with_plan(
    desk: OnDesk<'_>,
    params: StartParams,
    at: Option<i64>,
) -> Answer<StartResponse> {
    desk.studio().await?.start_with_plan(params, at).await
}

/// Looks ahead, before anything is started.
#[tauri::command]
pub(crate) async fn outlook(desk: OnDesk<'_>, params: OutlookParams) -> Answer<Outlook> {
    desk.studio().await?.outlook(params).await
}

/// Stops a job; the answer comes when it has stopped.
#[tauri::command]
pub(crate) async fn cancel_job(desk: OnDesk<'_>, job_id: String) -> Answer<CancelAnswer> {
    desk.studio().await?.cancel(&job_id).await
}

/// Stops a job for now.
#[tauri::command]
pub(crate) async fn pause_job(desk: OnDesk<'_>, job_id: String) -> Answer<()> {
    desk.studio().await?.pause(&job_id).await
}

/// Goes on where a job stopped.
#[tauri::command]
pub(crate) async fn resume_job(desk: OnDesk<'_>, job_id: String) -> Answer<()> {
    desk.studio().await?.resume(&job_id).await
}

/// Begins again, as a new take.
#[tauri::command]
pub(crate) async fn retry_job(desk: OnDesk<'_>, job_id: String) -> Answer<StartResponse> {
    desk.studio().await?.retry(&job_id).await
}

/// Puts a job before everything that waits.
#[tauri::command]
pub(crate) async fn write_now(desk: OnDesk<'_>, job_id: String) -> Answer<()> {
    desk.studio().await?.write_now(&job_id).await
}

/// Does the same with several jobs; each answers for itself.
#[tauri::command]
pub(crate) async fn each_job(desk: OnDesk<'_>, verb: JobVerb, which: Which) -> Answer<Vec<JobAnswer>> {
    let studio = desk.studio().await?;
    match which {
        Which::Ids(ids) => studio.each(verb, &ids).await,
        Which::Matching(query) => studio.each_matching(verb, &query).await,
    }
}

/// The most rows that cross to the window at once: some hundred kilobytes.
const ROWS: u32 = 1_000;

/// A window on the list of jobs.
#[tauri::command]
pub(crate) async fn list_jobs(desk: OnDesk<'_>, query: ListQuery) -> Answer<ListWindow> {
    desk.studio().await?.list(ListQuery { limit: query.limit.min(ROWS), ..query }).await
}

/// The result: still running, failed, or there.
#[tauri::command]
pub(crate) async fn job_result(desk: OnDesk<'_>, job_id: String) -> Answer<JobResult> {
    desk.studio().await?.result(&job_id).await
}

/// The story so far, scene by scene.
#[tauri::command]
pub(crate) async fn job_take(desk: OnDesk<'_>, job_id: String) -> Answer<TakeView> {
    desk.studio().await?.take(&job_id).await
}
