//! What happens, on its way to the window: the studio's subscriptions become messages of channels.
//! The studio numbers and gathers them; here they are only passed on.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use mythline_protocol::{Download, TextEvent, View, ViewEvent};
use mythline_studio::{DownloadsFeed, TextFeed, ViewFeed};
use tauri::{async_runtime::JoinHandle, ipc::Channel};
use tokio::sync::watch;

/// What the window listens to. Dropping a feed tells the studio that nobody listens.
#[derive(Default)]
pub(crate) struct Feeds(Mutex<Open>);

#[derive(Default)]
struct Open {
    jobs: Option<Jobs>,
    downloads: Option<JoinHandle<()>>,
    texts: HashMap<u32, JoinHandle<()>>,
    last: u32,
}

/// The sending of the jobs, and where the window looks.
struct Jobs {
    sending: JoinHandle<()>,
    looks: watch::Sender<View>,
}

impl Feeds {
    /// Sends what is seen of the jobs until the studio ends, or the window subscribes anew.
    pub(crate) fn jobs(&self, mut feed: ViewFeed, channel: Channel<ViewEvent>) {
        let (looks, mut look) = watch::channel(View::default());
        let sending = tauri::async_runtime::spawn(async move {
            loop {
                let event = tokio::select! {
                    Ok(()) = look.changed() => {
                        feed.look_at(look.borrow_and_update().clone());
                        continue;
                    }
                    event = feed.next() => event,
                };
                if event.is_none_or(|event| channel.send(event).is_err()) {
                    break;
                }
            }
        });
        if let Some(before) = self.open().jobs.replace(Jobs { sending, looks }) {
            before.sending.abort();
        }
    }

    /// Looks at another part of the list. Nobody may listen any more; then there is nothing to be seen.
    pub(crate) fn look_at(&self, view: View) {
        if let Some(jobs) = &self.open().jobs {
            jobs.looks.send_replace(view);
        }
    }

    /// Sends the downloads until the program ends, or the window subscribes anew.
    pub(crate) fn downloads(&self, mut feed: DownloadsFeed, channel: Channel<Vec<Download>>) {
        let sending = tauri::async_runtime::spawn(async move {
            while let Some(all) = feed.next().await {
                if channel.send(all).is_err() {
                    break;
                }
            }
        });
        if let Some(before) = self.open().downloads.replace(sending) {
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
        let jobs = open.jobs.take().map(|jobs| jobs.sending);
        for sending in jobs.into_iter().chain(open.downloads.take()).chain(texts) {
            sending.abort();
        }
    }

    fn open(&self) -> std::sync::MutexGuard<'_, Open> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
