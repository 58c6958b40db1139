use mythline_protocol::{DialogueLine, StepType};

use super::{Step, Take};

/// A take as something to read: chapters of paragraphs and spoken lines, whatever it is then written as.
#[derive(Debug, Clone, PartialEq)]
pub struct Book<'t> {
    /// The story's title.
    pub title: &'t str,
    /// What is written, in order.
    pub chapters: Vec<Chapter<'t>>,
}

/// What stands under one heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Chapter<'t> {
    /// The heading.
    pub title: &'t str,
    /// Its number among the scenes, from 1; introduction and conclusion have none.
    pub scene: Option<u32>,
    /// What is read.
    pub parts: Vec<Part<'t>>,
}

/// What a chapter is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Part<'t> {
    /// Narration; never empty.
    Paragraph(&'t str),
    /// Somebody speaks.
    Line(&'t DialogueLine),
}

impl<'t> Book<'t> {
    /// What of a take is written. A chapter begins where the title changes.
    #[must_use]
    pub fn of(take: &'t Take) -> Self {
        let mut chapters: Vec<Chapter<'t>> = Vec::new();
        let mut scenes = 0;
        let mut before: Option<&Step> = None;
        for step in &take.steps {
            let opens = before.is_none_or(|before| before.title != step.title);
            let scene = step.step_type == StepType::Quest;
            scenes += u32::from(scene && opens);
            before = Some(step);
            if !step.is_written() {
                continue;
            }
            let number = scene.then_some(scenes);
            match chapters.last_mut() {
                Some(last) if last.title == step.title => last.parts.extend(parts(step)),
                _ => {
                    let parts = parts(step).collect();
                    chapters.push(Chapter { title: &step.title, scene: number, parts });
                }
            }
        }
        Self { title: &take.title, chapters }
    }

    /// All that is read, in order.
    pub fn parts(&self) -> impl Iterator<Item = Part<'t>> {
        self.chapters.iter().flat_map(|chapter| chapter.parts.iter().copied())
    }
}

fn parts<'t>(step: &'t Step) -> impl Iterator<Item = Part<'t>> {
    let paragraphs = step.text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    step.lines.iter().map(Part::Line).chain(paragraphs.map(Part::Paragraph))
}
