use std::io::{IsTerminal, Read};

use clap::Args;
use console::Term;
use mythline_protocol::{AddServerParams, CommandError, ErrorCode, FoundServer, KeyKept, ServerInfo};
use mythline_studio::Models;

use crate::{
    out::{Out, shown_line},
    table::{Column, Table},
};

/// More than any key has, in bytes.
const KEY_BYTES: u64 = 16 * 1024;

#[derive(Debug, Args)]
pub(super) struct AddServer {
    /// Its address: http://localhost:11434/v1
    url: String,
    /// What to call it; else the model's name
    #[arg(long)]
    name: Option<String>,
    /// The model there; may be left out where there is one
    #[arg(long)]
    model: Option<String>,
    /// The environment variable that holds the key
    #[arg(long, value_name = "NAME", conflicts_with = "key_keychain")]
    key_env: Option<String>,
    /// Ask for the key, or read it from standard input, and keep it in the system's keychain
    #[arg(long)]
    key_keychain: bool,
    /// Agree that notes go to another computer unencrypted
    #[arg(long)]
    allow_plain_http: bool,
    /// Stories it may write at once, up to 32
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=32))]
    at_once: Option<u32>,
    /// While it is down jobs wait; else they fail with their work kept
    #[arg(long)]
    wait: bool,
}

impl AddServer {
    pub(super) async fn run(self, out: &Out, models: &dyn Models) -> Result<(), CommandError> {
        let key = if self.key_keychain { Some(asked_key()?) } else { None };
        let params = AddServerParams {
            url: self.url,
            name: self.name,
            model: self.model,
            key_env: self.key_env,
            key,
            allow_plain_http: self.allow_plain_http,
            at_once: self.at_once,
            wait_when_down: self.wait,
        };
        let model = models.add_server(params).await?;
        if out.json {
            out.document(&model);
        } else {
            let name = shown_line(&model.name);
            out.line(&format!(
                "{name} is on the list as {}. Try it: mythline models test {}",
                model.id, model.id
            ));
        }
        Ok(())
    }
}

/// The key: typed unseen, or from a pipe. Never an argument, which every user of the computer can see.
fn asked_key() -> Result<String, CommandError> {
    let unread = || CommandError::new(ErrorCode::BadOption, "The key could not be read from standard input.");
    if std::io::stdin().is_terminal() {
        let term = Term::stderr();
        term.write_str("Key: ").map_err(|_| unread())?;
        return term.read_secure_line().map_err(|_| unread());
    }
    let mut key = String::new();
    std::io::stdin().lock().take(KEY_BYTES).read_to_string(&mut key).map_err(|_| unread())?;
    Ok(key)
}

pub(super) fn list(out: &Out, servers: &[ServerInfo]) {
    if out.json {
        return out.document(&servers);
    }
    if servers.is_empty() {
        return out.line("There is no server yet. mythline models add-server URL adds one.");
    }
    let mut table = Table::new(&[
        ("model", Column::Text),
        ("name", Column::Flexible),
        ("address", Column::Flexible),
        ("kind", Column::Text),
        ("at once", Column::Number),
        ("while down", Column::Text),
        ("key", Column::Flexible),
    ]);
    for server in servers {
        table.row(vec![
            shown_line(&server.id),
            shown_line(&server.name),
            shown_line(&server.url),
            server.vendor.clone(),
            server.at_once.to_string(),
            if server.wait_when_down { "jobs wait" } else { "jobs fail" }.to_owned(),
            server.key.as_ref().map(key).unwrap_or_default(),
        ]);
    }
    out.line(&table.text(out.width));
}

/// Where a key is, in words.
fn key(kept: &KeyKept) -> String {
    match kept {
        KeyKept::Keychain => "in the keychain".to_owned(),
        KeyKept::Environment { name } => format!("in the variable {}", shown_line(name)),
    }
}

pub(super) fn found(out: &Out, servers: &[FoundServer]) {
    if out.json {
        return out.document(&servers);
    }
    if servers.is_empty() {
        return out.line("No server answers at the usual ports of this computer.");
    }
    for server in servers {
        let models: Vec<String> = server.models.iter().map(|model| shown_line(model)).collect();
        let models = if models.is_empty() { "no models".to_owned() } else { models.join(", ") };
        out.line(&format!("{} at {}: {models}", server.vendor, server.url));
    }
}
