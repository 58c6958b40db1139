//! The three lists of commands are one, and nobody else is let in.

use std::collections::BTreeSet;

use mythline_desktop::COMMANDS;
use serde_json::Value;

use crate::desk::Desk;

const CAPABILITY: &str = include_str!("../../src-tauri/capabilities/main.json");

fn capability() -> Value {
    serde_json::from_str(CAPABILITY).unwrap()
}

#[test]
fn the_capability_allows_each_command_and_nothing_of_the_system() {
    let allowed = capability()["permissions"].as_array().unwrap().clone();
    let allowed: BTreeSet<&str> = allowed.iter().map(|name| name.as_str().unwrap()).collect();
    let mut wanted: BTreeSet<String> =
        COMMANDS.iter().map(|command| format!("allow-{}", command.replace('_', "-"))).collect();
    wanted.extend(["core:event:allow-listen", "core:event:allow-unlisten"].map(str::to_owned));
    assert_eq!(allowed, wanted.iter().map(String::as_str).collect());
    assert_eq!(capability()["windows"], serde_json::json!(["main"]));
}

#[test]
fn each_command_listed_is_there() {
    let desk = Desk::new();
    for command in COMMANDS {
        // Without arguments most refuse. That they do not say "not found" is what is asked here.
        let refusal = desk.ask(command, serde_json::json!({})).err().unwrap_or_default().to_string();
        assert!(!refusal.contains("not found") && !refusal.contains("not allowed"), "{command}: {refusal}");
    }
}

#[test]
fn another_window_may_ask_for_nothing() {
    let desk = Desk::new();
    let refusal = desk.ask_elsewhere("workspace_info").unwrap_err().to_string();
    assert!(refusal.contains("not allowed"), "{refusal}");
}

#[test]
fn a_page_from_elsewhere_may_ask_for_nothing() {
    let desk = Desk::new();
    for page in ["https://example.org", "http://localhost:5173", "tauri://elsewhere"] {
        let refusal = desk.ask_from(page, "workspace_info").unwrap_err().to_string();
        assert!(refusal.contains("not allowed"), "{page}: {refusal}");
    }
}

#[test]
fn what_is_not_listed_is_refused() {
    let desk = Desk::new();
    for command in
        ["quit", "plugin:dialog|open", "plugin:window|close", "plugin:event|emit", "plugin:app|version"]
    {
        assert!(desk.ask(command, Value::Null).is_err(), "{command}");
    }
}
