//! Work for tests: it writes a file a step, and does what its request says.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use mythline_files::{Folder, RelPath};
use mythline_jobs::{
    Effort, JobHandle, Outcome, Prepared, Standing, StepProgress, Work, WorkEnd, WorkRequest,
};
use mythline_protocol::{CommandError, ErrorCode, JobId, TextEvent};
use serde_json::{Value, json};
use tokio::sync::Semaphore;

/// What the request's options can ask for: `steps`; `gate`, to begin a step only when the test lets it;
/// `end`, one of `fail`, `panic`, `not_saved`, `stubborn`; `lane`; `talk`, to say much; `pause_ms`; `of`, a job
/// whose work it changes, and how many steps of that then want a `look`.
pub(crate) struct StepWork {
    folder: Folder,
    gates: Mutex<HashMap<JobId, Arc<Semaphore>>>,
}

impl StepWork {
    pub(crate) fn new(folder: Folder) -> Arc<Self> {
        Arc::new(Self { folder, gates: Mutex::default() })
    }

    /// Lets a job with `gate` do so many steps more.
    pub(crate) fn let_go(&self, id: &str, steps: usize) {
        self.gate(id.parse().unwrap()).add_permits(steps);
    }

    fn gate(&self, id: JobId) -> Arc<Semaphore> {
        self.gates.lock().unwrap().entry(id).or_insert_with(|| Arc::new(Semaphore::new(0))).clone()
    }
}

/// The file of a step. It holds one line for each time the step was done.
pub(crate) fn step_file(id: &str, step: u32) -> RelPath {
    RelPath::parse(&format!("output/steps/{id}/{step}.txt")).unwrap()
}

#[async_trait]
impl Work for StepWork {
    fn kind(&self) -> &'static str {
        "steps"
    }

    async fn prepare(&self, request: &WorkRequest) -> Result<Prepared, CommandError> {
        if request.subject == "no notes" {
            return Err(CommandError::new(
                ErrorCode::MissingNotes,
                "There are no notes for \u{201c}no notes\u{201d}.",
            ));
        }
        Ok(Prepared {
            subject: request.subject.clone(),
            title: format!("The {}", request.subject),
            total: number(request, "steps"),
            lane: word(request, "lane").unwrap_or("small").to_owned(),
            efforts: (0..number(request, "steps")).map(|_| Effort::new("step", 10.0)).collect(),
        })
    }

    async fn change(&self, _: &WorkRequest) -> Result<Value, CommandError> {
        Ok(json!("changed"))
    }

    async fn standing(&self, request: &WorkRequest) -> Option<Standing> {
        let job = word(request, "of")?.parse().unwrap();
        let to_look_at = number(request, "look");
        let result = [("to_look_at".to_owned(), json!(to_look_at))].into_iter().collect();
        Some(Standing { job, words: 77, to_look_at, message: format!("{to_look_at} to look at."), result })
    }

    async fn run(&self, job: JobHandle) -> Result<Outcome, WorkEnd> {
        let total = number(&job.request, "steps");
        let id = job.id.to_string();
        for step in 1..=total {
            let path = step_file(&id, step);
            if self.folder.entry(&path).is_ok() {
                continue;
            }
            job.progress(at(step - 1, total, 0.0));
            if job.request.options.contains_key("gate") {
                let gate = self.gate(job.id);
                tokio::select! {
                    permit = gate.acquire() => permit.unwrap().forget(),
                    () = job.stop.cancelled(), if word(&job.request, "end") != Some("stubborn") => return Err(WorkEnd::Stopped),
                }
            }
            if job.request.options.contains_key("pause_ms") {
                tokio::time::sleep(Duration::from_millis(u64::from(number(&job.request, "pause_ms")))).await;
            }
            let words = ["It ", "was ", "night."];
            let mut offset = 0;
            for word in words {
                let units = u32::try_from(word.len()).unwrap();
                job.text(TextEvent { step: format!("s{step}"), attempt: 1, offset, text: word.to_owned() });
                offset += units;
            }
            for part in 0..number(&job.request, "talk") {
                job.progress(at(step - 1, total, part as f32 / number(&job.request, "talk") as f32));
            }
            match word(&job.request, "end") {
                Some("fail") if step == 2 => {
                    let told = CommandError::new(ErrorCode::ModelFailed, "The model stopped answering.");
                    return Err(WorkEnd::Failed(told, anyhow::anyhow!("socket 7 closed at 0xdead")));
                }
                Some("panic") if step == 2 => panic!("the work has a fault"),
                _ => {}
            }
            let line = format!("{id} {step}\n");
            if let Err(e) = self.folder.write(&path, line.as_bytes()) {
                return Err(WorkEnd::NotSaved(e.command_error("The scene")));
            }
            job.progress(at(step, total, 0.0));
            job.log(tracing::Level::INFO, &format!("step {step} is done"));
        }
        Ok(Outcome { message: "Finished.".to_owned(), result: json!({ "steps": total }) })
    }
}

fn at(done: u32, total: u32, fraction: f32) -> StepProgress {
    StepProgress {
        done,
        total,
        number: (done + 1).min(total),
        name: format!("Step {}", (done + 1).min(total)),
        message: format!("Writing step {}.", (done + 1).min(total)),
        fraction,
        words: done * 3,
        to_look_at: 0,
        effort: (done < total).then(|| Effort::new("step", 10.0)),
        ahead: (done + 1..total).map(|_| Effort::new("step", 10.0)).collect(),
    }
}

fn number(request: &WorkRequest, name: &str) -> u32 {
    request.options.get(name).and_then(Value::as_u64).unwrap_or(0).try_into().unwrap()
}

fn word<'a>(request: &'a WorkRequest, name: &str) -> Option<&'a str> {
    request.options.get(name)?.as_str()
}
