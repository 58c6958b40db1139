use mythline_protocol::{BulkCleanResponse, CleanResponse, JobIdsParams, Which};

use super::{Answer, OnDesk};

/// Gives a job up; what is finished stays.
#[tauri::command]
pub(crate) async fn discard_job(desk: OnDesk<'_>, job_id: String) -> Answer<CleanResponse> {
    desk.studio().await?.discard(&job_id).await
}

/// Removes the records of jobs; their stories stay.
#[tauri::command]
pub(crate) async fn clean_jobs(desk: OnDesk<'_>, params: JobIdsParams) -> Answer<CleanResponse> {
    desk.studio().await?.clean(&params.job_ids).await
}

/// The same for each, so that what cannot be removed does not keep the rest.
#[tauri::command]
pub(crate) async fn clean_each(desk: OnDesk<'_>, which: Which) -> Answer<BulkCleanResponse> {
    let studio = desk.studio().await?;
    match which {
        Which::Ids(ids) => studio.clean_each(&ids).await,
        Which::Matching(query) => studio.clean_matching(&query).await,
    }
}

/// Removes the records of all finished jobs.
#[tauri::command]
pub(crate) async fn clean_finished(desk: OnDesk<'_>) -> Answer<CleanResponse> {
    desk.studio().await?.clean_finished().await
}

/// Brings records back that were cleaned or discarded.
#[tauri::command]
pub(crate) async fn undo_clean(desk: OnDesk<'_>, params: JobIdsParams) -> Answer<()> {
    desk.studio().await?.undo_clean(&params.job_ids).await
}
