//! What can be wrong, how it is said, and how it is mended.

mod folder;
mod own;

use mythline_protocol::ErrorCode;
use serde::Serialize;

use super::ModelState;
use crate::{Places, Studio};

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The settings can be read.
    Settings,
    /// The list of models can be read.
    Models,
    /// The model that comes with the program is there and whole.
    Starter,
    /// Other users of the computer may not look into the program's own folders.
    OwnFolders,
    /// The workspace can be opened.
    Workspace,
    /// Something can be saved in it.
    Saving,
    /// The files of its jobs can be read.
    Jobs,
    /// The files of its stories can be read.
    Takes,
    /// Of each subject with a finished story, one lies at the top of its folder.
    Tops,
    /// No crash has left anything.
    LeftOvers,
    /// Other users of the computer may not look into the folder of its jobs.
    JobsFolder,
    /// No two subjects are one but for upper and lower case.
    Twins,
    /// No job was broken off or failed.
    Unfinished,
}

/// Something that is not as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// What was looked at.
    pub check: Check,
    /// How many there are.
    pub count: usize,
    /// Why, where there is a code for it.
    pub code: Option<ErrorCode>,
    /// Whether it can be mended from here.
    pub can_be_mended: bool,
}

/// A finding, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Repaired {
    /// What was found.
    #[serde(flatten)]
    pub finding: Finding,
    /// Whether it is mended.
    pub mended: bool,
}

impl Finding {
    fn of(check: Check, count: usize) -> Option<Self> {
        (count > 0).then_some(Self { check, count, code: None, can_be_mended: check.remedy().is_some() })
    }

    fn because(check: Check, code: ErrorCode) -> Self {
        let can_be_mended = check.remedy().is_some() && code == ErrorCode::DamagedFile;
        Self { check, count: 1, code: Some(code), can_be_mended }
    }

    /// What is wrong, in a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let (one, many) = self.check.sentences();
        if self.count == 1 { one.to_owned() } else { many.replace('#', &self.count.to_string()) }
    }

    /// What a repair would do, or what the user can do.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self.check.remedy() {
            Some(remedy) if self.can_be_mended => remedy,
            _ => self.check.advice(),
        }
    }
}

impl Check {
    /// What is wrong with one, and with `#` of them.
    fn sentences(self) -> (&'static str, &'static str) {
        match self {
            Self::Settings => same("The file of the settings cannot be read; the usual ones are used."),
            Self::Models => same("The list of models cannot be read."),
            Self::Starter => same("The model that comes with Mythline is not there, or is not whole."),
            Self::OwnFolders => (
                "A folder of the program's own can be looked into by other users of this computer.",
                "# folders of the program's own can be looked into by other users of this computer.",
            ),
            Self::Workspace => same("The workspace cannot be opened."),
            Self::Saving => same("Nothing can be saved in the workspace."),
            Self::Jobs => ("A job's file cannot be read.", "The files of # jobs cannot be read."),
            Self::Takes => {
                ("A story's take.json cannot be read.", "The take.json of # stories cannot be read.")
            }
            Self::Tops => (
                "A finished story is not at the top of its folder.",
                "# finished stories are not at the top of their folders.",
            ),
            Self::LeftOvers => ("A crash left a half-written file.", "Crashes left # half-written files."),
            Self::JobsFolder => same(
                "The folder .mythline of the workspace can be looked into by other users of this computer.",
            ),
            Self::Twins => (
                "A subject has two folders that differ only in upper and lower case, or in how accents are written.",
                "# subjects have several folders that differ only in upper and lower case, or in how accents are written.",
            ),
            Self::Unfinished => (
                "A job was broken off or failed. What it had finished is kept.",
                "# jobs were broken off or failed. What they had finished is kept.",
            ),
        }
    }

    /// What a repair does about it; nothing where there is none.
    fn remedy(self) -> Option<&'static str> {
        match self {
            Self::Settings | Self::Models => {
                Some("It is renamed, with .damaged behind its name, and begun anew.")
            }
            Self::OwnFolders | Self::JobsFolder => Some("It is closed to them."),
            Self::Jobs => Some("It is moved to .mythline/set-aside, as it is."),
            Self::Tops => Some("The story written last is laid there."),
            Self::LeftOvers => Some("It is removed."),
            Self::Starter | Self::Workspace | Self::Saving | Self::Takes | Self::Twins | Self::Unfinished => {
                None
            }
        }
    }

    /// What the user can do where there is no repair.
    fn advice(self) -> &'static str {
        match self {
            Self::Starter => "Install Mythline again, or choose another model.",
            Self::Workspace => "Open another folder, or see to it that this one can be read.",
            Self::Saving => "Allow writing there, make room on the disk, or open another folder.",
            Self::Takes => "They are left as they are. Mend them in an editor, or write the stories again.",
            Self::Twins => "Give one of them another name.",
            Self::Unfinished => "mythline resume goes on with them, mythline discard gives them up.",
            _ => {
                "Another program has the workspace open, or it cannot be written to. Close it, and repair again."
            }
        }
    }
}

fn same(sentence: &'static str) -> (&'static str, &'static str) {
    (sentence, sentence)
}

/// Everything that is not as it should be.
pub(super) fn all(
    places: &Places,
    shelf: &Result<Vec<ModelState>, ErrorCode>,
    workspace: Result<&Studio, ErrorCode>,
) -> Vec<Finding> {
    let mut found = own::findings(places, shelf);
    match workspace {
        Ok(studio) => found.extend(folder::findings(studio)),
        Err(code) => found.push(Finding::because(Check::Workspace, code)),
    }
    found
}

/// Mends a finding where it can be mended.
pub(super) async fn repair(places: &Places, studio: Option<&Studio>, finding: Finding) -> Repaired {
    let mended = finding.can_be_mended
        && match (finding.check, studio) {
            (Check::Settings | Check::Models | Check::OwnFolders, _) => own::mend(places, finding.check),
            (_, Some(studio)) => folder::mend(studio, finding.check).await,
            (_, None) => Ok(()),
        }
        .inspect_err(|error| tracing::warn!(?error, check = ?finding.check, "not mended"))
        .is_ok();
    Repaired { finding, mended }
}
