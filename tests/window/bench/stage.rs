//! The program in a workspace with many jobs, driven, and stories that are being written in it.

use std::{fs, path::PathBuf, time::Duration};

use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::{
    jobs,
    model::Model,
    world::{Page, SOON, World, until},
};

/// What the stories are written from.
const NOTES: &str = include_str!("../../fixtures/notes/the-ferry.md");

/// The program, and who drives it.
pub(crate) struct Stage {
    pub(crate) world: World,
    pub(crate) page: Page,
    runtime: Runtime,
    workspace: PathBuf,
}

impl Stage {
    /// With so many jobs in its list, in these states in turn.
    pub(crate) fn set(jobs: usize, states: &[&str]) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        let world = World::new();
        let workspace = jobs::workspace(world.home(), jobs, states);
        let drawn = [("WEBKIT_DISABLE_DMABUF_RENDERER", "1")];
        let page = runtime.block_on(async {
            let page = world.start_in(&drawn, &[workspace.to_str().unwrap()]).await;
            page.reads("The harbour at low water").await;
            page
        });
        Self { world, page, runtime, workspace }
    }

    /// Runs a promise in the page, with what is [`TOOLS`] at hand, and answers what it gives.
    pub(crate) fn run<T: serde::de::DeserializeOwned>(&self, promise: &str) -> T {
        let answer =
            self.runtime.block_on(self.page.promised(&format!("(async () => {{ {TOOLS} {promise} }})()")));
        assert_eq!(answer["error"], Value::Null, "{promise}");
        serde_json::from_value(answer["value"].clone()).unwrap()
    }

    /// Asks the program for something, as the page does.
    pub(crate) fn ask(&self, command: &str, arguments: &Value) -> Value {
        self.run(&format!("return await window.__TAURI_INTERNALS__.invoke('{command}', {arguments})"))
    }

    /// Connects a model as a server, which writes so many stories at once. Its id.
    pub(crate) fn connect(&self, model: &Model, at_once: u32) -> String {
        let params = json!({ "url": model.url(), "name": "Words", "model": "words", "atOnce": at_once });
        let added = self.ask("add_server", &json!({ "params": whole(params) }));
        added["id"].as_str().unwrap().to_owned()
    }

    /// Starts so many stories, by a model or the usual one, and waits until as many as may are being written.
    pub(crate) fn write(&self, stories: usize, at_once: usize, model: Option<&str>) {
        for story in 0..stories {
            let folder = self.workspace.join(format!("output/Ferry {story}"));
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("research.md"), NOTES).unwrap();
            let params = json!({ "subject": format!("Ferry {story}"), "model": model });
            self.ask("start_story", &json!({ "params": started(params) }));
        }
        self.wait_until_so_many_write(at_once);
    }

    /// Stories that are being written.
    pub(crate) fn are_writing(&self) -> usize {
        let query = json!({ "query": { "groups": ["writing"], "limit": 0 } });
        self.ask("list_jobs", &query)["total"].as_u64().unwrap().try_into().unwrap()
    }

    /// Waits until that is so.
    pub(crate) fn wait_until_so_many_write(&self, stories: usize) {
        let begun = std::time::Instant::now();
        while self.are_writing() != stories {
            assert!(
                begun.elapsed() < SOON,
                "{} stories are being written, not {stories}",
                self.are_writing()
            );
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Loads the page anew, and waits for its list.
    pub(crate) fn load_anew(&self) {
        self.runtime.block_on(async {
            self.page.run("location.reload()").await;
            // A page that is being left does not answer.
            let there =
                async || self.page.answer("return document.querySelectorAll('[data-id]').length > 3").await;
            until(SOON, "the list is there again", async || there().await == Some(Value::Bool(true))).await;
        });
    }
}

/// What the page is given to measure with. `seen` answers the time when what is so has been painted: it is looked
/// at once a frame, before the frame is painted, and a message comes back after it was.
const TOOLS: &str = "
    const seen = (so) => new Promise((done) => {
      const look = () => {
        if (!so()) return void requestAnimationFrame(look);
        const after = new MessageChannel();
        after.port1.onmessage = () => done(performance.now());
        after.port2.postMessage(0);
      };
      requestAnimationFrame(look);
    });
    const rest = (ms) => new Promise((done) => setTimeout(done, ms));
    const one = (selector) => document.querySelector(selector);
    const all = (selector) => [...document.querySelectorAll(selector)];
";

fn whole(mut params: Value) -> Value {
    for (name, value) in [
        ("keyEnv", Value::Null),
        ("key", Value::Null),
        ("allowPlainHttp", json!(false)),
        ("waitWhenDown", json!(false)),
    ] {
        params[name] = value;
    }
    params
}

fn started(mut params: Value) -> Value {
    for name in ["player", "pronoun", "wish", "scenes", "seed"] {
        params[name] = Value::Null;
    }
    params
}
