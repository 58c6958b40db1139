#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test's own files")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::{
    NOTES,
    run::{Ended, Running},
};

/// A user's computer as far as the program sees it: a home folder, the folders of the XDG variables, and
/// one workspace. All of it is gone when the test ends.
pub struct World {
    program: PathBuf,
    root: TempDir,
}

impl World {
    /// A world with an empty workspace, in which `program` is run.
    #[must_use]
    pub fn empty(program: &str) -> Self {
        let root = tempfile::Builder::new().prefix("mythline-").tempdir().unwrap();
        let world = Self { program: program.into(), root };
        for folder in [world.workspace(), world.home(), world.runtime()] {
            fs::create_dir_all(folder).unwrap();
        }
        world
    }

    /// A world whose workspace has notes for one subject, `The Ferry`.
    #[must_use]
    pub fn with_notes(program: &str) -> Self {
        let world = Self::empty(program);
        world.notes("The Ferry", NOTES);
        world
    }

    /// The workspace.
    #[must_use]
    pub fn workspace(&self) -> PathBuf {
        self.root.path().join("stories")
    }

    /// The home folder.
    #[must_use]
    pub fn home(&self) -> PathBuf {
        self.root.path().join("home")
    }

    fn runtime(&self) -> PathBuf {
        self.root.path().join("run")
    }

    /// The folder that holds all of it.
    #[must_use]
    pub fn root(&self) -> &Path {
        self.root.path()
    }

    /// Writes notes into the workspace.
    pub fn notes(&self, subject: &str, text: impl AsRef<[u8]>) {
        self.put(&format!("output/{subject}/research.md"), text);
    }

    /// Writes a file of the workspace.
    pub fn put(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.workspace().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Reads a file of the workspace.
    #[must_use]
    pub fn text(&self, path: &str) -> String {
        fs::read_to_string(self.workspace().join(path)).unwrap()
    }

    /// Reads a JSON file of the workspace.
    #[must_use]
    pub fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.text(path)).unwrap()
    }

    /// Every file of the workspace with what it holds, to see later that nothing was touched.
    #[must_use]
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        collect(&self.workspace(), &self.workspace(), &mut files);
        files.sort();
        files
    }

    /// The program with these arguments, in this world and no other; to be changed before it runs.
    #[must_use]
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(args)
            .current_dir(self.root.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.home())
            .env("XDG_RUNTIME_DIR", self.runtime())
            .env("MYTHLINE_WORKSPACE", self.workspace())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Some(model) = std::env::var_os("MYTHLINE_STARTER_MODEL") {
            command.env("MYTHLINE_STARTER_MODEL", model);
        }
        command
    }

    /// Runs the program to its end.
    #[must_use]
    pub fn run(&self, args: &[&str]) -> Ended {
        Running::start(self.command(args)).end()
    }

    /// Starts the program with a model that writes slowly, so that there is time to interfere.
    #[must_use]
    pub fn start_slowly(&self, args: &[&str]) -> Running {
        let mut command = self.command(args);
        command.env("MYTHLINE_FAKE_MODEL_MS", "150");
        Running::start(command)
    }

    /// Every job, as `mythline jobs` tells it.
    #[must_use]
    pub fn jobs(&self) -> Vec<Value> {
        self.run(&["jobs", "--all", "--json"]).json().as_array().unwrap().clone()
    }

    /// Writes a story of the notes of [`World::with_notes`], and answers the job's id.
    pub fn write(&self) -> String {
        let ended = self.run(&["write", "The Ferry", "--json"]);
        ended.went_well();
        ended.objects()[0]["job"]["jobId"].as_str().unwrap().to_owned()
    }

    /// The take of a job of [`World::with_notes`].
    #[must_use]
    pub fn take(&self, id: &str) -> Value {
        self.json(&format!("output/The Ferry/takes/{id}/take.json"))
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.path().strip_prefix(root).unwrap().to_string_lossy().into_owned();
        if entry.file_type().unwrap().is_dir() {
            collect(root, &entry.path(), files);
        } else if entry.file_type().unwrap().is_file() {
            files.push((name, fs::read(entry.path()).unwrap()));
        }
    }
}
