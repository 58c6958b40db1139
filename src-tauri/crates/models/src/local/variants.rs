use std::path::PathBuf;

use llama_cpp_2::llama_backend::{load_backends, load_backends_from_path};

/// Where a package puts the variants, from the folder above the program's.
const BESIDE: &str = "lib/mythline";

/// Loads the variant of llama.cpp's code that suits this computer's processor best: one package runs on old
/// processors, and is fast on new ones. Must come before llama.cpp is set up.
pub(super) fn load() {
    match packaged() {
        Some(folder) => load_backends_from_path(&folder),
        // A program that lies where it was built.
        None => load_backends(),
    }
}

fn packaged() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    let folder = program.parent()?.parent()?.join(BESIDE);
    // The wrapper takes no other names.
    let is_named = folder.to_str().is_some_and(|name| !name.contains('\0'));
    (is_named && folder.is_dir()).then_some(folder)
}
