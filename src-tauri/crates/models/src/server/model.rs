use std::{sync::Arc, time::Duration};

use anyhow::anyhow;
use async_trait::async_trait;
use mythline_protocol::{CommandError, ErrorCode};
use tokio::sync::{OnceCell, watch};
use tokio_util::sync::CancellationToken;

use super::{
    Address, Keychain, Patience, Server, WhenDown, exchange::Exchange, fault::Fault, line::Line, offer,
    patience, vendor,
};
use crate::{Generated, Model, ModelError, Prompt, Request, TextSink, trouble::failed};

/// Longer than a keychain takes that is open: one that takes longer asks somebody to open it.
const ASKS: Duration = Duration::from_secs(1);

/// Tokens that a server is taken to accept where it does not say.
const CONTEXT: u32 = 8_192;

/// A model on a server of the user's.
pub struct ServerModel {
    server: Server,
    keychain: Arc<dyn Keychain>,
    patience: Patience,
    line: OnceCell<Line>,
    /// What it waits for.
    waiting: watch::Sender<Option<String>>,
}

impl ServerModel {
    /// The model of this server. Nothing is sent yet.
    #[must_use]
    pub fn new(server: Server, keychain: Arc<dyn Keychain>, patience: Patience) -> Self {
        Self { server, keychain, patience, line: OnceCell::new(), waiting: watch::Sender::default() }
    }

    /// The line, with the key read where it is. A keychain that does not answer at once asks somebody.
    async fn line(&self) -> Result<&Line, ModelError> {
        self.line
            .get_or_try_init(|| async {
                let opening = open(self.server.clone(), self.keychain.clone(), self.patience);
                tokio::pin!(opening);
                if let Ok(opened) = tokio::time::timeout(ASKS, &mut opening).await {
                    return opened;
                }
                self.wait_for(Some(format!("The keychain is asked for the key of {}.", self.server.name)));
                let opened = opening.await;
                self.wait_for(None);
                opened
            })
            .await
    }

    /// Asks, and asks again where that may help, until the answer is whole.
    async fn ask(&self, request: &Request, sink: &TextSink) -> Result<Generated, ModelError> {
        let line = self.line().await?;
        let vendor = vendor::by_id(&self.server.vendor);
        let (waiting, sink) = (self.waiting.clone(), sink.clone());
        let sink: TextSink = Arc::new(move |text| {
            waiting.send_if_modified(|waits| waits.take().is_some());
            sink(text);
        });
        let mut exchange = Exchange::new(line, vendor, &self.server.model, request, &sink);
        let mut failed = 0;
        loop {
            match exchange.attempt().await {
                Ok(cause) => {
                    self.wait_for(None);
                    return Ok(exchange.finish(cause));
                }
                Err(fault) => self.pause_after(fault, &mut failed).await?,
            }
        }
    }

    /// Waits until the next try, or gives up.
    async fn pause_after(&self, fault: Fault, failed: &mut u32) -> Result<(), ModelError> {
        *failed += 1;
        let pause = self.pause(&fault, *failed);
        tracing::warn!(cause = %fault, server = self.server.id, failed, ?pause, "a server");
        self.wait_for(pause.map(|_| fault.waited_for(&self.server.name)));
        match pause {
            Some(pause) => {
                tokio::time::sleep(pause).await;
                Ok(())
            }
            None => Err(fault.told(&self.server.name)),
        }
    }

    /// Says what it waits for, where that is news.
    fn wait_for(&self, what: Option<String>) {
        self.waiting.send_if_modified(|waits| {
            let news = *waits != what;
            *waits = what;
            news
        });
    }

    /// How long to wait before the next try; none where there is to be none.
    fn pause(&self, fault: &Fault, failed: u32) -> Option<Duration> {
        let waits = self.server.when_down == WhenDown::Wait;
        if !fault.passes() || (failed >= self.patience.tries && !waits) {
            return None;
        }
        let pause = self.patience.before_next(failed, fault.retry_after(), patience::chance());
        if waits { pause.or(fault.retry_after()) } else { pause }
    }
}

/// Opens the line to a server.
pub(super) async fn open(
    server: Server,
    keychain: Arc<dyn Keychain>,
    patience: Patience,
) -> Result<Line, ModelError> {
    let opened = tokio::task::spawn_blocking(move || {
        let address = Address::parse(&server.url, server.plain_http)?;
        let key = server.key.map(|place| place.read(&keychain, &server.id)).transpose()?;
        Line::to(address, key, patience)
    });
    let told = |told: CommandError| ModelError::Failed { cause: anyhow!("{:?}", told.code), told };
    opened.await.map_err(|error| crate::trouble::broke(error.into()))?.map_err(told)
}

#[async_trait]
impl Model for ServerModel {
    fn id(&self) -> &str {
        &self.server.id
    }

    fn name(&self) -> &str {
        &self.server.name
    }

    /// Asks the server whether it has the model.
    async fn ready(&self) -> Result<u32, ModelError> {
        let line = self.line().await?;
        let mut tries = 0;
        let offer = loop {
            match offer::ask(line).await {
                Ok(offer) => break offer,
                Err(fault) => self.pause_after(fault, &mut tries).await?,
            }
        };
        self.wait_for(None);
        let found = offer.models.iter().find(|model| model.id == self.server.model);
        match found {
            Some(model) => Ok(model.context.unwrap_or(CONTEXT)),
            None if offer.models.is_empty() => Ok(CONTEXT),
            None => Err(failed(
                ErrorCode::MissingModel,
                format!("{} has no model {} any more.", self.server.name, self.server.model),
                anyhow!("not in its list"),
            )),
        }
    }

    /// About: the servers have no common way to count. Four bytes a token are usual in English.
    async fn count(&self, text: &str) -> Result<u32, ModelError> {
        Ok(u32::try_from(text.len().div_ceil(4)).unwrap_or(u32::MAX))
    }

    fn waits(&self) -> Option<watch::Receiver<Option<String>>> {
        Some(self.waiting.subscribe())
    }

    async fn write(
        &self,
        request: Request,
        sink: TextSink,
        stop: CancellationToken,
    ) -> Result<Generated, ModelError> {
        // What is dropped hangs up: the server hears that nobody waits.
        tokio::select! {
            biased;
            () = stop.cancelled() => Err(ModelError::Stopped),
            written = self.ask(&request, &sink) => written,
        }
    }

    /// No: the servers have no common way to weigh a text.
    async fn likelihood(&self, _: Prompt, _: &str, _: CancellationToken) -> Result<f32, ModelError> {
        Err(failed(
            ErrorCode::ModelFailed,
            "A model on a server cannot say how likely a text is.",
            anyhow!("likelihood asked of a server"),
        ))
    }
}
