use std::{
    sync::{Arc, Weak, mpsc},
    thread::JoinHandle,
    time::Duration,
};

use llama_cpp_2::model::LlamaModel;
use tokio::{
    sync::{Mutex, oneshot},
    time::Instant,
};
use tokio_util::sync::CancellationToken;

use super::{evaluation::Kept, ticket::Ticket, worker};
use crate::{ModelError, ModelFile, trouble::broke};

/// A model that nobody has asked for so long leaves the memory; it is loaded again when it is needed.
const IDLE: Duration = Duration::from_secs(600);

/// Bytes of what a model has read that stay when it leaves because nobody asks for it.
const STAYS: usize = 256 << 20;

/// Room for one loaded model. Models that share a seat take turns: one that needs it waits until the
/// other has served what it was asked before, which then leaves the memory.
#[derive(Clone)]
pub struct Seat {
    place: Arc<Mutex<Place>>,
    idle: Duration,
}

#[derive(Default)]
struct Place {
    occupant: Option<Occupant>,
    /// The thread of a model that is being loaded. It outlives whoever waited for it by a moment.
    coming: Option<Thread>,
    /// What the model of a file had read when it left because nobody asked for it: a story that was paused
    /// for long goes on from there.
    left: Option<(ModelFile, Kept)>,
}

impl Default for Seat {
    /// One that is left after ten minutes of idleness.
    fn default() -> Self {
        Self::left_after(IDLE)
    }
}

/// Answers what the model had read.
type Thread = JoinHandle<Option<Kept>>;

/// A loaded model with its thread.
struct Occupant {
    file: ModelFile,
    loaded: Arc<Loaded>,
    thread: Thread,
    /// When it was last asked for.
    asked: Instant,
}

/// A loaded model, as callers hold it.
pub(super) struct Loaded {
    /// For what needs no turn: counting tokens.
    pub(super) model: Arc<LlamaModel>,
    /// Tokens that prompt and text may have together.
    pub(super) context: u32,
    /// Who computes it, in a sentence for people, where that is worth saying.
    pub(super) place: Option<String>,
    /// To the thread that owns the context; it ends when this is dropped and the queue is empty.
    pub(super) queue: mpsc::Sender<Ticket>,
}

impl Seat {
    /// One that is left when nobody has asked for its model for so long.
    #[must_use]
    pub fn left_after(idle: Duration) -> Self {
        Self { place: Arc::default(), idle }
    }

    /// Whether a model is loaded.
    pub async fn is_taken(&self) -> bool {
        self.place.lock().await.occupant.is_some()
    }

    /// The model of this file, loaded. Nothing goes on loading it when nobody waits any more.
    pub(super) async fn take(&self, file: &ModelFile) -> Result<Arc<Loaded>, ModelError> {
        let mut seat = self.place.lock().await;
        if let Some(occupant) = seat.occupant.as_mut()
            && occupant.file == *file
            && !occupant.thread.is_finished()
        {
            occupant.asked = Instant::now();
            return Ok(occupant.loaded.clone());
        }
        if let Some(other) = seat.occupant.take() {
            other.leave().await;
        }
        seat.wait_for_what_was_given_up().await;
        let kept = seat.left.take().filter(|(left, _)| left == file).map(|(_, kept)| kept);
        let (told, loaded) = oneshot::channel();
        let given_up = CancellationToken::new();
        let _when_dropped = given_up.clone().drop_guard();
        let thread =
            worker::start(file.clone(), kept, given_up, told).map_err(|error| broke(error.into()))?;
        seat.coming = Some(thread);
        let loaded = loaded.await.map_err(|_| broke(anyhow::anyhow!("the model's thread died")))??;
        let loaded = Arc::new(loaded);
        let asked = Instant::now();
        seat.occupant = seat.coming.take().map(|thread| Occupant {
            file: file.clone(),
            loaded: loaded.clone(),
            thread,
            asked,
        });
        tokio::spawn(leave_when_idle(Arc::downgrade(&self.place), Arc::downgrade(&loaded), self.idle));
        Ok(loaded)
    }

    /// Unloads whatever is loaded, after it has served what it was asked before, and forgets what it read.
    pub async fn clear(&self) {
        let mut seat = self.place.lock().await;
        seat.wait_for_what_was_given_up().await;
        seat.left = None;
        if let Some(occupant) = seat.occupant.take() {
            occupant.leave().await;
        }
    }
}

impl Place {
    async fn wait_for_what_was_given_up(&mut self) {
        if let Some(thread) = self.coming.take() {
            ended(thread).await;
        }
    }
}

/// Sees to it that a model leaves when nobody has asked for it for long; ends when it has left, or the
/// seat is gone.
async fn leave_when_idle(seat: Weak<Mutex<Place>>, model: Weak<Loaded>, idle: Duration) {
    let mut asked = Instant::now();
    loop {
        tokio::time::sleep_until(asked + idle).await;
        let Some(seat) = seat.upgrade() else { return };
        let mut seat = seat.lock().await;
        let is_it = |occupant: &&mut Occupant| model.as_ptr() == Arc::as_ptr(&occupant.loaded);
        let Some(occupant) = seat.occupant.as_mut().filter(is_it) else { return };
        // Whoever waits for an answer holds it; and nobody new can, while the seat is locked.
        if Arc::strong_count(&occupant.loaded) > 1 {
            occupant.asked = Instant::now();
        }
        asked = occupant.asked;
        if asked.elapsed() >= idle
            && let Some(occupant) = seat.occupant.take()
        {
            tracing::debug!(model = occupant.file.id, "unloaded: nobody asks for it");
            let file = occupant.file.clone();
            seat.left = occupant.leave().await.map(|kept| (file, kept.bound_by(STAYS)));
            return;
        }
    }
}

impl Occupant {
    /// Ends it; answers what it had read.
    async fn leave(self) -> Option<Kept> {
        drop(self.loaded);
        ended(self.thread).await
    }
}

/// Waits until a thread has ended. Whether it ended well or in a panic, it is gone, and its memory with it.
async fn ended(thread: Thread) -> Option<Kept> {
    tokio::task::spawn_blocking(|| thread.join()).await.ok()?.ok()?
}
