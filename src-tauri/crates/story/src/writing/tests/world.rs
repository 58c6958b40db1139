//! A workspace in a temporary folder, and a model that does what a test says.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, AtomicU32, Ordering},
};

use async_trait::async_trait;
use mythline_files::{Folder, RelPath};
use mythline_jobs::{Outcome, StepProgress, WorkEnd, WorkRequest};
use mythline_models::{Generated, Model, ModelError, Prompt, Request, StopCause, TextSink};
use mythline_protocol::{Capabilities, CommandError, JobId, TextEvent};
use serde_json::{Map, Value};
use tokio_util::sync::CancellationToken;

use crate::{
    ModelSource, Report, StoryWork,
    prompts::PromptFolder,
    sample,
    take::{Shelf, Take},
};

/// Answers a request: the note it holds (of a model that composes: the whole chat), its seed, and how often
/// was asked before.
pub(super) type Answer = dyn Fn(&str, u32, u32) -> String + Send + Sync;

pub(super) struct Scripted {
    answer: Box<Answer>,
    asked: AtomicU32,
    composes: bool,
    /// Tokens, here bytes, that its context has.
    room: AtomicU32,
    measured: AtomicBool,
}

impl Scripted {
    fn new(answer: Box<Answer>, composes: bool) -> Arc<Self> {
        let (asked, room) = (AtomicU32::new(0), AtomicU32::new(4096));
        Arc::new(Self { answer, asked, composes, room, measured: AtomicBool::new(false) })
    }
}

#[async_trait]
impl Model for Scripted {
    fn id(&self) -> &'static str {
        "scripted"
    }

    fn name(&self) -> &'static str {
        "Scripted"
    }

    async fn ready(&self) -> Result<u32, ModelError> {
        Ok(self.room.load(Ordering::SeqCst))
    }

    fn computed_by(&self) -> Option<String> {
        Some("A script computes the model.".into())
    }

    async fn count(&self, text: &str) -> Result<u32, ModelError> {
        Ok(u32::try_from(text.len()).unwrap())
    }

    async fn write(
        &self,
        request: Request,
        sink: TextSink,
        stop: CancellationToken,
    ) -> Result<Generated, ModelError> {
        let Prompt::Chat { turns, opening } = &request.prompt else { panic!("a chat was expected") };
        let before = self.asked.fetch_add(1, Ordering::SeqCst);
        let said: Vec<&str> = turns.iter().map(|turn| turn.text.as_str()).collect();
        let said = if self.composes { said.join("\n\n") } else { said[said.len() - 1].to_owned() };
        let whole = (self.answer)(&said, request.sampling.seed, before);
        if stop.is_cancelled() {
            return Err(ModelError::Stopped);
        }
        let text = whole.strip_prefix(opening.as_str()).unwrap_or(&whole).to_owned();
        sink(&text);
        let none = std::time::Duration::ZERO;
        Ok(Generated {
            text,
            cause: StopCause::Done,
            prompt_tokens: 1,
            reused_tokens: 0,
            new_tokens: 1,
            first_token: none,
            writing: none,
        })
    }

    async fn likelihood(&self, _: Prompt, _: &str, _: CancellationToken) -> Result<f32, ModelError> {
        Ok(0.0)
    }
}

pub(super) struct World {
    _folder: tempfile::TempDir,
    pub workspace: Folder,
    model: Arc<Scripted>,
    pub stop: CancellationToken,
    pub shown: Heard,
    pub prompts: PromptFolder,
}

/// What a run said.
#[derive(Default)]
pub(super) struct Heard {
    pub progress: Mutex<Vec<StepProgress>>,
    pub text: Mutex<Vec<TextEvent>>,
    pub log: Mutex<Vec<String>>,
}

impl Report for Heard {
    fn progress(&self, progress: StepProgress) {
        self.progress.lock().unwrap().push(progress);
    }

    fn text(&self, event: TextEvent) {
        self.text.lock().unwrap().push(event);
    }

    fn log(&self, line: &str) {
        self.log.lock().unwrap().push(line.to_owned());
    }
}

struct Only(Arc<Scripted>);

#[async_trait]
impl ModelSource for Only {
    fn model(&self, _: Option<&str>) -> Result<Arc<dyn Model>, CommandError> {
        Ok(self.0.clone())
    }

