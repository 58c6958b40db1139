//! What the user was told is done, to be held against what is there in the end.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

/// Steps of a take by their ids, with what is written.
type Texts = BTreeMap<String, Value>;

/// Everything that must not be lost.
#[derive(Default)]
pub(crate) struct Ledger {
    /// Jobs that were told to be started and were not given up since.
    jobs: BTreeSet<String>,
    /// Finished takes, as they were when they were told to be finished, or were edited since.
    takes: BTreeMap<PathBuf, Texts>,
    /// Files that only others write.
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Ledger {
    pub(crate) fn started(&mut self, id: &str) {
        self.jobs.insert(id.to_owned());
    }

    /// It is to go, or may go.
    pub(crate) fn given_up(&mut self, id: &str) {
        self.jobs.remove(id);
    }

    pub(crate) fn knows(&self, take: &Path) -> bool {
        self.takes.contains_key(take)
    }

    pub(crate) fn takes(&self) -> Vec<PathBuf> {
        self.takes.keys().cloned().collect()
    }

    /// A take is finished, or was edited.
    pub(crate) fn written(&mut self, take: PathBuf) {
        if let Some(texts) = texts(&take) {
            self.takes.insert(take, texts);
        }
    }

    pub(crate) fn laid(&mut self, file: PathBuf) {
        let content = fs::read(&file).unwrap();
        self.files.insert(file, content);
    }

    pub(crate) fn taken(&mut self, file: &Path) {
        self.files.remove(file);
    }

    /// How much is in it.
    pub(crate) fn told(&self) -> String {
        let Self { jobs, takes, files } = self;
        format!("{} jobs, {} finished takes and {} files of others", jobs.len(), takes.len(), files.len())
    }

    /// What is not there any more, or is otherwise.
    pub(crate) fn losses(&self, there: &BTreeSet<String>) -> Vec<String> {
        let jobs = self.jobs.difference(there).map(|id| format!("job {id}"));
        let takes = self.takes.iter().filter(|(take, was)| texts(take).as_ref() != Some(was));
        let files = self.files.iter().filter(|(file, was)| fs::read(file).ok().as_ref() != Some(was));
        let told = |file: &Path| file.display().to_string();
        jobs.chain(takes.map(|(take, _)| told(take))).chain(files.map(|(file, _)| told(file))).collect()
    }
}

fn texts(take: &Path) -> Option<Texts> {
    let take: Value = serde_json::from_slice(&fs::read(take).ok()?).ok()?;
    let steps = take["steps"].as_array()?.iter();
    Some(
        steps
            .map(|step| (step["id"].to_string(), serde_json::json!([step["text"], step["lines"]])))
            .collect(),
    )
}

/// Fails where a loss would not be noticed.
pub(crate) fn notices_losses() {
    let place = tempfile::tempdir().unwrap();
    let (file, take) = (place.path().join("notes.md"), place.path().join("take.json"));
    fs::write(&file, "Ida rows.").unwrap();
    fs::write(&take, r#"{"steps":[{"id":"s1","text":"Ida rowed.","lines":[]}]}"#).unwrap();
    let mut ledger = Ledger::default();
    ledger.started("7f3a");
    ledger.laid(file.clone());
    ledger.written(take.clone());
    let there = BTreeSet::from(["7f3a".to_owned()]);
    assert_eq!(ledger.losses(&there), Vec::<String>::new());
    fs::write(&file, "Ida rows").unwrap();
    fs::write(&take, r#"{"steps":[{"id":"s1","text":"","lines":[]}]}"#).unwrap();
    assert_eq!(ledger.losses(&BTreeSet::new()).len(), 3);
}
