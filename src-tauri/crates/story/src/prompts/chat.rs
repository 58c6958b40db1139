use minijinja::{
    Environment, UndefinedBehavior,
    value::{Serde, Value},
};
use mythline_models::{Role, Turn};
use serde::Serialize;

/// A chat as a file: a line `--- system`, `--- user` or `--- assistant` opens a turn, and what follows is
/// its template. The file is taken apart before anything is put into it, so that no text of notes can open
/// a turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chat(Vec<Section>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Section {
    role: Role,
    /// The line of the file on which it begins, from 1.
    line: usize,
    template: String,
}

/// What is wrong with a prompt file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatFault {
    /// From 1.
    pub line: usize,
    /// The end of a sentence.
    pub reason: String,
}

/// What opens a turn.
const OPENS: &str = "---";
/// Steps that a template may take: a hundred times what ours does.
const FUEL: u64 = 200_000;

impl Chat {
    /// Takes a file apart and looks whether its templates can be read.
    ///
    /// # Errors
    /// [`ChatFault`].
    pub fn read(text: &str) -> Result<Self, ChatFault> {
        let mut sections: Vec<Section> = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let fault = |reason: String| ChatFault { line: at + 1, reason };
            if let Some(role) = line.strip_prefix(OPENS) {
                let role = match role.trim() {
                    "system" => Role::System,
                    "user" => Role::User,
                    "assistant" => Role::Assistant,
                    other => return Err(fault(format!("“{other}” is no turn of a chat"))),
                };
                sections.push(Section { role, line: at + 2, template: String::new() });
            } else if let Some(section) = sections.last_mut() {
                section.template.push_str(line);
                section.template.push('\n');
            }
        }
        if !sections.iter().any(|section| section.role == Role::User) {
            return Err(ChatFault { line: 1, reason: "no line “--- user” opens a turn".to_owned() });
        }
        let engine = engine();
        for section in &sections {
            engine.template_from_str(&section.template).map_err(|error| section.fault(&error))?;
        }
        Ok(Self(sections))
    }

    /// The turns, with the values put in. A turn that comes out empty is left out.
    ///
    /// # Errors
    /// [`ChatFault`] for a value that is not there, and for a template that does not come to an end.
    pub fn render(&self, values: &impl Serialize) -> Result<Vec<Turn>, ChatFault> {
        let engine = engine();
        let values = Value::from(Serde(values));
        let mut turns = Vec::new();
        for section in &self.0 {
            let text = engine
                .render_str(&section.template, values.clone())
                .map_err(|error| section.fault(&error))?;
            if !text.trim().is_empty() {
                turns.push(Turn { role: section.role, text: text.trim().to_owned() });
            }
        }
        Ok(turns)
    }
}

impl Section {
    fn fault(&self, error: &minijinja::Error) -> ChatFault {
        let line = self.line + error.line().unwrap_or(1).saturating_sub(1);
        let reason = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
        ChatFault { line, reason }
    }
}

/// An engine that knows no other template and gives up in time.
fn engine() -> Environment<'static> {
    let mut engine = Environment::new();
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_fuel(Some(FUEL));
    engine
}
