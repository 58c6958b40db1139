//! The words both sides speak: the program and its window, the terminal, and other programs.
//!
//! Plain data with serde and nothing of ours behind it. On the wire names are camelCase, enums are
//! tagged, ids are strings and times are numbers (milliseconds since the Unix epoch). With the
//! feature `ts` every type here has a TypeScript twin, which the window uses.

#![forbid(unsafe_code)]

mod desktop;
mod downloads;
mod error;
mod export;
mod feed;
mod id;
mod job;
mod list;
mod models;
mod notes;
mod params;
mod preferences;
mod scarce;
#[cfg(feature = "schema")]
pub mod schema;
mod servers;
mod status;
mod steps;
mod stories;
mod take;
mod workspace;

pub use desktop::DesktopWords;
pub use downloads::{Computer, Download, DownloadOffer, ShelfView, SuggestedModel};
pub use error::{CommandError, ErrorCode};
pub use export::{ExportFormat, ExportParams, ExportResponse};
pub use feed::{JobsEvent, Passed, QueueInfo, TextEvent, Turned, View, ViewEvent};
pub use id::{IdError, JobId};
pub use job::{Action, JobRow, JobSource, Problem};
pub use list::{GroupCounts, ListQuery, ListSort, ListWindow, Which};
pub use models::{Capabilities, FileFacts, Fit, ModelInfo, ModelOrigin, ModelTestResponse};
pub use notes::{Arrived, NotesInfo, Outlook, OutlookParams, PlayerPlace, QuestFound, RefusedFile};
pub use params::{
    BulkCleanResponse, CancelAnswer, CleanResponse, CleanedJob, Cleared, JobAnswer, JobFile, JobFileText,
    JobIdParams, JobIdsParams, JobResult, Said, StartAnswer, StartParams, StartResponse,
};
pub use preferences::{Preferences, Theme};
pub use scarce::Scarce;
pub use servers::{AddServerParams, ChangeServerParams, FoundServer, KeyKept, ServerInfo};
pub use status::{Group, JobStatus};
pub use steps::{MoreParams, RewriteParams, StepTries, WrittenTry};
pub use stories::StoryInfo;
pub use take::{
    DialogueLine, Fact, FactUse, Finding, Rule, StepState, StepSubType, StepType, StepView, TakeView,
};
pub use workspace::{Access, Owner, QueueSettings, Saving, WorkspaceInfo};
