//! What models were seen to do on this computer: measured once, and kept by what they are.

use std::{collections::BTreeMap, sync::Arc};

use anyhow::anyhow;
use mythline_files::{FileError, Folder, RelPath};
use mythline_protocol::{Capabilities, CommandError, ModelInfo, ModelTestResponse};
use tokio_util::sync::CancellationToken;

use super::{Shelf, list::List, told, trial};
use crate::{Model, ModelError, Server, TextSink, WhenDown};

/// The file in the user's own data; what it holds can be measured again.
const FILE: &str = "capabilities.json";
/// More than any such file has.
const LIMIT: u64 = 1 << 20;

/// What was seen, by model: a file by its hash, a model on a server by its address and its name there.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Seen(BTreeMap<String, Capabilities>);

impl Seen {
    /// What is known; nothing where nothing can be read.
    pub(super) fn load(shelf: &Shelf) -> Self {
        let read = || -> Option<_> {
            let text = Folder::open(&shelf.data).ok()?.read_text(&file().ok()?, LIMIT).ok()?;
            serde_json::from_str(&text).ok()
        };
        Self(read().unwrap_or_default())
    }

    /// What is shown of a model, with what was seen of it.
    pub(super) fn in_info(&self, shelf: &Shelf, list: &List, info: ModelInfo) -> ModelInfo {
        ModelInfo { seen: self.of(shelf, list, &info.id), ..info }
    }

    /// What was seen of the model with this id.
    fn of(&self, shelf: &Shelf, list: &List, id: &str) -> Option<Capabilities> {
        self.0.get(&shelf.what(list, id).ok()?).copied()
    }

    fn save(&self, shelf: &Shelf) -> Result<(), FileError> {
        let mut text = serde_json::to_vec_pretty(&self.0).unwrap_or_default();
        text.push(b'\n');
        Folder::create(&shelf.data)?.write(&file()?, &text)
    }
}

impl Shelf {
    /// What a model was seen to do, where it was measured before. Cheap: no model is loaded or asked.
    ///
    /// # Errors
    /// There is no such model on the shelf.
    pub fn seen(&self, id: &str) -> Result<Option<Capabilities>, CommandError> {
        let list = List::load(&self.config)?;
        self.known(&list, id)?;
        Ok(Seen::load(self).of(self, &list, id))
    }

    /// The same, measured now by one short request where it was not: when a model is used for the first time.
    /// Many that ask at once wait for one measurement.
    ///
    /// # Errors
    /// Whatever keeps the model from writing; [`ModelError::Stopped`] where `stop` came first.
    pub async fn capabilities(&self, id: &str, stop: CancellationToken) -> Result<Capabilities, ModelError> {
        let refused = |told: CommandError| ModelError::Failed { cause: anyhow!("{:?}", told.code), told };
        if let Some(seen) = self.seen(id).map_err(refused)? {
            return Ok(seen);
        }
        let _turn = tokio::select! {
            biased;
            () = stop.cancelled() => return Err(ModelError::Stopped),
            turn = self.measuring.lock() => turn,
        };
        match self.seen(id).map_err(refused)? {
            Some(seen) => Ok(seen),
            None => self.measure(id, &*self.get(id).map_err(refused)?, stop).await,
        }
    }

    /// Lets a model write two sentences and measures it anew.
    ///
    /// # Errors
    /// Whatever keeps it from writing.
    pub async fn test(&self, id: &str) -> Result<ModelTestResponse, CommandError> {
        // Somebody waits for the answer: a server that is down is told at once, not waited for.
        let model = self.get_where(id, |server| Server { when_down: WhenDown::Fail, ..server })?;
        let stop = CancellationToken::new();
        model.ready().await.map_err(told)?;
        let text = model.write(trial::two_sentences(), silent(), stop.clone()).await.map_err(told)?.text;
        let seen = self.measure(id, &*model, stop).await.map_err(told)?;
        Ok(ModelTestResponse { text: text.trim().to_owned(), computed_by: model.computed_by(), seen })
    }

    async fn measure(
        &self,
        id: &str,
        model: &dyn Model,
        stop: CancellationToken,
    ) -> Result<Capabilities, ModelError> {
        let seen = trial::judge(&model.write(trial::notes_in_a_form(), silent(), stop).await?);
        tracing::info!(model = id, ?seen, "measured");
        let id = id.to_owned();
        let kept = self.aside(move |shelf| shelf.keep_seen(&id, seen)).await;
        // It is measured again the next time; the story need not wait for a disk.
        if let Err(error) = kept {
            tracing::warn!(%error, "what the model can do was not kept");
        }
        Ok(seen)
    }

    fn keep_seen(&self, id: &str, capabilities: Capabilities) -> Result<(), CommandError> {
        let _changing = self.change();
        let what = self.what(&List::load(&self.config)?, id)?;
        let mut seen = Seen::load(self);
        seen.0.insert(what, capabilities);
        seen.save(self).map_err(|error| error.command_error("What was measured"))
    }

    /// What a model is, whatever it is called here.
    fn what(&self, list: &List, id: &str) -> Result<String, CommandError> {
        match list.servers.iter().find(|server| server.id == id) {
            Some(server) => Ok(format!("{} {}", server.url, server.model)),
            None => Ok(self.file(list, id)?.sha256),
        }
    }
}

fn silent() -> TextSink {
    Arc::new(|_| {})
}

fn file() -> Result<RelPath, FileError> {
    RelPath::segment(FILE)
}
