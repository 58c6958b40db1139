//! What happens, on its way to the window: the studio's subscriptions become messages of channels.
//! The studio numbers and gathers them; here they are only passed on.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use mythline_protocol::{Download, TextEvent, View, ViewEvent};
use mythline_studio::{DownloadsFeed, TextFeed, ViewFeed};
use tauri::{async_runtime::JoinHandle, ipc::Channel};
use tokio::sync::{mpsc, oneshot};

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
    looks: mpsc::UnboundedSender<Look>,
}

/// Where the window looks, and who is to be answered with what is seen there.
type Look = (View, oneshot::Sender<ViewEvent>);

impl Feeds {
    /// Sends what is seen of the jobs until the studio ends, or the window subscribes anew.
    pub(crate) fn jobs(&self, mut feed: ViewFeed, channel: Channel<ViewEvent>) {
        let (looks, mut look) = mpsc::unbounded_channel::<Look>();
        let sending = tauri::async_runtime::spawn(async move {
            loop {
                let event = tokio::select! {
                    Some((view, answer)) = look.recv() => {
                        feed.look_at(view);
                        let Some(event) = feed.next().await else { break };
                        // Who asked may have gone; the event has its number and must come all the same.
                        let Err(event) = answer.send(event) else { continue };
                        Some(event)
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

    /// Looks at another part of the list, and answers what is seen there: an answer takes one way where a message of
    /// this size takes two, for a channel has the page fetch what is large. None where nobody listens any more.
    pub(crate) async fn look_at(&self, view: View) -> Option<ViewEvent> {
        let (answer, seen) = oneshot::channel();
        // Not longer than to hand it over: whoever subscribes anew does not wait for an answer.
        self.open().jobs.as_ref()?.looks.send((view, answer)).ok()?;
        seen.await.ok()
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
