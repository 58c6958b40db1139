use mythline_protocol::{TextEvent, View, ViewEvent};
use tauri::ipc::Channel;

use super::{Answer, OnDesk};

/// Answers what is seen of the jobs, and sends what becomes of it. A newer subscription replaces it.
#[tauri::command]
pub(crate) async fn subscribe_jobs(
    desk: OnDesk<'_>,
    view: View,
    channel: Channel<ViewEvent>,
) -> Answer<Option<ViewEvent>> {
    let mut feed = desk.studio().await?.watch(view);
    // The first comes as the answer: the window's first picture waits for nothing else.
    let first = feed.next().await;
    desk.feeds.jobs(feed, channel);
    Ok(first)
}

/// Looks at another part of the list.
#[tauri::command]
pub(crate) async fn look_at(desk: OnDesk<'_>, view: View) -> Answer<()> {
    desk.feeds.look_at(view);
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
