use std::path::{Path, PathBuf};

use crate::ModelFile;

/// The starter model's id.
pub(super) const ID: &str = "smollm2-135m";
/// For people.
const NAME: &str = "SmolLM2 135M Instruct";
/// Its file's name, wherever it is kept.
const FILE: &str = "smollm2-135m-instruct-q4_1.gguf";
/// SmolLM2-135M-Instruct, Q4_1, 98,362,432 bytes.
const SHA256: &str = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";
/// What it is good for.
pub(super) const NOTE: &str =
    "Comes with Mythline. Quick on any computer: it retells what the notes say and does not lengthen it.";
/// Its licence.
pub(super) const LICENCE: &str = "Apache-2.0";
/// Names another place of the file: for development and packaging.
const PLACE: &str = "MYTHLINE_STARTER_MODEL";

/// Where packages put it, as seen from the program.
const BESIDE: [&str; 2] = if cfg!(windows) {
    ["models", "../models"]
} else if cfg!(target_os = "macos") {
    ["../Resources/models", "../share/mythline/models"]
} else {
    ["../share/mythline/models", "../lib/mythline/models"]
};

/// The starter model's file: where the environment says, beside the program, or in the user's data.
/// Where it is nowhere, the last of these places, so that the error can say that it is not there.
#[must_use]
pub fn starter_file(data: &Path) -> ModelFile {
    let in_data = data.join("models").join(FILE);
    let mut places = Vec::new();
    places.extend(std::env::var_os(PLACE).filter(|place| !place.is_empty()).map(PathBuf::from));
    if let Some(program) = std::env::current_exe().ok().as_deref().and_then(Path::parent) {
        places.extend(BESIDE.map(|way| program.join(way).join(FILE)));
    }
    places.push(in_data.clone());
    let path = places.into_iter().find_map(|place| place.canonicalize().ok()).unwrap_or(in_data);
    ModelFile { id: ID.into(), name: NAME.into(), path, sha256: SHA256.into() }
}
