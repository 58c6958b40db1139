//! The shelf: what is on it, what is kept, and what becomes of a list or a file that is damaged.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::{fs, path::PathBuf};

use common::{Gguf, told};
use mythline_files::Folder;
use mythline_models::Shelf;
use mythline_protocol::{ErrorCode, ModelOrigin};

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn shelf(&self) -> Shelf {
        Shelf::open(Folder::create(&self.folder.path().join("config")).unwrap(), self.folder.path())
    }

    fn list(&self) -> PathBuf {
        self.folder.path().join("config/models.json")
    }

    fn model(&self, name: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, Gguf::small().bytes()).unwrap();
        path
    }
}

#[tokio::test]
async fn a_file_is_used_where_it_lies_and_found_again() {
    let place = Place::new();
    let path = place.model("Small One Q4.gguf");
    let imported = place.shelf().import(&path).await.unwrap();
    assert_eq!(imported.id, "small-one-q4");
    assert_eq!(imported.name, "Small One");
    assert_eq!(imported.origin, ModelOrigin::File);
    assert_eq!(imported.licence.as_deref(), Some("mit"));
    assert_eq!(imported.bytes, fs::metadata(&path).unwrap().len());
    assert_eq!(imported.note, "A file of yours: llama, Q4_1; takes 2048 tokens; only goes on with text.");
    assert_eq!(imported.problem, None);

    let again = place.shelf();
    assert_eq!(again.import(&path).await.unwrap().id, imported.id, "the same file is the same model");
    let listed = again.list().await.unwrap();
    assert_eq!(
        listed.iter().map(|model| model.id.as_str()).collect::<Vec<_>>(),
        ["smollm2-135m", "small-one-q4"]
    );
    assert_eq!(listed[1], imported);
}

#[tokio::test]
async fn the_default_is_the_starter_until_another_is_chosen() {
    let place = Place::new();
    let shelf = place.shelf();
    assert_eq!(shelf.default_id().unwrap(), "smollm2-135m");
    let id = shelf.import(&place.model("mine.gguf")).await.unwrap().id;
    shelf.set_default(&id).await.unwrap();
    assert_eq!(place.shelf().default_id().unwrap(), id);
    let defaults: Vec<_> = shelf.list().await.unwrap().into_iter().filter(|model| model.is_default).collect();
    assert_eq!(defaults.len(), 1);
    assert_eq!(defaults[0].id, id);
    assert_eq!(shelf.set_default("nothing").await.unwrap_err().code, ErrorCode::MissingModel);
    assert_eq!(shelf.get("nothing").err().unwrap().code, ErrorCode::MissingModel);
}

#[tokio::test]
async fn a_file_that_changed_or_went_is_told_and_not_loaded() {
    let place = Place::new();
    let shelf = place.shelf();
    let path = place.model("mine.gguf");
    let id = shelf.import(&path).await.unwrap().id;
    let model = shelf.get(&id).unwrap();

    let mut damaged = Gguf::small().bytes();
    let last = damaged.len() - 1;
    damaged[last] ^= 1;
    fs::write(&path, damaged).unwrap();
    let (code, sentence) = told(model.ready().await);
    assert_eq!(code, ErrorCode::DamagedModel);
    assert_eq!(
        sentence,
        "The file of Small One is not the one it was: its content has changed or is damaged. Get it again, or \
         choose another model."
    );

    fs::remove_file(&path).unwrap();
    assert_eq!(told(model.ready().await).0, ErrorCode::MissingModel);
    let listed = shelf.list().await.unwrap();
    assert_eq!(
        listed[1].problem.as_deref(),
        Some("The file of Small One is not there. Put it back, or choose another model.")
    );
}

#[tokio::test]
async fn a_whole_file_that_llama_cannot_load_is_told() {
    let place = Place::new();
    let shelf = place.shelf();
    let id = shelf.import(&place.model("mine.gguf")).await.unwrap().id;
    let (code, sentence) = told(shelf.get(&id).unwrap().ready().await);
    assert_eq!(code, ErrorCode::NotAModel);
    assert_eq!(
        sentence,
        "Small One could not be loaded. It may be of a kind that this version does not know."
    );
}

#[tokio::test]
async fn a_damaged_list_is_left_as_it_is() {
    let place = Place::new();
    let shelf = place.shelf();
    for damage in ["", "{", "[]", "{\"schema\":1,\"files\":7}"] {
        fs::write(place.list(), damage).unwrap();
        assert_eq!(shelf.list().await.unwrap_err().code, ErrorCode::DamagedFile);
        assert_eq!(shelf.import(&place.model("mine.gguf")).await.unwrap_err().code, ErrorCode::DamagedFile);
        assert_eq!(fs::read_to_string(place.list()).unwrap(), damage);
    }
}

#[tokio::test]
async fn what_a_later_version_wrote_is_kept() {
    let place = Place::new();
    let shelf = place.shelf();
    shelf.import(&place.model("mine.gguf")).await.unwrap();
    let text = fs::read_to_string(place.list()).unwrap();
    assert!(text.ends_with("}\n"));
    fs::write(place.list(), text.replacen('{', "{\n  \"later\": [1, 2],", 1)).unwrap();
    shelf.set_default("smollm2-135m").await.unwrap();
    let kept: serde_json::Value = serde_json::from_str(&fs::read_to_string(place.list()).unwrap()).unwrap();
    assert_eq!(kept["later"], serde_json::json!([1, 2]));
}
