//! A model in a file, run on this computer: one thread owns it and serves one request after another.

mod context;
mod evaluation;
mod grammar;
mod guessing;
mod lookup;
mod native;
mod pace;
mod place;
mod prefixes;
mod priority;
mod prompt;
mod sampler;
mod seat;
#[cfg(test)]
mod tests;
mod ticket;
#[cfg(feature = "cpu-variants")]
mod variants;
mod worker;
mod writing;

use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

pub(crate) use self::context::BATCH;
pub use self::seat::Seat;
use self::ticket::{Ask, Ticket};
use crate::{Generated, Model, ModelError, ModelFile, Prompt, Request, TextSink, trouble::broke};

/// A model in a GGUF file. It is loaded when it is first needed; of the models that share a [`Seat`]
/// only one is loaded at a time.
pub struct LocalModel {
    file: ModelFile,
    seat: Seat,
    /// Who computed it when it was last ready.
    place: Mutex<Option<String>>,
}

impl LocalModel {
    /// The model in this file. Nothing is read yet.
    #[must_use]
    pub fn new(file: ModelFile, seat: Seat) -> Self {
        Self { file, seat, place: Mutex::default() }
    }
}

#[async_trait]
impl Model for LocalModel {
    fn id(&self) -> &str {
        &self.file.id
    }

    fn name(&self) -> &str {
        &self.file.name
    }

    async fn ready(&self) -> Result<u32, ModelError> {
        let loaded = self.seat.take(&self.file).await?;
        (*self.place.lock().unwrap_or_else(PoisonError::into_inner)).clone_from(&loaded.place);
        Ok(loaded.context)
    }

    fn computed_by(&self) -> Option<String> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn count(&self, text: &str) -> Result<u32, ModelError> {
        let loaded = self.seat.take(&self.file).await?;
        let tokens = prompt::plain_tokens(&loaded.model.vocab(), text).len();
        u32::try_from(tokens).map_err(|error| broke(error.into()))
    }

    async fn write(
        &self,
        request: Request,
        sink: TextSink,
        stop: CancellationToken,
    ) -> Result<Generated, ModelError> {
        self.ask(&stop, |answer| Ask::Write { request, sink, answer }).await
    }

    async fn likelihood(
        &self,
        prompt: Prompt,
        text: &str,
        stop: CancellationToken,
    ) -> Result<f32, ModelError> {
        let text = text.to_owned();
        self.ask(&stop, |answer| Ask::Likelihood { prompt, text, answer }).await
    }
}

impl LocalModel {
    /// Queues a request at the model's thread and waits for the answer. A request that is cancelled
    /// before its turn is withdrawn; one that is being served answers when it has stopped.
    async fn ask<T: Send>(
        &self,
        stop: &CancellationToken,
        ask: impl FnOnce(ticket::Answer<T>) -> Ask + Send,
    ) -> Result<T, ModelError> {
        let loaded = tokio::select! {
            biased;
            () = stop.cancelled() => return Err(ModelError::Stopped),
            loaded = self.seat.take(&self.file) => loaded?,
        };
        // A child, so that dropping the future stops the work as well.
        let stop = stop.child_token();
        let _stop_when_dropped = stop.clone().drop_guard();
        let (answer, mut answered) = tokio::sync::oneshot::channel();
        let ticket = Ticket::new(ask(answer), stop.clone());
        loaded
            .queue
            .send(ticket.clone())
            .map_err(|_| broke(anyhow::anyhow!("the model's thread is gone")))?;
        let outcome = tokio::select! {
            biased;
            outcome = &mut answered => outcome,
            () = stop.cancelled() => {
                if ticket.take().is_some() {
                    return Err(ModelError::Stopped);
                }
                answered.await
            }
        };
        outcome.map_err(|_| broke(anyhow::anyhow!("the model's thread ended without an answer")))?
    }
}
