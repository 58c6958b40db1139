//! The program that owns the workspace, in a process of its own, with what a window listens to; and how it does.

use std::{
    collections::BTreeMap,
    fmt, fs,
    io::Read,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use mythline_protocol::View;
use mythline_studio::{Entry, Places, Studio, StudioOptions, shelf};

/// Names the folder of everything, for the process that is to own it.
pub(crate) const OWNS: &str = "MYTHLINE_SOAK_OWNS";

pub(crate) fn places(place: &Path) -> Places {
    Places { config: place.join("config"), data: place.join("data"), home: None }
}

pub(crate) async fn open(place: &Path, entry: Entry) -> Studio {
    let places = places(place);
    Studio::open(StudioOptions {
        workspace: place.join("disk/stories"),
        config: places.config.clone(),
        data: places.data.clone(),
        program: "mythline-desktop",
        models: shelf(&places).unwrap(),
        entry,
        make: true,
    })
    .await
    .unwrap()
}

/// Owns the workspace until this process is killed, or its input ends.
pub(crate) async fn own(place: &Path) {
    let studio = open(place, Entry::GoOn).await;
    let mut list = studio.watch(View::default());
    let looking = tokio::spawn(async move { while list.next().await.is_some() {} });
    tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await.unwrap().unwrap();
    looking.abort();
    studio.quit().await;
}

/// The process while it runs.
pub(crate) struct Owner(Child);

impl Owner {
    pub(crate) fn start(place: &Path) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        Self(command.env(OWNS, place).stdin(Stdio::piped()).spawn().unwrap())
    }

    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    pub(crate) fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// Lets it end in good order.
    pub(crate) fn end(mut self) {
        drop(self.0.stdin.take());
        assert!(self.0.wait().unwrap().success());
    }

    pub(crate) fn usage(&self) -> Usage {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap();
        let kilobytes =
            status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB"));
        let handles = fs::read_dir(format!("/proc/{}/fd", self.0.id())).unwrap().flatten();
        Usage {
            // What was closed meanwhile leads nowhere.
            handles: handles.filter_map(|handle| fs::read_link(handle.path()).ok()).collect(),
            megabytes: kilobytes.unwrap().trim().parse::<f64>().unwrap() / 1024.0,
        }
    }
}

/// What a process holds.
#[derive(Clone)]
pub(crate) struct Usage {
    pub(crate) handles: Vec<PathBuf>,
    pub(crate) megabytes: f64,
}

impl Usage {
    /// How many handles it has more of than before.
    pub(crate) fn more_handles(&self, before: &Self) -> i64 {
        i64::try_from(self.handles.len()).unwrap() - i64::try_from(before.handles.len()).unwrap()
    }

    /// The handles by what they are of: sockets, pipes, files of a folder.
    fn kinds(&self) -> BTreeMap<String, usize> {
        let mut kinds = BTreeMap::new();
        for handle in &self.handles {
            let told = handle.to_string_lossy();
            let kind = match told.split_once(":[") {
                Some((kind, _)) => kind.to_owned(),
                None => handle.parent().unwrap_or(handle).display().to_string(),
            };
            *kinds.entry(kind).or_default() += 1;
        }
        kinds
    }
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} handles {:?}, {:.0} MB", self.handles.len(), self.kinds(), self.megabytes)
    }
}
