//! Where it is played: a disk that can be filled, and a server that can go.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use mythline_tests::{NOTES, Reply, TestServer};
use rustix::fs::{FallocateFlags, fallocate, statvfs};
use serde_json::json;
use tempfile::TempDir;

/// Whose notes there are.
pub(crate) const SUBJECTS: [&str; 6] = ["Ferry", "Harbour", "Orchard", "Tower", "Well", "Winter"];

/// A folder with the user's own files, and a disk in it for the workspace.
pub(crate) struct Stage {
    place: TempDir,
    /// Whether the disk is one of its own, which takes the rights to make one.
    mounted: bool,
    gone: Arc<AtomicBool>,
    server: TestServer,
}

impl Stage {
    pub(crate) async fn new() -> Self {
        let place = TempDir::new().unwrap();
        let disk = place.path().join("disk");
        fs::create_dir(&disk).unwrap();
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=1g", "tmpfs"]).arg(&disk).output();
        let mounted = mount.is_ok_and(|mount| mount.status.success());
        if !mounted {
            println!("No disk can be made here, so none becomes full.");
        }
        let gone = Arc::new(AtomicBool::new(false));
        let server = TestServer::start({
            let gone = gone.clone();
            move |asked, _| match asked.what.as_str() {
                _ if gone.load(Ordering::Relaxed) => Reply::status(503, "{}"),
                "GET /v1/models" => Reply::models(&["far"]),
                _ => Reply::texts(&["Voss ran ", "home through the snow."]),
            }
        })
        .await;
        let stage = Self { place, mounted, gone, server };
        stage.lay(&stage.server.url());
        stage
    }

    /// The shelf with the server on it, and the notes.
    fn lay(&self, url: &str) {
        let server = json!({
            "id": "far", "name": "Far", "url": url, "model": "far", "vendor": "", "atOnce": 3, "whenDown": "wait",
        });
        let config = self.path().join("config");
        fs::create_dir(&config).unwrap();
        let list = json!({ "schema": 1, "default": "far", "servers": [server] });
        fs::write(config.join("models.json"), list.to_string()).unwrap();
        for subject in SUBJECTS {
            fs::create_dir_all(self.notes(subject).parent().unwrap()).unwrap();
            fs::write(self.notes(subject), NOTES).unwrap();
        }
    }

    pub(crate) fn path(&self) -> &Path {
        self.place.path()
    }

    pub(crate) fn workspace(&self) -> PathBuf {
        self.path().join("disk/stories")
    }

    pub(crate) fn notes(&self, subject: &str) -> PathBuf {
        self.workspace().join("output").join(subject).join("research.md")
    }

    pub(crate) fn let_server(&self, there: bool) {
        self.gone.store(!there, Ordering::Relaxed);
    }

    /// Fills the disk to its last block.
    pub(crate) fn fill(&self) {
        if self.mounted {
            let free = statvfs(self.path().join("disk")).unwrap();
            let ballast = File::create(self.ballast()).unwrap();
            // Somebody else may have taken some of it meanwhile: then it is full as well.
            let _full = fallocate(&ballast, FallocateFlags::empty(), 0, free.f_bavail * free.f_frsize);
        }
    }

    /// Makes room again.
    pub(crate) fn free(&self) {
        let _was_not_full = fs::remove_file(self.ballast());
    }

    fn ballast(&self) -> PathBuf {
        self.path().join("disk/ballast")
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if self.mounted {
            let _ = Command::new("umount").arg("--lazy").arg(self.path().join("disk")).status();
        }
    }
}
