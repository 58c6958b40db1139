use mythline_protocol::{MoreParams, RewriteParams, StartResponse, StepTries};

use super::{Answer, OnDesk};

/// Has one step written again, as a job of its own; the text in hand is kept beside it.
#[tauri::command]
pub(crate) async fn rewrite_step(desk: OnDesk<'_>, params: RewriteParams) -> Answer<StartResponse> {
    desk.studio().await?.rewrite(params).await
}

/// Has a finished story go on with more scenes, as a job of its own.
#[tauri::command]
pub(crate) async fn more_scenes(desk: OnDesk<'_>, params: MoreParams) -> Answer<StartResponse> {
    desk.studio().await?.more(params).await
}

/// The plan of a story that waits until somebody has read it.
#[tauri::command]
pub(crate) async fn job_plan(desk: OnDesk<'_>, job_id: String) -> Answer<String> {
    desk.studio().await?.plan(&job_id).await
}

/// Puts another plan in its place; it is followed when the job is resumed.
#[tauri::command]
pub(crate) async fn change_plan(desk: OnDesk<'_>, job_id: String, text: String) -> Answer<()> {
    desk.studio().await?.change_plan(&job_id, &text).await
}

/// All that was written for a step.
#[tauri::command]
pub(crate) async fn step_tries(desk: OnDesk<'_>, of: String, step: String) -> Answer<Vec<StepTries>> {
    desk.studio().await?.tries(&of, Some(&step)).await
}

/// Puts a try that was kept in the place of the text in hand; numbered from 1.
#[tauri::command]
pub(crate) async fn choose_try(desk: OnDesk<'_>, of: String, step: String, number: u32) -> Answer<()> {
    desk.studio().await?.choose_try(&of, &step, number).await
}

/// Puts what somebody wrote in the place of the text in hand.
#[tauri::command]
pub(crate) async fn edit_step(desk: OnDesk<'_>, of: String, step: String, text: String) -> Answer<()> {
    desk.studio().await?.edit_step(&of, &step, &text).await
}

/// Lets be what the review says of a step, or has it wanting a look again.
#[tauri::command]
pub(crate) async fn leave_step(desk: OnDesk<'_>, of: String, step: String, leave: bool) -> Answer<()> {
    desk.studio().await?.leave_step(&of, &step, leave).await
}

/// Locks a step, so that it stays as it is, or unlocks it.
#[tauri::command]
pub(crate) async fn lock_step(desk: OnDesk<'_>, of: String, step: String, lock: bool) -> Answer<()> {
    desk.studio().await?.lock_step(&of, &step, lock).await
}
