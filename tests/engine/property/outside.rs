//! What other programs do to the files meanwhile.

use proptest::sample::Index;
use serde_json::{Value, json};

use super::{acts::Edit, model::Place, play::Play};

impl Play {
    pub(super) fn edit(&mut self, edit: &Edit) {
        let ended = |index: &Index| {
            let all = 0..self.model.jobs.len();
            let ended: Vec<usize> = all
                .filter(|at| {
                    let job = &self.model.jobs[*at];
                    job.place == Place::Listed && !job.status.is_active()
                })
                .collect();
            (!ended.is_empty()).then(|| ended[index.index(ended.len())])
        };
        let put = |path: String, text: &[u8]| std::fs::write(self.dir.path().join(path), text).unwrap();
        match edit {
            Edit::Note(job, note) => {
                if let Some(at) = ended(job) {
                    let path = self.task_path(at);
                    let mut task: Value =
                        serde_json::from_slice(&std::fs::read(self.dir.path().join(&path)).unwrap()).unwrap();
                    task["note"] = json!(note);
                    put(path, &serde_json::to_vec(&task).unwrap());
                    self.model.jobs[at].note = Some(*note);
                }
            }
            Edit::Damage(job) => {
                if let Some(at) = ended(job) {
                    put(self.task_path(at), b"{\"schema\": 1, \"task");
                    self.model.jobs[at].place = Place::Damaged;
                }
            }
            Edit::Delete(job) => {
                if let Some(at) = ended(job) {
                    std::fs::remove_file(self.dir.path().join(self.task_path(at))).unwrap();
                    self.model.jobs[at].place = Place::Deleted;
                }
            }
            Edit::DeleteStoryJob(subject) => {
                let _ = std::fs::remove_file(
                    self.dir.path().join(format!(".mythline/story_jobs/Subject {subject}.json")),
                );
            }
            Edit::Page(subject) => {
                std::fs::create_dir_all(self.dir.path().join(".mythline/story_jobs")).unwrap();
                let told = json!({ "status": "in_progress", "current": 1, "total": 4 });
                put(format!(".mythline/story_jobs/Page {subject}.json"), told.to_string().as_bytes());
            }
        }
    }
}
