use std::{
    sync::{Arc, mpsc},
    thread::JoinHandle,
};

use llama_cpp_2::model::LlamaModel;
use tokio::sync::{Mutex, oneshot};

use super::{ticket::Ticket, worker};
use crate::{ModelError, ModelFile, trouble::broke};

/// Room for one loaded model. Models that share a seat take turns: one that needs it waits until the
/// other has served what it was asked before, which then leaves the memory.
#[derive(Clone, Default)]
pub struct Seat {
    occupant: Arc<Mutex<Option<Occupant>>>,
}

/// A loaded model with its thread.
struct Occupant {
    file: ModelFile,
    loaded: Arc<Loaded>,
    thread: JoinHandle<()>,
}

/// A loaded model, as callers hold it.
pub(super) struct Loaded {
    /// For what needs no turn: counting tokens.
    pub(super) model: Arc<LlamaModel>,
    /// Tokens that prompt and text may have together.
    pub(super) context: u32,
    /// To the thread that owns the context; it ends when this is dropped and the queue is empty.
    pub(super) queue: mpsc::Sender<Ticket>,
}

impl Seat {
    /// The model of this file, loaded.
    pub(super) async fn take(&self, file: &ModelFile) -> Result<Arc<Loaded>, ModelError> {
        let mut seat = self.occupant.lock().await;
        if let Some(occupant) = seat.as_ref()
            && occupant.file == *file
            && !occupant.thread.is_finished()
        {
            return Ok(occupant.loaded.clone());
        }
        if let Some(other) = seat.take() {
            other.leave().await;
        }
        let (told, loaded) = oneshot::channel();
        let thread = worker::start(file.clone(), told).map_err(|error| broke(error.into()))?;
        let loaded = loaded.await.map_err(|_| broke(anyhow::anyhow!("the model's thread died")))??;
        let loaded = Arc::new(loaded);
        *seat = Some(Occupant { file: file.clone(), loaded: loaded.clone(), thread });
        Ok(loaded)
    }

    /// Unloads whatever is loaded, after it has served what it was asked before.
    pub async fn clear(&self) {
        if let Some(occupant) = self.occupant.lock().await.take() {
            occupant.leave().await;
        }
    }
}

impl Occupant {
    async fn leave(self) {
        drop(self.loaded);
        // Whether it ended well or in a panic, it is gone, and its memory with it.
        let _gone = tokio::task::spawn_blocking(|| self.thread.join()).await;
    }
}
