use std::{
    collections::{BTreeMap, HashSet},
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    sync::Arc,
};

use mythline_files::Folder;
use mythline_jobs::{StepProgress, WorkEnd, WorkRequest};
use mythline_protocol::{JobId, StepView, TakeView, TextEvent};
use mythline_story::{Report, StoryWork, prompts::PromptFolder};
use mythline_studio::{Models, Places, shelf};
use serde_json::{Map, Value};
use tokio_util::sync::CancellationToken;

use crate::{
    labels::{Set, top},
    text::sentences,
};

/// A model that writes, and where what it wrote is kept.
pub(crate) struct Pen {
    models: Arc<dyn Models>,
    id: String,
    /// By which its table is called.
    pub(crate) name: String,
    /// Of the program's part that reads notes, plans, asks and reviews.
    pipeline: u64,
    /// A model that takes long writes so many scenes.
    pub(crate) scenes: Option<usize>,
    folder: PathBuf,
}

/// What was written of a set.
pub(crate) struct Story {
    /// Step by step.
    pub(crate) written: Vec<String>,
    /// Words asked for and written, of each step.
    pub(crate) lengths: Vec<(u32, u32)>,
    /// The labelled facts that belong to steps which were not to be written.
    pub(crate) untold: HashSet<String>,
}

/// Scenes of a story by a model that takes long.
const SCENES: usize = 5;

/// The seed of every story.
const SEED: u32 = 1;

impl Pen {
    /// The model that the environment names, or the starter.
    pub(crate) async fn take() -> Self {
        let file = std::env::var_os("MYTHLINE_EVALUATE_MODEL").map(PathBuf::from);
        let name = file
            .as_ref()
            .and_then(|file| file.file_stem())
            .map_or("starter".into(), |stem| stem.to_string_lossy());
        let folder = top().join("target/evaluate").join(&*name);
        let places = Places { config: folder.join("config"), data: folder.join("data"), home: None };
        let models = shelf(&places).expect("a shelf");
        let model = match &file {
            Some(file) => models.import(file).await.expect("a model file"),
            None => models
                .list()
                .await
                .unwrap()
                .into_iter()
                .next()
                .expect("the starter model; `make model` fetches it"),
        };
        let name = name.into_owned();
        Self { models, id: model.id, name, pipeline: pipeline(), scenes: file.map(|_| SCENES), folder }
    }

    /// The story of a set: written now, or gone on with, or read where it is whole.
    pub(crate) async fn write(&self, set: &Set) -> Story {
        let most = self.scenes.or(set.scenes).unwrap_or(usize::MAX);
        let mark = hash(&(self.pipeline, &self.id, &set.notes));
        let folder = self.folder.join(&set.name).join(format!("{mark:016x}"));
        let notes = folder.join("output").join(&set.name).join("research.md");
        fs::create_dir_all(notes.parent().unwrap()).unwrap();
        fs::write(notes, &set.notes).unwrap();
        let work =
            StoryWork::new(Folder::open(&folder).unwrap(), self.models.clone(), PromptFolder::default());
        let id = JobId::from_random_bytes((u128::from(mark) << 64 | u128::from(mark)).to_be_bytes());
        let due = |step: &StepView| scene(&step.id) <= most;
        let whole = |take: &TakeView| take.steps.iter().filter(|step| due(step)).all(is_written);
        let kept = work.take(&set.name, &id.to_string()).await.ok().filter(whole);
        let take = match kept {
            Some(take) => take,
            None => {
                self.go_on(&work, set, id, most).await;
                work.take(&set.name, &id.to_string()).await.unwrap()
            }
        };
        Story::of(set, &take)
    }

    async fn go_on(&self, work: &StoryWork, set: &Set, id: JobId, most: usize) {
        let options: Map<String, Value> = [("seed".to_owned(), Value::from(SEED))].into_iter().collect();
        let request = WorkRequest { subject: set.name.clone(), player: None, options };
        let stop = CancellationToken::new();
        let listener = Until { most, stop: stop.clone() };
        match work.write(id, &request, &self.id, stop, &listener).await {
            Ok(_) | Err(WorkEnd::Stopped) => {}
            Err(end) => panic!("{}: {end:?}", set.name),
        }
    }
}

impl Story {
    fn of(set: &Set, take: &TakeView) -> Self {
        let steps: Vec<&StepView> = take.steps.iter().filter(|step| is_written(step)).collect();
        let left: HashSet<&str> = take
            .steps
            .iter()
            .filter(|step| !is_written(step))
            .flat_map(|step| &step.facts)
            .map(|fact| fact.fact.as_str())
            .collect();
        let notes: Vec<_> = take
            .facts
            .iter()
            .flat_map(|fact| sentences(&fact.text).into_iter().map(|sentence| (fact.id.as_str(), sentence)))
            .collect();
        let (ids, said): (Vec<&str>, Vec<_>) = notes.into_iter().unzip();
        let is_left = |place: usize| ids.get(place).is_some_and(|id| left.contains(id));
        let untold = set
            .facts()
            .filter(|fact| fact.by.place(&said).is_some_and(is_left))
            .map(|fact| fact.says.to_owned());
        Self {
            untold: untold.collect(),
            written: steps.iter().map(|step| text_of(step)).collect(),
            lengths: steps.iter().map(|step| (step.words_asked, step.words)).collect(),
        }
    }

    /// The whole, as it is read.
    pub(crate) fn text(&self) -> String {
        self.written.join("\n\n")
    }
}

fn is_written(step: &StepView) -> bool {
    !step.text.is_empty() || !step.lines.is_empty()
}

fn text_of(step: &StepView) -> String {
    let lines = step.lines.iter().map(|line| format!("{}: “{}”", line.actor, line.line));
    if step.lines.is_empty() { step.text.clone() } else { lines.collect::<Vec<_>>().join("\n") }
}

/// In which scene a step stands: `scene-2-dialogue` in the second; the conclusion after all of them.
fn scene(step: &str) -> usize {
    let number = step.strip_prefix("scene-").and_then(|rest| rest.split('-').next()?.parse().ok());
    number.unwrap_or(if step == "introduction" { 0 } else { usize::MAX })
}

/// Stops the writing where the scenes that are wanted end.
struct Until {
    most: usize,
    stop: CancellationToken,
}

impl Report for Until {
    fn progress(&self, _: StepProgress) {}

    fn text(&self, event: TextEvent) {
        if scene(&event.step) > self.most {
            self.stop.cancel();
        }
    }

    fn log(&self, _: &str) {}
}

/// Of every file that has a say in what is written, tests apart. The model's runtime has none.
fn pipeline() -> u64 {
    let story = top().join("src-tauri/crates/story");
    let mut files = BTreeMap::new();
    for room in ["prompts", "src/notes", "src/plan", "src/prompts", "src/review", "src/text", "src/writing"] {
        collect(&story.join(room), &mut files);
    }
    hash(&files)
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap();
        if path.is_dir() && name != "tests" && name != "fixtures" {
            collect(&path, files);
        } else if path.is_file() && name != "tests" {
            let bytes = fs::read(&path).unwrap();
            files.insert(path.strip_prefix(top()).unwrap().to_owned(), bytes);
        }
    }
}

fn hash(what: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}
