use serde_json::Value;

use super::{
    Fault,
    fields::{Fields, Named, Place},
};

/// One quest as a heading with its labels.
pub(super) fn quest(
    value: &Value,
    place: Place,
    titles: &mut Vec<(String, String)>,
    roleplay: &mut Option<Fields<'_>>,
) -> Result<String, Fault> {
    let mut quest = Fields::of(value, place)?;
    let id = quest.text("id")?;
    let Some(title) = quest.text("title")?.or_else(|| id.clone()) else {
        return Err(quest.fault("title", "the quest has no title"));
    };
    let mut lines = Lines::default();
    lines.all("Story", &quest.strings("story_beat")?);
    let giver = person(&mut quest, "quest_giver", &GIVER, None, &mut lines)?;
    lines.all("Story text", &quest.strings("story_text")?);
    place_of(&mut quest, &mut lines)?;
    let mut objectives = quest.strings("objectives")?;
    objectives.dedup();
    lines.all("Objective", &objectives);
    person(&mut quest, "turn_in_npc", &TURN_IN, giver.as_deref(), &mut lines)?;
    lines.all("Completion text", &quest.strings("completion_text")?);
    lines.all("Roleplay", &quest.strings("roleplay")?);
    if let (Some(id), Some(roleplay)) = (&id, roleplay) {
        for part in ["accept", "exec", "complete"] {
            lines.all("Roleplay", &roleplay.strings(&format!("{id}.{part}"))?);
        }
    }
    if !lines.has_objective {
        return Err(quest.fault("objectives", "the quest says nothing that is to be done"));
    }
    let left = quest.left() + &lines.comments;
    let known =
        id.as_ref().map(|id| format!("<!-- id: {} -->\n", id.replace("--", "- -"))).unwrap_or_default();
    titles.push((id.unwrap_or_default(), title.clone()));
    Ok(format!("\n## Quest: {title}\n\n{}{known}{left}", lines.text))
}

/// The labels under which a person of a quest is written down.
struct Labels {
    name: &'static str,
    manner: &'static str,
    lore: &'static str,
    sight: &'static str,
}

const GIVER: Labels =
    Labels { name: "Giver", manner: "Giver's manner", lore: "Story", sight: "Around the giver" };
const TURN_IN: Labels = Labels {
    name: "Turn in",
    manner: "Turn-in's manner",
    lore: "Turn-in's manner",
    sight: "Around the turn-in",
};

#[derive(Default)]
struct Lines {
    text: String,
    comments: String,
    has_objective: bool,
}

impl Lines {
    fn push(&mut self, label: &str, text: &str) {
        self.has_objective |= label == "Objective";
        self.text.push_str(&format!("- {label}: {text}\n"));
    }

    fn all(&mut self, label: &str, texts: &[String]) {
        texts.iter().for_each(|text| self.push(label, text));
    }
}

/// Somebody of a quest; one who is known from it already is named and no more.
fn person(
    quest: &mut Fields<'_>,
    field: &str,
    labels: &Labels,
    known: Option<&str>,
    lines: &mut Lines,
) -> Result<Option<String>, Fault> {
    let mut person = match quest.named(field)? {
        Named::None => return Ok(None),
        Named::Text(name) => {
            lines.push(labels.name, &name);
            return Ok(Some(name));
        }
        Named::Fields(person) => person,
    };
    let Some(name) = person.text("name")? else {
        return Err(person.fault("name", "somebody without a name stands here"));
    };
    let same = known == Some(name.as_str());
    let mut location = person.fields("location")?;
    let position = location.as_mut().map(|location| location.text("position")).transpose()?.flatten();
    let area = location.as_mut().map(|location| area(location, lines)).transpose()?.flatten();
    let at = position.or(area).filter(|_| !same);
    lines.push(labels.name, &at.map_or_else(|| name.clone(), |at| format!("{name}, {at}")));
    let manner = [person.text("title")?, person.text("personality")?];
    let manner: Vec<String> =
        manner.into_iter().flatten().map(|m| m.trim_end_matches('.').to_owned()).collect();
    if !same {
        if !manner.is_empty() {
            lines.push(labels.manner, &manner.join(", "));
        }
        lines.all(labels.lore, &person.strings("lore")?);
        if let Some(location) = &mut location {
            lines.all(labels.sight, &location.strings("visual")?);
            lines.all(labels.sight, &location.strings("landmarks")?);
        }
    }
    lines.comments.push_str(&person.left());
    lines.comments.push_str(&location.map(|location| location.left()).unwrap_or_default());
    Ok(Some(name))
}

/// The name of an area; where it lies on a map is no matter of a story, and stays in a comment.
fn area(location: &mut Fields<'_>, lines: &mut Lines) -> Result<Option<String>, Fault> {
    match location.named("area")? {
        Named::None => Ok(None),
        Named::Text(name) => Ok(Some(name)),
        Named::Fields(mut area) => {
            let name = area.text("name");
            lines.comments.push_str(&area.left());
            name
        }
    }
}

fn place_of(quest: &mut Fields<'_>, lines: &mut Lines) -> Result<(), Fault> {
    let mut place = match quest.named("execution_location")? {
        Named::None => return Ok(()),
        Named::Text(name) => {
            lines.push("Place", &name);
            return Ok(());
        }
        Named::Fields(place) => place,
    };
    if let Some(name) = area(&mut place, lines)? {
        lines.push("Place", &name);
    }
    lines.all("Landmarks", &place.strings("visual")?);
    lines.all("Landmarks", &place.strings("landmarks")?);
    lines.all("Enemies", &place.strings("enemies")?);
    lines.comments.push_str(&place.left());
    Ok(())
}
