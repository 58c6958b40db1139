//! Writes a story of a file of notes with the starter model, or the file of `MYTHLINE_STARTER_MODEL`, prints it
//! and its figures: `cargo run -p mythline-story --example tell -- NOTES [SEED] [PLAYER] [PRONOUN] [--log]`.
//! With `--compose` the model is let write whole steps, and `--wish=TEXT` says how.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::{path::PathBuf, sync::Arc, time::Instant};

use async_trait::async_trait;
use mythline_files::{Folder, RelPath};
use mythline_jobs::{StepProgress, WorkRequest};
use mythline_models::{LocalModel, Model, ModelError, ModelFile, Seat};
use mythline_protocol::{Capabilities, CommandError, JobId, StepState, TextEvent};
use mythline_story::{
    ModelSource, Report, StoryWork,
    prompts::PromptFolder,
    review::{StepText, story_figures},
    take::markdown,
};
use serde_json::Map;
use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

struct One {
    model: Arc<dyn Model>,
    composes: bool,
}

#[async_trait]
impl ModelSource for One {
    fn model(&self, _: Option<&str>) -> Result<Arc<dyn Model>, CommandError> {
        Ok(self.model.clone())
    }

    fn seen(&self, _: &str) -> Option<Capabilities> {
        let reads_notes = self.composes;
        Some(Capabilities { tokens_per_s: 0.0, first_token_ms: 0.0, keeps_form: reads_notes, reads_notes })
    }

    async fn capabilities(&self, id: &str, _: CancellationToken) -> Result<Option<Capabilities>, ModelError> {
        Ok(self.seen(id))
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
    let composes = flags.iter().any(|flag| flag == "--compose");
    let work = StoryWork::new(workspace, Arc::new(One { model, composes }), PromptFolder::default());
    let mut options = Map::new();
    options.insert("seed".into(), seed.into());
    let wish = flags.iter().find_map(|flag| flag.strip_prefix("--wish="));
    options.insert("wish".into(), wish.into());
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
    for step in take.steps.iter().filter(|_| composes) {
        println!("{}: {} of {} words, {} tries", step.id, step.words(), step.words_asked, step.attempts);
    }
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
