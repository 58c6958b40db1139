//! A book of eighty thousand words in one run, by a model that costs nothing: what the program itself takes
//! for a step at its end, against a step at its beginning, and what stays in memory.
//!
//! `cargo bench -p mythline-story --bench book` writes `target/bench/parts/book.json`, which `make bench` takes
//! into its summary.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench stops at what it cannot measure, and prints what it can"
)]

#[path = "../figure.rs"]
#[allow(dead_code, reason = "shared with the bench that makes the summary")]
mod figure;

use std::{
    fs,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use async_trait::async_trait;
use mythline_files::{Folder, RelPath};
use mythline_jobs::{StepProgress, WorkRequest};
use mythline_models::{Generated, Model, ModelError, Prompt, Request, StopCause, TextSink};
use mythline_protocol::{Capabilities, CommandError, JobId, TextEvent};
use mythline_story::{
    ModelSource, Report, StoryWork,
    prompts::PromptFolder,
    review::story_figures,
    take::{Shelf, Take},
};
use serde_json::Map;
use tokio_util::sync::CancellationToken;

use figure::{Figure, keep_part, percentile, print};

/// Words of notes that make a book of eighty thousand.
const NOTES: usize = 56_000;
/// Steps that are compared, at each end.
const STEPS: usize = 9;

fn main() {
    let figures = measure();
    keep_part("book", &figures);
    print(&figures);
}

fn measure() -> Vec<Figure> {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let folder = Folder::open(dir.path()).expect("it is there");
    let path = RelPath::parse("output/Book/research.md").expect("a path");
    let notes = notes(NOTES);
    folder.write(&path, notes.as_bytes()).expect("it can be written");
    let work = StoryWork::new(folder.clone(), Arc::new(Fast), PromptFolder::default());
    let request = WorkRequest { subject: "Book".into(), player: None, options: Map::new() };
    let clock = Steps::default();
    let id = JobId::from_random_bytes([7; 16]);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let run = work.write(id, &request, "fast", CancellationToken::new(), &clock);
    runtime.block_on(run).expect("the book is written");
    let subject = mythline_files::Subject::parse("Book").expect("a subject");
    let take = Shelf::new(folder, subject).take(id).expect("the take");
    figures(&take, &notes, &clock)
}

fn figures(take: &Take, notes: &str, clock: &Steps) -> Vec<Figure> {
    let steps = clock.steps.lock().expect("nobody panicked").clone();
    let per_word = |steps: &[Step]| {
        let mut costs: Vec<f64> =
            steps.iter().map(|step| step.took.as_secs_f64() / f64::from(step.words)).collect();
        percentile(&mut costs, 0.5)
    };
    // The first step opens the story and is of another make.
    let (first, last) = (&steps[1..=STEPS], &steps[steps.len() - STEPS..]);
    let (begin, end) = (first.last().expect("steps").memory, last.last().expect("steps").memory);
    let texts: Vec<_> = take.steps.iter().map(mythline_story::take::Step::written).collect();
    let whole = story_figures(&texts, notes);
    println!(
        "{} steps, {} words; {:.1} MB after {STEPS} steps, {:.1} MB at the end",
        take.steps.len(),
        whole.words,
        begin / 1e6,
        end / 1e6
    );
    vec![
        Figure::at_least("book_words", f64::from(whole.words), "words", 80_000.0, 1),
        Figure::lower("book_last_step", per_word(last) / per_word(first), "ratio", Some(1.2), STEPS)
            .against("the first steps of the same run, by the word, without the model"),
        Figure::lower("book_memory_growth", (end - begin) / 1e6, "MB", Some(32.0), 1),
        Figure::lower("book_repeated_4gram_share", f64::from(whole.repeated), "share", Some(0.02), 1),
    ]
}

/// What a step took beyond the model.
#[derive(Debug, Clone, Copy)]
struct Step {
    took: Duration,
    words: u32,
    /// Bytes of the program after it.
    memory: f64,
}

/// Listens to where the run is, and notes what each step took.
struct Steps {
    steps: Mutex<Vec<Step>>,
    now: Mutex<(u32, u32, Instant)>,
}

impl Default for Steps {
    fn default() -> Self {
        Self { steps: Mutex::default(), now: Mutex::new((0, 0, Instant::now())) }
    }
}

/// Nanoseconds that the model has taken in all.
static MODEL: AtomicU64 = AtomicU64::new(0);

impl Report for Steps {
    fn progress(&self, progress: StepProgress) {
        let mut now = self.now.lock().expect("nobody panicked");
        if progress.done > now.0 {
            let model = Duration::from_nanos(MODEL.swap(0, Ordering::Relaxed));
            let step = Step {
                took: now.2.elapsed().saturating_sub(model),
                words: (progress.words - now.1).max(1),
                memory: memory(),
            };
            self.steps.lock().expect("nobody panicked").push(step);
            *now = (progress.done, progress.words, Instant::now());
        }
    }

    fn text(&self, _: TextEvent) {}
    fn log(&self, _: &str) {}
}

/// What of the program lies in memory.
fn memory() -> f64 {
    let status = fs::read_to_string("/proc/self/statm").expect("Linux");
    let pages: f64 = status.split(' ').nth(1).and_then(|pages| pages.parse().ok()).expect("a number");
    pages * 4096.0
}

/// Says the facts that it is asked for, in runs that the notes do not have and with words of its own.
struct Fast;

#[async_trait]
impl ModelSource for Fast {
    fn model(&self, _: Option<&str>) -> Result<Arc<dyn Model>, CommandError> {
        Ok(Arc::new(Self))
    }

    fn seen(&self, _: &str) -> Option<Capabilities> {
        Some(Capabilities { tokens_per_s: 100.0, first_token_ms: 1.0, keeps_form: true, reads_notes: true })
    }

    async fn capabilities(&self, id: &str, _: CancellationToken) -> Result<Option<Capabilities>, ModelError> {
        Ok(self.seen(id))
    }
}

#[async_trait]
impl Model for Fast {
    fn id(&self) -> &'static str {
        "fast"
    }

    fn name(&self) -> &'static str {
        "Fast"
    }

    async fn ready(&self) -> Result<u32, ModelError> {
        Ok(8192)
    }

    async fn count(&self, text: &str) -> Result<u32, ModelError> {
        Ok(u32::try_from(text.len() / 4).unwrap_or(u32::MAX))
    }

    async fn write(
        &self,
        request: Request,
        sink: TextSink,
        _: CancellationToken,
    ) -> Result<Generated, ModelError> {
        let began = Instant::now();
        let Prompt::Chat { turns, .. } = &request.prompt else { panic!("a chat") };
        let asked = turns.iter().find_map(|turn| turn.text.split("The facts of this passage:").nth(1));
        let facts = asked.unwrap_or_default().lines().filter_map(|line| line.split_once(". "));
        let facts = facts.filter(|(number, _)| number.parse::<u32>().is_ok());
        let text = facts.map(|(_, fact)| longer(fact)).collect::<Vec<_>>().join(" ");
        sink(&text);
        let took = u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX);
        MODEL.fetch_add(took, Ordering::Relaxed);
        let none = Duration::ZERO;
        let cause = StopCause::Done;
        Ok(Generated {
            text,
            cause,
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

/// A fact in about one and a half times its words, none of its runs as the notes have it.
fn longer(fact: &str) -> String {
    let mut dice =
        Dice(fact.bytes().fold(7_u64, |seed, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte))));
    let words: Vec<&str> = fact.trim_end_matches('.').split(' ').collect();
    let runs = words.chunks(2).map(|run| format!("{} {}ly", run.join(" "), dice.thing()));
    runs.collect::<Vec<_>>().join(" ") + "."
}

