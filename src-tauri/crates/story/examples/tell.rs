//! Writes a story of a file of notes with the starter model, prints it and its figures:
//! `cargo run -p mythline-story --example tell -- NOTES [SEED] [PLAYER] [PRONOUN] [--log]`.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::{path::PathBuf, sync::Arc, time::Instant};

use mythline_files::{Folder, RelPath};
use mythline_jobs::{StepProgress, WorkRequest};
use mythline_models::{LocalModel, Model, ModelFile, Seat};
use mythline_protocol::{CommandError, JobId, StepState, TextEvent};
use mythline_story::{
    ModelSource, Report, StoryWork,
    review::{StepText, story_figures},
    take::markdown,
};
use serde_json::Map;
use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

struct One(Arc<dyn Model>);

impl ModelSource for One {
    fn model(&self, _: Option<&str>) -> Result<Arc<dyn Model>, CommandError> {
        Ok(self.0.clone())
    }
}

struct Out(bool);

impl Report for Out {
    fn progress(&self, _: StepProgress) {}
    fn text(&self, _: TextEvent) {}
    fn log(&self, line: &str) {
        if self.0 {
            println!("{line}");
        }
    }
}

#[tokio::main]
async fn main() {
    let (flags, words): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|arg| arg.starts_with("--"));
    let notes = std::fs::read_to_string(&words[0]).expect("the notes");
    let seed: u32 = words.get(1).map_or(1, |seed| seed.parse().expect("a seed"));
    let model = std::env::var("MYTHLINE_STARTER_MODEL").unwrap_or_else(|_| {
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../../target/models/smollm2-135m-instruct-q4_1.gguf")
            .to_owned()
    });
    let bytes = std::fs::read(&model).expect("the starter model; run `make model`");
    let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let file =
        ModelFile { id: "starter".into(), name: "SmolLM2 135M".into(), path: PathBuf::from(model), sha256 };
    let model: Arc<dyn Model> = Arc::new(LocalModel::new(file, Seat::default()));

    let folder = tempfile::tempdir().unwrap();
    let workspace = Folder::open(folder.path()).unwrap();
    workspace.write(&RelPath::parse("output/Tale/research.md").unwrap(), notes.as_bytes()).unwrap();
    let work = StoryWork::new(workspace, Arc::new(One(model)));
    let mut options = Map::new();
    options.insert("seed".into(), seed.into());
    options.insert("pronoun".into(), words.get(3).cloned().into());
    let request = WorkRequest { subject: "Tale".into(), player: words.get(2).cloned(), options };
    let id = JobId::from_random_bytes([1; 16]);
    let out = Out(flags.iter().any(|flag| flag == "--log"));
    let start = Instant::now();
    work.write(id, &request, "starter", CancellationToken::new(), &out).await.unwrap();
    let wall = start.elapsed();

    let path = RelPath::parse(&format!("output/Tale/takes/{id}/take.json")).unwrap();
    let bytes = Folder::open(folder.path()).unwrap().read(&path, 1 << 30).unwrap();
    let take: mythline_story::take::Take = serde_json::from_slice(&bytes).unwrap();
    println!("{}", markdown(&take));
    let steps: Vec<StepText> = take
        .steps
        .iter()
        .map(|step| match step.lines.is_empty() {
            true => StepText::Narration(step.text.clone()),
            false => StepText::Dialogue(step.lines.clone()),
        })
        .collect();
    for step in take.steps.iter().filter(|step| step.state() == StepState::LookAt) {
        for finding in &step.review {
            println!("LOOK {}: {:?} {} [{}]", step.id, finding.rule, finding.message, finding.quote);
        }
    }
    let found = take.steps.iter().flat_map(|step| &step.facts).filter(|fact| fact.found).count();
    let given = take.steps.iter().flat_map(|step| &step.facts).count();
    let figures = story_figures(&steps, &notes);
    println!(
        "steps {}, words {}, repeated {:.3}, copied {:.3}, facts {found}/{given}, unused {}, wall {:.0} s",
        steps.len(),
        figures.words,
        figures.repeated,
        figures.copied,
        take.unused().len(),
        wall.as_secs_f32()
    );
}
