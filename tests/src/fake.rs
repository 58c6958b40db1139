use std::{path::Path, sync::Arc, time::Duration};

use async_trait::async_trait;
use mythline_models::{Generated, Model, ModelError, Prompt, Request, StopCause, TextSink};
use mythline_protocol::{
    Capabilities, CommandError, ErrorCode, Fit, ModelInfo, ModelOrigin, ModelTestResponse,
};
use mythline_studio::{ModelSource, Models};
use tokio_util::sync::CancellationToken;

/// The only model of this shelf, and its id.
const ID: &str = "parrot";

/// A shelf with one model, which says again what it was told last. With it a story is its notes: at
/// once, and the same every time.
#[derive(Debug, Clone, Copy, Default)]
pub struct FakeModels {
    /// How long it takes for each text; nothing unless there must be time to interfere.
    pub pace: Duration,
    /// Whether it does not hear that it should stop, as a program that hangs.
    pub deaf: bool,
}

impl FakeModels {
    /// At the pace that `MYTHLINE_FAKE_MODEL_MS` says, in milliseconds; deaf where `MYTHLINE_FAKE_MODEL_DEAF`
    /// is set.
    #[must_use]
    pub fn from_env() -> Self {
        let pace = std::env::var("MYTHLINE_FAKE_MODEL_MS").ok().and_then(|pace| pace.parse().ok());
        let deaf = std::env::var_os("MYTHLINE_FAKE_MODEL_DEAF").is_some();
        Self { pace: Duration::from_millis(pace.unwrap_or(0)), deaf }
    }
}

impl ModelSource for FakeModels {
    fn model(&self, id: Option<&str>) -> Result<Arc<dyn Model>, CommandError> {
        match id {
            None | Some(ID) => Ok(Arc::new(Parrot(*self))),
            Some(other) => {
                Err(CommandError::new(ErrorCode::MissingModel, format!("There is no model called {other}.")))
            }
        }
    }
}

#[async_trait]
impl Models for FakeModels {
    async fn list(&self) -> Result<Vec<ModelInfo>, CommandError> {
        Ok(vec![ModelInfo {
            id: ID.to_owned(),
            name: "Parrot".to_owned(),
            origin: ModelOrigin::Starter,
            bytes: 1_000_000,
            memory: 2_000_000,
            fit: Fit::Fits,
            licence: None,
            may_sell: None,
            note: String::new(),
            seen: None,
            is_default: true,
            problem: None,
            file: None,
            hub: None,
        }])
    }

    async fn import(&self, _: &Path) -> Result<ModelInfo, CommandError> {
        Err(CommandError::new(ErrorCode::NotAModel, "This shelf takes no models."))
    }

    async fn use_model(&self, id: &str) -> Result<(), CommandError> {
        self.model(Some(id)).map(drop)
    }

    async fn test(&self, id: &str) -> Result<ModelTestResponse, CommandError> {
        self.model(Some(id))?;
        let seen = Capabilities {
            tokens_per_s: 1_000.0,
            first_token_ms: 1.0,
            keeps_form: false,
            reads_notes: false,
        };
        Ok(ModelTestResponse { text: "Hello. Hello.".to_owned(), computed_by: None, seen })
    }
}

struct Parrot(FakeModels);

#[async_trait]
impl Model for Parrot {
    fn id(&self) -> &str {
        ID
    }

    fn name(&self) -> &str {
        "Parrot"
    }

    async fn ready(&self) -> Result<u32, ModelError> {
        Ok(8_192)
    }

    async fn count(&self, text: &str) -> Result<u32, ModelError> {
        Ok(words(text))
    }

    async fn write(
        &self,
        request: Request,
        sink: TextSink,
        stop: CancellationToken,
    ) -> Result<Generated, ModelError> {
        let text = last_said(&request.prompt);
        let FakeModels { pace, deaf } = self.0;
        tokio::select! {
            () = stop.cancelled(), if !deaf => return Err(ModelError::Stopped),
            () = stop.cancelled(), if deaf => std::future::pending().await,
            () = tokio::time::sleep(pace) => {}
        }
        sink(&text);
        Ok(Generated {
            cause: StopCause::Done,
            prompt_tokens: 1,
            reused_tokens: 0,
            new_tokens: words(&text),
            first_token: Duration::from_millis(1),
            writing: Duration::from_millis(1),
            text,
        })
    }

    async fn likelihood(&self, _: Prompt, _: &str, _: CancellationToken) -> Result<f32, ModelError> {
        Ok(-1.0)
    }
}

fn last_said(prompt: &Prompt) -> String {
    match prompt {
        Prompt::Chat { turns, .. } => turns.last().map(|turn| turn.text.clone()).unwrap_or_default(),
        Prompt::Plain(text) => text.lines().last().unwrap_or_default().to_owned(),
    }
}

fn words(text: &str) -> u32 {
    u32::try_from(text.split_whitespace().count()).unwrap_or(u32::MAX)
}
