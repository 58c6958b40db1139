//! The form in which a model answers with a plan.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::plan::{Layout, Scene};

/// An answer.
#[derive(Debug, Deserialize)]
pub(super) struct Form {
    #[serde(default)]
    opening: Vec<Beat>,
    scenes: Vec<Part>,
    #[serde(default)]
    ending: Part,
    #[serde(default)]
    left_out: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Part {
    #[serde(default)]
    title: String,
    beats: Vec<Beat>,
}

#[derive(Debug, Deserialize)]
struct Beat {
    #[serde(default)]
    what: String,
    facts: Vec<String>,
}

/// The schema of an answer that cites these facts.
pub(super) fn schema(ids: &[&str]) -> Value {
    let facts = json!({ "type": "array", "minItems": 1, "items": { "type": "string", "enum": ids } });
    let left_out = json!({ "type": "array", "items": { "type": "string", "enum": ids } });
    let beat = object(&json!({ "what": { "type": "string" }, "facts": facts }));
    let beats = json!({ "type": "array", "minItems": 1, "items": beat });
    let part = object(&json!({ "title": { "type": "string" }, "beats": beats }));
    let scenes = json!({ "type": "array", "minItems": 1, "items": part });
    object(&json!({ "opening": beats, "scenes": scenes, "ending": part, "left_out": left_out }))
}

/// An object that has all of these fields and no others.
fn object(properties: &Value) -> Value {
    let names: Vec<&String> = properties.as_object().map(|all| all.keys().collect()).unwrap_or_default();
    json!({ "type": "object", "properties": properties, "required": names, "additionalProperties": false })
}

impl Form {
    /// Reads an answer. What stands around the JSON, such as a fence, is cut off.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let (from, till) = (text.find('{'), text.rfind('}'));
        let json = from.zip(till).and_then(|(from, till)| text.get(from..=till));
        let json = json.ok_or_else(|| "It was no JSON.".to_owned())?;
        serde_json::from_str(json).map_err(|error| format!("It was not in the form: {error}."))
    }

    /// The facts by index, and how many ids are those of no fact.
    pub(super) fn layout(&self, at: &HashMap<&str, usize>) -> (Layout, usize) {
        let mut unknown = 0;
        let mut known = |ids: &mut dyn Iterator<Item = &String>| -> Vec<usize> {
            let mut facts = Vec::new();
            for id in ids {
                match at.get(id.trim()) {
                    Some(fact) => facts.push(*fact),
                    None => unknown += 1,
                }
            }
            facts
        };
        let layout = Layout {
            opening: known(&mut ids(&self.opening)),
            scenes: self
                .scenes
                .iter()
                .map(|part| Scene { title: part.title.clone(), facts: known(&mut ids(&part.beats)) })
                .collect(),
            ending: Scene { title: self.ending.title.clone(), facts: known(&mut ids(&self.ending.beats)) },
            left_out: known(&mut self.left_out.iter()),
        };
        (layout, unknown)
    }

    /// The beats for the job's log: what happens in each, and by which facts.
    pub(super) fn lines(&self) -> Vec<String> {
        let beats = |title: &str, beats: &[Beat]| -> Vec<String> {
            let line =
                |beat: &Beat| format!("Plan, {title}: {} ({})", beat.what.trim(), beat.facts.join(", "));
            beats.iter().map(line).collect()
        };
        let mut lines = beats("opening", &self.opening);
        lines.extend(self.scenes.iter().flat_map(|part| beats(&format!("“{}”", part.title), &part.beats)));
        lines.extend(beats("ending", &self.ending.beats));
        lines
    }
}

fn ids(beats: &[Beat]) -> impl Iterator<Item = &String> {
    beats.iter().flat_map(|beat| &beat.facts)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn an_answer_is_read_by_ids() {
        let text = "```json\n{\"opening\": [{\"what\": \"Hallin\", \"facts\": [\"f1\"]}], \"scenes\": [{\"title\": \"The well\", \
                    \"beats\": [{\"what\": \"dry\", \"facts\": [\"f3\", \"f9\"]}]}], \"left_out\": [\"f2\"]}\n```";
        let form = Form::read(text).unwrap();
        let (layout, unknown) = form.layout(&HashMap::from([("f1", 0), ("f2", 1), ("f3", 2)]));
        assert_eq!(
            (layout.opening, layout.scenes[0].facts.clone(), layout.left_out, unknown),
            (vec![0], vec![2], vec![1], 1)
        );
        assert_eq!(form.lines(), ["Plan, opening: Hallin (f1)", "Plan, “The well”: dry (f3, f9)"]);
    }

    #[test]
    fn what_is_damaged_is_told() {
        assert_eq!(Form::read("I cannot.").unwrap_err(), "It was no JSON.");
        for text in ["{\"scenes\": [{\"title\": \"A\"}", "{\"scenes\": 3}", "{}", "} {"] {
            assert!(Form::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_schema_knows_the_facts_alone() {
        let schema = schema(&["f1", "f2"]);
        let facts = &schema["properties"]["opening"]["items"]["properties"]["facts"];
        assert_eq!(facts["items"]["enum"], json!(["f1", "f2"]));
        assert_eq!(schema["required"].as_array().unwrap().len(), 4);
    }
}
