//! The program's own folders: settings, models, and who may look into them.

use mythline_files::{FileError, Folder, RelPath};
use mythline_protocol::{ErrorCode, ModelOrigin};

use super::{Check, Finding};
use crate::{Places, Settings, aside, doctor::ModelState};

pub(super) fn findings(places: &Places, shelf: &Result<Vec<ModelState>, ErrorCode>) -> Vec<Finding> {
    let mut found = Vec::new();
    if Settings::are_damaged(&places.config) {
        found.push(Finding::because(Check::Settings, ErrorCode::DamagedFile));
    }
    match shelf {
        Ok(models) => {
            let starters = models.iter().filter(|model| model.origin == ModelOrigin::Starter);
            found.extend(Finding::of(Check::Starter, starters.filter(|model| !model.usable).count()));
        }
        Err(code) => found.push(Finding::because(Check::Models, *code)),
    }
    found.extend(Finding::of(Check::OwnFolders, open(places).count()));
    found
}

pub(super) fn mend(places: &Places, check: Check) -> Result<(), FileError> {
    match check {
        Check::Settings => set_aside(places, "settings.json"),
        Check::Models => set_aside(places, "models.json"),
        _ => open(places).try_for_each(|folder| folder.close_to_others(None)),
    }
}

/// The program's own folders into which others may look.
fn open(places: &Places) -> impl Iterator<Item = Folder> {
    let folders = [&places.config, &places.data].into_iter().filter_map(|path| Folder::open(path).ok());
    folders.filter(|folder| folder.is_open_to_others(None).unwrap_or(false))
}

fn set_aside(places: &Places, name: &str) -> Result<(), FileError> {
    aside::damaged(&Folder::open(&places.config)?, &RelPath::segment(name)?)
}
