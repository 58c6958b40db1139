use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use crate::{Generated, ModelError, Prompt, Request, TextSink};

/// Where an answer goes.
pub(super) type Answer<T> = oneshot::Sender<Result<T, ModelError>>;

/// What is asked of the model's thread.
pub(super) enum Ask {
    /// Go on writing.
    Write { request: Request, sink: TextSink, answer: Answer<Generated> },
    /// Say how likely a text is.
    Likelihood { prompt: Prompt, text: String, answer: Answer<f32> },
}

/// A place in the queue. Whoever takes the request out first has it: the thread, to serve it, or the
/// caller, to withdraw it.
#[derive(Clone)]
pub(super) struct Ticket {
    ask: Arc<Mutex<Option<Ask>>>,
    /// Cancelled when the caller wants no more.
    pub(super) stop: CancellationToken,
}

impl Ticket {
    pub(super) fn new(ask: Ask, stop: CancellationToken) -> Self {
        Self { ask: Arc::new(Mutex::new(Some(ask))), stop }
    }

    /// The request, unless somebody took it before.
    pub(super) fn take(&self) -> Option<Ask> {
        self.ask.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
