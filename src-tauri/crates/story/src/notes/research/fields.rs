use serde_json::{Map, Value};

use super::Fault;

/// Where in the file something stands: `quests[2].quest_giver`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place(String);

impl Place {
    pub(super) fn root() -> Self {
        Self(String::new())
    }

    fn field(&self, name: &str) -> Self {
        Self(if self.0.is_empty() { name.to_owned() } else { format!("{}.{name}", self.0) })
    }

    fn item(&self, name: &str, at: usize) -> Self {
        Self(format!("{}[{at}]", self.field(name).0))
    }

    pub(super) fn fault(&self, reason: &str) -> Fault {
        let at = if self.0.is_empty() { "its beginning".to_owned() } else { self.0.clone() };
        Fault { at, reason: reason.to_owned() }
    }
}

/// The fields of an object; what is taken out of it is not left over.
pub(super) struct Fields<'v> {
    place: Place,
    left: Map<String, Value>,
    all: &'v Map<String, Value>,
}

impl<'v> Fields<'v> {
    pub(super) fn of(value: &'v Value, place: Place) -> Result<Self, Fault> {
        let Value::Object(all) = value else {
            return Err(place.fault("an object with fields should stand here"));
        };
        Ok(Self { place, left: all.clone(), all })
    }

    pub(super) fn fault(&self, name: &str, reason: &str) -> Fault {
        self.place.field(name).fault(reason)
    }

    fn take(&mut self, name: &str) -> Option<&'v Value> {
        self.left.shift_remove(name);
        self.all.get(name).filter(|value| !value.is_null())
    }

    /// A text in one line; none where it is empty. A number is a text too.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Fault> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(in_one_line(text)).filter(|text| !text.is_empty())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(_) => Err(self.fault(name, "a text should stand here")),
        }
    }

    /// A text, several, or an object of texts: all of them in order.
    pub(super) fn strings(&mut self, name: &str) -> Result<Vec<String>, Fault> {
        let place = self.place.field(name);
        match self.take(name) {
            Some(Value::Array(items)) => items
                .iter()
                .enumerate()
                .map(|(at, item)| match item {
                    Value::String(text) => Ok(in_one_line(text)),
                    _ => Err(self.place.item(name, at).fault("a text should stand here")),
                })
                .collect(),
            Some(value @ Value::Object(_)) => {
                let mut fields = Fields::of(value, place)?;
                let texts: Vec<String> = fields.texts()?.into_iter().map(|(_, text)| text).collect();
                Ok(texts)
            }
            Some(Value::String(text)) => {
                Ok(vec![in_one_line(text)].into_iter().filter(|t| !t.is_empty()).collect())
            }
            None => Ok(Vec::new()),
            Some(_) => Err(place.fault("a text or a list of texts should stand here")),
        }
    }

    /// Every text that is left, with its name.
    pub(super) fn texts(&mut self) -> Result<Vec<(String, String)>, Fault> {
        let names: Vec<String> = self.left.keys().cloned().collect();
        let mut out = Vec::new();
        for name in names {
            if matches!(self.all.get(&name), Some(Value::String(_)))
                && let Some(text) = self.text(&name)?
            {
                out.push((name, text));
            }
        }
        Ok(out)
    }

    pub(super) fn fields(&mut self, name: &str) -> Result<Option<Fields<'v>>, Fault> {
        let place = self.place.field(name);
        self.take(name).map(|value| Fields::of(value, place)).transpose()
    }

    /// An object, or a text that stands for its name.
    pub(super) fn named(&mut self, name: &str) -> Result<Named<'v>, Fault> {
        match self.all.get(name) {
            Some(Value::Object(_)) => Ok(self.fields(name)?.map_or(Named::None, Named::Fields)),
            _ => Ok(self.text(name)?.map_or(Named::None, Named::Text)),
        }
    }

    pub(super) fn list(&mut self, name: &str) -> Result<Vec<(&'v Value, Place)>, Fault> {
        match self.take(name) {
            None => Ok(Vec::new()),
            Some(Value::Array(items)) => {
                Ok(items.iter().enumerate().map(|(at, item)| (item, self.place.item(name, at))).collect())
            }
            Some(_) => Err(self.fault(name, "a list should stand here")),
        }
    }

    /// What no note is made of, as comments: kept, and not told.
    pub(super) fn left(&self) -> String {
        let line = |(name, value): (&String, &Value)| {
            let value = value.to_string().replace("--", "- -");
            format!("<!-- {}: {value} -->\n", self.place.field(name).0.replace("--", "- -"))
        };
        self.left.iter().filter(|(_, value)| !is_empty(value)).map(line).collect()
    }
}

/// Something that has a name, and perhaps more.
pub(super) enum Named<'v> {
    None,
    Text(String),
    Fields(Fields<'v>),
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.values().all(is_empty),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A text without line ends, and with the tool's ways to speak of the player and of line ends made ours.
fn in_one_line(text: &str) -> String {
    let mut text = text.to_owned();
    for (token, stands_for) in [
        ("$B", " "),
        ("$b", " "),
        ("<name>", super::super::PLAYER),
        ("<Name>", super::super::PLAYER),
        ("{player}", super::super::PLAYER),
        ("{name}", super::super::PLAYER),
        ("$n", super::super::PLAYER),
        ("<class>", "friend"),
        ("<race>", "friend"),
        ("$C", "friend"),
        ("$c", "friend"),
        ("$R", "friend"),
        ("$r", "friend"),
    ] {
        text = text.replace(token, stands_for);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