/// A linear congruential generator (Knuth's MMIX), so that the book is the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % most
    }

    /// A word that stands for a thing and is rarely met again.
    fn thing(&mut self) -> String {
        const BEGIN: [&str; 16] = [
            "bar", "cal", "dor", "fen", "gar", "hol", "kel", "lan", "mor", "nor", "pel", "ral", "sor", "tam",
            "vel", "wen",
        ];
        const MIDDLE: [&str; 12] = ["a", "e", "i", "o", "u", "and", "enn", "ill", "orr", "ett", "umm", "ist"];
        const END: [&str; 12] =
            ["ber", "dle", "gan", "lock", "mer", "nock", "pin", "ral", "ster", "ton", "vine", "wick"];
        [BEGIN[self.below(16)], MIDDLE[self.below(12)], END[self.below(12)]].concat()
    }
}

const PEOPLE: [&str; 7] = ["Nell", "Josef", "Ada", "Silas", "Mara", "Tobias", "Ilse"];
const VERBS: [&str; 11] = [
    "carries", "mends", "buries", "paints", "weighs", "hides", "counts", "borrows", "sells", "washes",
    "breaks",
];
const NEAR: [&str; 9] =
    ["under", "behind", "beside", "near", "above", "below", "inside", "against", "before"];

/// Notes of about so many words: eighty days under headings, no two sentences the same.
fn notes(words: usize) -> String {
    let mut dice = Dice(1);
    let mut text = String::from("# The Long Road\n");
    for day in 1..=80 {
        text.push_str(&format!("\n## Day {day}\n\n"));
        let mut count = 0;
        while count < words / 80 {
            let (who, does) = (PEOPLE[dice.below(7)], VERBS[dice.below(11)]);
            let (one, two, three, four) = (dice.thing(), dice.thing(), dice.thing(), dice.thing());
            let (near, by) = (NEAR[dice.below(9)], NEAR[dice.below(9)]);
            let sentence =
                format!("{who} {does} the {one} {near} a {two} and the {three} {by} some {four}.\n");
            count += sentence.split_whitespace().count();
            text.push_str(&sentence);
        }
    }
    text
}
