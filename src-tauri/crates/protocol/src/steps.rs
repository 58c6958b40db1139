use serde::{Deserialize, Serialize};

use crate::{DialogueLine, FactUse, Finding};

/// A step that is to be written again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RewriteParams {
    /// The job that wrote the story, or its subject.
    pub of: String,
    /// The step: its number from 1, or its id.
    pub step: String,
    /// What is wished of it.
    pub wish: Option<String>,
    /// The model; null for the one that the story was asked of.
    pub model: Option<String>,
    /// The same number writes the same again.
    pub seed: Option<u32>,
}

/// A finished story that is to go on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MoreParams {
    /// The job that wrote the story, or its subject.
    pub of: String,
    /// How many scenes; null for as many as is left to tell.
    pub scenes: Option<u32>,
    /// The model; null for the one that the story was asked of.
    pub model: Option<String>,
    /// The same number writes the same again.
    pub seed: Option<u32>,
}

/// A step with all that was written for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StepTries {
    /// Its number in the story, from 1.
    pub number: u32,
    /// Its id in the take.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Whether it stays as it is.
    pub lock: bool,
    /// The text in hand; null while it is unwritten.
    pub chosen: Option<WrittenTry>,
    /// The others, in the order in which they were written. The first is number 1.
    pub others: Vec<WrittenTry>,
}

/// One text of a step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WrittenTry {
    /// What is read; of dialogue what is spoken.
    pub text: String,
    /// Dialogue; empty where it is narration.
    pub lines: Vec<DialogueLine>,
    /// What was wished of it alone; empty for nothing.
    pub wish: String,
    /// Whether somebody wrote it by hand.
    pub by_hand: bool,
    /// Words.
    pub words: u32,
    /// The facts given to it, with whether it says them.
    pub facts: Vec<FactUse>,
    /// What the review says of it.
    pub findings: Vec<Finding>,
}
