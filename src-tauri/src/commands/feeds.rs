use mythline_protocol::{JobsEvent, TextEvent};
use tauri::ipc::Channel;

use super::{Answer, OnDesk};

/// Sends every change of the jobs, beginning with all of them. A newer subscription replaces it.
#[tauri::command]
pub(crate) async fn subscribe_jobs(desk: OnDesk<'_>, channel: Channel<JobsEvent>) -> Answer<()> {
    let feed = desk.studio().await?.subscribe_jobs();
    desk.feeds.jobs(feed, channel);
    Ok(())
}

/// Sends a job's text as it is written. The answer is for [`unsubscribe`].
#[tauri::command]
pub(crate) async fn subscribe_text(
    desk: OnDesk<'_>,
    job_id: String,
    channel: Channel<TextEvent>,
) -> Answer<u32> {
    let feed = desk.studio().await?.subscribe_text(&job_id)?;
    Ok(desk.feeds.text(feed, channel))
}

/// Ends the sending of a text.
#[tauri::command]
pub(crate) async fn unsubscribe(desk: OnDesk<'_>, subscription: u32) -> Answer<()> {
    desk.feeds.end_text(subscription);
    Ok(())
}
