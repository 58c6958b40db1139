//! The shape of the house, read from `cargo metadata`: who may know whom.

#![allow(clippy::expect_used, reason = "a test stops at what it cannot read")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// What each crate of ours may build on, among ours.
const MAY_KNOW: [(&str, &[&str]); 8] = [
    ("mythline-protocol", &[]),
    ("mythline-files", &["mythline-protocol"]),
    ("mythline-jobs", &["mythline-protocol", "mythline-files"]),
    ("mythline-models", &["mythline-protocol", "mythline-files"]),
    ("mythline-story", &["mythline-protocol", "mythline-files", "mythline-jobs", "mythline-models"]),
    (
        "mythline-studio",
        &["mythline-protocol", "mythline-files", "mythline-jobs", "mythline-models", "mythline-story"],
    ),
    (
        "mythline-cli",
        &[
            "mythline-protocol",
            "mythline-files",
            "mythline-jobs",
            "mythline-models",
            "mythline-story",
            "mythline-studio",
        ],
    ),
    (
        "mythline-desktop",
        &["mythline-protocol", "mythline-files", "mythline-jobs", "mythline-models", "mythline-studio"],
    ),
];

struct House {
    /// Package name by package id.
    names: BTreeMap<String, String>,
    /// Ids of what a package builds on when it is built, not tested, by package id.
    edges: BTreeMap<String, BTreeSet<String>>,
}

impl House {
    fn read() -> Self {
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
        let output = Command::new(env!("CARGO"))
            .args(["metadata", "--format-version=1", "--locked", "--offline", "--manifest-path", manifest])
            .output()
            .expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
        let text = |value: &Value| value.as_str().expect("a string").to_owned();
        let list = |value: &Value| value.as_array().expect("a list").clone();

        let names = list(&metadata["packages"]).iter().map(|p| (text(&p["id"]), text(&p["name"]))).collect();
        let edges = list(&metadata["resolve"]["nodes"])
            .iter()
            .map(|node| {
                let built_on = list(&node["deps"])
                    .iter()
                    .filter(|dep| list(&dep["dep_kinds"]).iter().any(|kind| kind["kind"].is_null()))
                    .map(|dep| text(&dep["pkg"]))
                    .collect();
                (text(&node["id"]), built_on)
            })
            .collect();
        Self { names, edges }
    }

    fn id(&self, name: &str) -> &String {
        let found = self.names.iter().find(|(_, known)| known.as_str() == name);
        found.unwrap_or_else(|| panic!("no package {name}")).0
    }

    fn direct(&self, name: &str) -> BTreeSet<&str> {
        self.edges[self.id(name)].iter().map(|id| self.names[id].as_str()).collect()
    }

    /// Everything that is linked when `name` is.
    fn all(&self, name: &str) -> BTreeSet<&str> {
        let (mut seen, mut open) = (BTreeSet::new(), vec![self.id(name)]);
        while let Some(id) = open.pop() {
            if seen.insert(self.names[id].as_str()) {
                open.extend(&self.edges[id]);
            }
        }
        seen
    }
}

#[test]
fn each_crate_knows_only_whom_it_may() {
    let house = House::read();
    for (name, allowed) in MAY_KNOW {
        let ours: Vec<&str> =
            house.direct(name).into_iter().filter(|dep| dep.starts_with("mythline-")).collect();
        let strangers: Vec<&&str> = ours.iter().filter(|dep| !allowed.contains(dep)).collect();
        assert!(strangers.is_empty(), "{name} must not know {strangers:?}");
    }
}

#[test]
fn only_the_shell_knows_tauri() {
    let house = House::read();
    for (name, _) in MAY_KNOW.iter().filter(|(name, _)| *name != "mythline-desktop") {
        assert!(!house.all(name).contains("tauri"), "{name} links Tauri");
    }
    assert!(house.all("mythline-desktop").contains("tauri"), "the look itself must be able to see Tauri");
}

#[test]
fn the_terminal_program_links_no_web_view() {
    let linked = House::read();
    let linked = linked.all("mythline-cli");
    for web in ["wry", "tao", "webkit2gtk", "gtk"] {
        assert!(!linked.contains(web), "the terminal program links {web}");
    }
}

#[test]
fn only_the_models_speak_to_servers() {
    let house = House::read();
    for (name, _) in MAY_KNOW.iter().filter(|(name, _)| *name != "mythline-models") {
        let direct = house.direct(name);
        for http in ["reqwest", "hyper", "rustls"] {
            assert!(!direct.contains(http), "{name} speaks HTTP by {http}");
        }
    }
    assert!(house.direct("mythline-models").contains("reqwest"), "the look itself must be able to see it");
    assert!(!house.all("mythline-cli").contains("openssl-sys"), "HTTP is done with rustls");
}
