//! What happens, on its way to the window: the studio's subscriptions become messages of channels.
//! The studio numbers and gathers them, and keeps each message below the 8 KB that the webview takes
//! on its fast path; here they are only passed on.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use mythline_protocol::{JobsEvent, TextEvent};
use mythline_studio::{JobsFeed, TextFeed};
use tauri::{async_runtime::JoinHandle, ipc::Channel};

/// What the window listens to. Dropping a feed tells the studio that nobody listens.
#[derive(Default)]
pub(crate) struct Feeds(Mutex<Open>);

#[derive(Default)]
struct Open {
    jobs: Option<JoinHandle<()>>,
    texts: HashMap<u32, JoinHandle<()>>,
    last: u32,
}

impl Feeds {
    /// Sends the jobs until the studio ends, or the window subscribes anew.
    pub(crate) fn jobs(&self, mut feed: JobsFeed, channel: Channel<JobsEvent>) {
        let sending = tauri::async_runtime::spawn(async move {
            while let Some(event) = feed.next().await {
                if channel.send(event).is_err() {
                    break;
                }
            }
        });
        if let Some(before) = self.open().jobs.replace(sending) {
            before.abort();
        }
    }

    /// Sends a job's text as it is written. The answer is for [`Feeds::end_text`].
    pub(crate) fn text(&self, mut feed: TextFeed, channel: Channel<TextEvent>) -> u32 {
        let sending = tauri::async_runtime::spawn(async move {
            while let Some(event) = feed.next().await {
                if channel.send(event).is_err() {
                    break;
                }
            }
        });
        let mut open = self.open();
        open.texts.retain(|_, text| !text.inner().is_finished());
        open.last += 1;
        let subscription = open.last;
        open.texts.insert(subscription, sending);
        subscription
    }

    /// Ends one. That it has ended already is no error.
    pub(crate) fn end_text(&self, subscription: u32) {
        if let Some(text) = self.open().texts.remove(&subscription) {
            text.abort();
        }
    }

    /// Ends them all: the page was loaded anew, or another folder was opened.
    pub(crate) fn end_all(&self) {
        let mut open = self.open();
        let texts = open.texts.drain().map(|(_, text)| text).collect::<Vec<_>>();
        for sending in open.jobs.take().into_iter().chain(texts) {
            sending.abort();
        }
    }

    fn open(&self) -> std::sync::MutexGuard<'_, Open> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
