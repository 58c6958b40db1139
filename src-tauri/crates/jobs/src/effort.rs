use std::{borrow::Cow, collections::BTreeMap};

use serde::{Deserialize, Serialize};

/// What a step of a job takes: by this a lane's speed is learnt, and time is foretold.
#[derive(Debug, Clone, PartialEq)]
pub struct Effort {
    /// The kind of step. Steps of one kind take about the same time for the same amount.
    pub kind: Cow<'static, str>,
    /// How much of it, in a unit that all kinds of a work share; 0 for what takes no time worth telling,
    /// or always the same.
    pub amount: f32,
}

impl Effort {
    /// So much of a kind.
    #[must_use]
    pub fn new(kind: &'static str, amount: f32) -> Self {
        Self { kind: Cow::Borrowed(kind), amount }
    }
}

/// What several steps take: the amounts by kind.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Efforts(BTreeMap<Cow<'static, str>, f32>);

impl Efforts {
    /// Whether nothing is known of what is ahead.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// By kind.
    pub fn iter(&self) -> impl Iterator<Item = Effort> {
        self.0.iter().map(|(kind, amount)| Effort { kind: kind.clone(), amount: *amount })
    }
}

impl Extend<Effort> for Efforts {
    fn extend<T: IntoIterator<Item = Effort>>(&mut self, efforts: T) {
        for effort in efforts {
            *self.0.entry(effort.kind).or_default() += effort.amount;
        }
    }
}

impl FromIterator<Effort> for Efforts {
    fn from_iter<T: IntoIterator<Item = Effort>>(efforts: T) -> Self {
        let mut all = Self::default();
        all.extend(efforts);
        all
    }
}