    fn seen(&self, _: &str) -> Option<Capabilities> {
        let reads_notes = self.0.composes;
        let seen = Capabilities { tokens_per_s: 20.0, first_token_ms: 200.0, keeps_form: true, reads_notes };
        self.0.measured.load(Ordering::SeqCst).then_some(seen)
    }

    async fn capabilities(&self, id: &str, _: CancellationToken) -> Result<Option<Capabilities>, ModelError> {
        self.0.measured.store(true, Ordering::SeqCst);
        Ok(self.seen(id))
    }
}

impl World {
    /// A workspace with notes on the subject `Tale`, and a model that says notes word for word.
    pub(super) fn new(notes: &str) -> Self {
        Self::with(notes, |note, _, _| note.to_owned())
    }

    pub(super) fn with(
        notes: &str,
        answer: impl Fn(&str, u32, u32) -> String + Send + Sync + 'static,
    ) -> Self {
        Self::of(notes, Scripted::new(Box::new(answer), false))
    }

    /// With a model that is let write whole steps.
    pub(super) fn composing(
        notes: &str,
        answer: impl Fn(&str, u32, u32) -> String + Send + Sync + 'static,
    ) -> Self {
        Self::of(notes, Scripted::new(Box::new(answer), true))
    }

    /// The same with a model that has room for all of the notes at once: it is asked for a plan.
    pub(super) fn planning(
        notes: &str,
        answer: impl Fn(&str, u32, u32) -> String + Send + Sync + 'static,
    ) -> Self {
        let world = Self::composing(notes, answer);
        world.model.room.store(32_768, Ordering::SeqCst);
        world
    }

    fn of(notes: &str, model: Arc<Scripted>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Folder::open(folder.path()).unwrap();
        let world = Self {
            _folder: folder,
            workspace,
            model,
            stop: CancellationToken::new(),
            shown: Heard::default(),
            prompts: PromptFolder::default(),
        };
        world.put("output/Tale/research.md", notes);
        world
    }

    /// The sample, stopped while the model is asked for the `n`th time.
    pub(super) fn stopping_at(n: u32) -> Self {
        let stop = CancellationToken::new();
        let cancel = stop.clone();
        let world = Self::with(sample::NOTES, move |note, _, asked| {
            if asked == n {
                cancel.cancel();
            }
            note.to_owned()
        });
        Self { stop, ..world }
    }

    /// The same workspace, with another model and nothing stopped: the program started again.
    pub(super) fn again(&mut self, answer: impl Fn(&str, u32, u32) -> String + Send + Sync + 'static) {
        let room = self.model.room.load(Ordering::SeqCst);
        self.model = Scripted::new(Box::new(answer), self.model.composes);
        self.model.room.store(room, Ordering::SeqCst);
        self.stop = CancellationToken::new();
        self.shown = Heard::default();
    }

    pub(super) fn put(&self, path: &str, text: &str) {
        self.workspace.write(&RelPath::parse(path).unwrap(), text.as_bytes()).unwrap();
    }

    pub(super) fn read(&self, path: &str) -> String {
        self.workspace.read_text(&RelPath::parse(path).unwrap(), 1 << 24).unwrap()
    }

    pub(super) fn work(&self) -> StoryWork {
        StoryWork::new(self.workspace.clone(), Arc::new(Only(self.model.clone())), self.prompts.clone())
    }

    pub(super) fn asked(&self) -> u32 {
        self.model.asked.load(Ordering::SeqCst)
    }

    pub(super) async fn write(&self, options: Value) -> Result<Outcome, WorkEnd> {
        self.write_as(id(1), options).await
    }

    pub(super) async fn write_as(&self, id: JobId, options: Value) -> Result<Outcome, WorkEnd> {
        let request = request(&options);
        self.work().write(id, &request, "scripted", self.stop.clone(), &self.shown).await
    }

    pub(super) fn take(&self) -> Take {
        self.shelf().take(id(1)).unwrap()
    }

    pub(super) fn shelf(&self) -> Shelf {
        self.work().shelf("Tale").unwrap()
    }
}

pub(super) fn id(n: u8) -> JobId {
    JobId::from_random_bytes([n; 16])
}

/// A request; `player` stands among the options here.
pub(super) fn request(options: &Value) -> WorkRequest {
    let mut options: Map<String, Value> = options.as_object().cloned().unwrap_or_default();
    let player = options.remove("player").and_then(|name| name.as_str().map(str::to_owned));
    WorkRequest { subject: "Tale".to_owned(), player, options }
}
