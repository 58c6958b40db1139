//! The TypeScript twins of these types, in the one file that the window imports.
//!
//! Checks that the committed file is what the types say. To write it anew:
//!
//! ```text
//! MYTHLINE_WRITE_TYPES=1 cargo test -p mythline-protocol --features ts --test typescript
//! ```
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{collections::BTreeMap, env, fs, path::Path};

use mythline_protocol::{
    AddServerParams, Arrived, BulkCleanResponse, CancelAnswer, ChangeServerParams, CleanResponse, Cleared,
    CommandError, DesktopWords, Download, DownloadOffer, ExportParams, ExportResponse, FoundServer, JobFile,
    JobFileText, JobIdParams, JobIdsParams, JobResult, ListQuery, ListWindow, ModelInfo, ModelTestResponse,
    MoreParams, NotesInfo, Outlook, OutlookParams, Preferences, RewriteParams, ShelfView, StartParams,
    StartResponse, StepTries, StoryInfo, TakeView, TextEvent, View, ViewEvent, Which, WorkspaceInfo,
};
use ts_rs::{Config, TS, TypeVisitor};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../ui/src/lib/bridge/generated/protocol.ts");
const HEAD: &str =
    "// Made from the crate mythline-protocol; its test `typescript` writes and checks this file.\n";

/// Declarations by name, so that the file's order does not depend on the order of discovery.
struct Declarations {
    config: Config,
    found: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_none() {
            return;
        }
        let name = T::ident(&self.config);
        if self.found.contains_key(&name) {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        let text = format!("\n{docs}export {}\n", T::decl(&self.config));
        self.found.insert(name, text);
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

fn declarations() -> String {
    let mut all = Declarations { config: Config::new(), found: BTreeMap::new() };
    // What commands take and answer and what the feeds send; everything else hangs on these.
    all.visit::<WorkspaceInfo>();
    all.visit::<BulkCleanResponse>();
    all.visit::<ListQuery>();
    all.visit::<ListWindow>();
    all.visit::<Which>();
    all.visit::<Preferences>();
    all.visit::<DesktopWords>();
    all.visit::<Arrived>();
    all.visit::<View>();
    all.visit::<ViewEvent>();
    all.visit::<TextEvent>();
    all.visit::<StartParams>();
    all.visit::<StartResponse>();
    all.visit::<JobIdParams>();
    all.visit::<JobIdsParams>();
    all.visit::<CancelAnswer>();
    all.visit::<CleanResponse>();
    all.visit::<JobResult>();
    all.visit::<TakeView>();
    all.visit::<RewriteParams>();
    all.visit::<MoreParams>();
    all.visit::<StepTries>();
    all.visit::<Cleared>();
    all.visit::<JobFile>();
    all.visit::<JobFileText>();
    all.visit::<OutlookParams>();
    all.visit::<Outlook>();
    all.visit::<NotesInfo>();
    all.visit::<StoryInfo>();
    all.visit::<ExportParams>();
    all.visit::<ExportResponse>();
    all.visit::<ModelInfo>();
    all.visit::<ModelTestResponse>();
    all.visit::<AddServerParams>();
    all.visit::<ChangeServerParams>();
    all.visit::<FoundServer>();
    all.visit::<ShelfView>();
    all.visit::<Download>();
    all.visit::<DownloadOffer>();
    all.visit::<CommandError>();
    HEAD.to_owned() + &all.found.into_values().collect::<String>()
}

#[test]
fn the_window_has_the_types_of_today() {
    let wanted = declarations();
    assert!(!wanted.contains("bigint"), "JSON carries plain numbers: annotate with ts(type = \"number\")");
    if env::var_os("MYTHLINE_WRITE_TYPES").is_some() {
        fs::create_dir_all(Path::new(FILE).parent().unwrap()).unwrap();
        fs::write(FILE, &wanted).unwrap();
    }
    let committed = fs::read_to_string(FILE).unwrap_or_default();
    assert!(
        committed == wanted,
        "ui/src/lib/bridge/generated/protocol.ts is not what the Rust types say; \
         run this test with MYTHLINE_WRITE_TYPES=1 and commit the file"
    );
}
