use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use mythline_protocol::ErrorCode;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::{
    Generated, Model, ModelError, Prompt, Request, StopCause, TextSink,
    trouble::{broke, failed},
};

/// What a [`FakeModel`] does with one request.
#[derive(Debug, Clone, PartialEq)]
pub enum FakeStep {
    /// Writes this, a word at a time; ends where a stop text of the request comes.
    Text(String),
    /// Fails with this.
    Fail(ErrorCode, String),
}

/// A model that is none: it writes what it was told to. **For tests only**, of the engine and of the
/// window; it says nothing about how a real model writes.
///
/// It works through its script, one step a request, and begins again at its end. Asked for it, it
/// stops before every word until it is let on.
pub struct FakeModel {
    id: String,
    script: Mutex<VecDeque<FakeStep>>,
    asked: Mutex<Vec<Request>>,
    /// Words that may be written in all; none for as many as it likes.
    allowed: watch::Sender<Option<usize>>,
    written: watch::Sender<usize>,
}

impl FakeModel {
    /// One that writes freely.
    #[must_use]
    pub fn new(id: &str, script: impl IntoIterator<Item = FakeStep>) -> Self {
        Self {
            id: id.into(),
            script: Mutex::new(script.into_iter().collect()),
            asked: Mutex::default(),
            allowed: watch::Sender::new(None),
            written: watch::Sender::new(0),
        }
    }

    /// From now on it waits before each word until [`allow`](Self::allow) lets it on.
    pub fn hold(&self) {
        self.allowed.send_replace(Some(*self.written.borrow()));
    }

    /// Lets it write so many words more.
    pub fn allow(&self, words: usize) {
        self.allowed.send_modify(|allowed| *allowed = Some(allowed.unwrap_or(0) + words));
    }

    /// It waits no more.
    pub fn release(&self) {
        self.allowed.send_replace(None);
    }

    /// Waits until it has written so many words in its life.
    pub async fn written(&self, words: usize) {
        let mut written = self.written.subscribe();
        // Its sender is held here, so that the wait cannot fail.
        let _reached = written.wait_for(|written| *written >= words).await;
    }

    /// What it was asked, in order.
    #[must_use]
    pub fn asked(&self) -> Vec<Request> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The next step; the script turns in a circle.
    fn next(&self) -> Option<FakeStep> {
        let mut script = self.script.lock().unwrap_or_else(PoisonError::into_inner);
        let step = script.pop_front()?;
        script.push_back(step.clone());
        Some(step)
    }

    /// Waits until one word more may be written.
    async fn turn(&self, stop: &CancellationToken) -> Result<(), ModelError> {
        let mut allowed = self.allowed.subscribe();
        let written = *self.written.borrow();
        tokio::select! {
            biased;
            () = stop.cancelled() => Err(ModelError::Stopped),
            _ = allowed.wait_for(|allowed| allowed.is_none_or(|allowed| written < allowed)) => Ok(()),
        }
    }
}

#[async_trait]
impl Model for FakeModel {
    fn id(&self) -> &str {
        &self.id
    }

    fn name(&self) -> &'static str {
        "A scripted model"
    }

    async fn ready(&self) -> Result<u32, ModelError> {
        Ok(4096)
    }

    /// A word is a token.
    async fn count(&self, text: &str) -> Result<u32, ModelError> {
        u32::try_from(text.split_whitespace().count()).map_err(|error| broke(error.into()))
    }

    async fn write(
        &self,
        request: Request,
        sink: TextSink,
        stop: CancellationToken,
    ) -> Result<Generated, ModelError> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).push(request.clone());
        let script = match self.next() {
            Some(FakeStep::Text(text)) => text,
            Some(FakeStep::Fail(code, message)) => {
                return Err(failed(code, message, anyhow::anyhow!("as the script says")));
            }
            None => String::new(),
        };
        let end = request.stop_at.iter().filter_map(|stop| script.find(stop.as_str())).min();
        let mut text = String::new();
        let mut new_tokens = 0;
        let mut cause = StopCause::Done;
        for word in script[..end.unwrap_or(script.len())].split_inclusive(' ') {
            if new_tokens == request.max_tokens {
                cause = StopCause::Length;
                break;
            }
            self.turn(&stop).await?;
            text.push_str(word);
            new_tokens += 1;
            sink(word);
            self.written.send_modify(|written| *written += 1);
            tokio::task::yield_now().await;
        }
        Ok(Generated {
            text,
            cause,
            prompt_tokens: 1,
            reused_tokens: 0,
            new_tokens,
            first_token: Duration::from_millis(1),
            writing: Duration::from_millis(u64::from(new_tokens)),
        })
    }

    /// The longer, the less likely.
    async fn likelihood(
        &self,
        _prompt: Prompt,
        text: &str,
        _stop: CancellationToken,
    ) -> Result<f32, ModelError> {
        Ok(-(self.count(text).await? as f32) / 100.0)
    }
}
