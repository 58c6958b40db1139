use mythline_protocol::{Download, DownloadOffer};
use tauri::ipc::Channel;

use super::{Answer, OnDesk};

/// What a download would be; nothing is downloaded.
#[tauri::command]
pub(crate) async fn look_up_model(desk: OnDesk<'_>, wanted: String) -> Answer<DownloadOffer> {
    desk.studio().await?.look_up_model(&wanted).await
}

/// Begins a download, or goes on with it.
#[tauri::command]
pub(crate) async fn start_download(desk: OnDesk<'_>, wanted: String) -> Answer<()> {
    let studio = desk.studio().await?;
    desk.downloads.start(&studio, &wanted).await
}

/// Stops it; what has come is kept.
#[tauri::command]
pub(crate) async fn stop_download(desk: OnDesk<'_>, wanted: String) -> Answer<()> {
    desk.downloads.stop(&wanted).await;
    Ok(())
}

/// Gives it up; what has come goes.
#[tauri::command]
pub(crate) async fn discard_download(desk: OnDesk<'_>, wanted: String) -> Answer<()> {
    let studio = desk.studio().await?;
    desk.downloads.discard(&studio, &wanted).await
}

/// Sends all downloads whenever one changes. A newer subscription replaces it.
#[tauri::command]
pub(crate) async fn subscribe_downloads(desk: OnDesk<'_>, channel: Channel<Vec<Download>>) -> Answer<()> {
    let studio = desk.studio().await?;
    let feed = desk.downloads.subscribe(&studio).await?;
    desk.feeds.downloads(feed, channel);
    Ok(())
}
