//! `research.json`, as the page's tool writes it: a chain of quests as notes to read and to edit.

mod fields;
mod quest;

use mythline_protocol::{CommandError, ErrorCode};
use serde_json::Value;

use super::decode;
use fields::{Fields, Place};

/// The file's name in a subject's folder.
pub const RESEARCH: &str = "research.json";

/// The notes that such a file stands for, in Markdown. Whatever has no place in notes is kept in comments.
///
/// # Errors
/// [`ErrorCode::UnreadableNotes`], with the place in the file that is not as it should be.
pub fn from_research(bytes: &[u8]) -> Result<String, CommandError> {
    let text = decode(bytes)?;
    let value: Value = serde_json::from_str(&text).map_err(|error| {
        let what = match error.classify() {
            serde_json::error::Category::Eof => "it ends too early",
            _ => "it is no JSON there",
        };
        refused(&format!("in line {}, column {}: {what}", error.line(), error.column()))
    })?;
    chain(&value).map_err(|fault| refused(&format!("at {}: {}", fault.at, fault.reason)))
}

/// What is not as it should be, and where: `quests[2].title`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fault {
    at: String,
    reason: String,
}

fn refused(place: &str) -> CommandError {
    let sentence =
        format!("The file {RESEARCH} cannot be read {place}. Mend it there; it was left as it is.");
    CommandError::new(ErrorCode::UnreadableNotes, sentence)
}

fn chain(value: &Value) -> Result<String, Fault> {
    let mut chain = Fields::of(value, Place::root())?;
    let mut out = String::new();
    let title = chain.text("chain_title")?;
    if let Some(title) = &title {
        out.push_str(&format!("# {title}\n"));
    }
    let mut setting = chain.fields("setting")?;
    if let Some(setting) = &mut setting {
        out.push_str("\n## Setting\n\n");
        for (name, before) in [
            ("zone", "It happens in "),
            ("starting_location", "It begins at "),
            ("journey", ""),
            ("description", ""),
            ("lore_context", ""),
        ] {
            if let Some(text) = setting.text(name)? {
                out.push_str(&format!("{}\n\n", sentence(before, &text)));
            }
        }
        out.push_str(&setting.left());
    }
    let mut roleplay = chain.fields("roleplay")?;
    let quests = chain.list("quests")?;
    if quests.is_empty() {
        return Err(chain.fault("quests", "there is no quest"));
    }
    let mut titles: Vec<(String, String)> = Vec::new();
    let quests = quests
        .into_iter()
        .map(|(value, place)| quest::quest(value, place, &mut titles, &mut roleplay))
        .collect::<Result<Vec<String>, Fault>>()?;
    out.push_str(&quests.concat());
    out.push_str(&order(&mut chain, &titles)?);
    if let Some(mut roleplay) = roleplay {
        let guidance = roleplay.texts()?;
        if !guidance.is_empty() {
            out.push_str("\n## Tone\n\n");
            guidance.iter().for_each(|(name, text)| out.push_str(&format!("- {name}: {text}\n")));
        }
        out.push_str(&roleplay.left());
    }
    out.push_str(&chain.left());
    Ok(out)
}

/// In which order the parts of the quests happen.
fn order(chain: &mut Fields<'_>, titles: &[(String, String)]) -> Result<String, Fault> {
    let mut out = String::new();
    for (value, place) in chain.list("execution_order")? {
        let (phase, nodes) = match value {
            Value::String(node) => (None, vec![node.clone()]),
            value => {
                let mut entry = Fields::of(value, place)?;
                let nodes = entry.strings("nodes")?;
                (entry.text("phase")?, nodes)
            }
        };
        for node in nodes {
            let (id, part) =
                node.rsplit_once('.').map_or((node.as_str(), None), |(id, part)| (id, Some(part)));
            let of = |id: &str| titles.iter().find(|(known, _)| known == id).map(|(_, title)| title);
            let title = of(&node).or_else(|| of(id)).cloned().unwrap_or_else(|| id.to_owned());
            let phase = phase.clone().or_else(|| part.map(str::to_owned));
            let phase = phase.map(|phase| format!(": {phase}")).unwrap_or_default();
            out.push_str(&format!("- {title}{phase}\n"));
        }
    }
    Ok(if out.is_empty() { out } else { format!("\n## Order\n\n{out}") })
}

/// A text as a sentence; a few words are said to be what they are.
fn sentence(before: &str, text: &str) -> String {
    let ends = text.ends_with(['.', '!', '?', '"', '”', '…']);
    let placed =
        ["In ", "At ", "On ", "Outside ", "Inside ", "Near "].iter().any(|word| text.starts_with(word));
    let text = if ends || before.is_empty() {
        text.to_owned()
    } else if placed {
        format!("It begins {}{}", text[..1].to_lowercase(), &text[1..])
    } else {
        format!("{before}{text}")
    };
    if ends { text } else { format!("{text}.") }
}

#[cfg(test)]
mod tests;
