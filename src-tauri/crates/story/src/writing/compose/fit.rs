//! A prompt that does not fit into the model's context is cut by rule: first the story so far, the oldest of it
//! first; then what was told before, what bears least on the passage first; then who people are. The facts of
//! the passage always stay.

use mythline_models::{Model, Turn};

use crate::{
    prompts::{Prompts, Scene},
    text::sentences,
    writing::run::Halt,
};

/// Tokens that open and close a turn in any chat template, at most.
const A_TURN: u32 = 16;

/// What was left out of a prompt.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Cut {
    /// Sentences of the story so far.
    pub story: usize,
    /// Facts told before.
    pub facts: usize,
    /// Whether it was still too long with nothing but its facts.
    pub hopeless: bool,
}

impl Cut {
    /// For the job's log; none where nothing was left out.
    pub(super) fn line(self, title: &str, tokens: u32) -> Option<String> {
        let room = format!("did not fit into the model's {tokens} tokens");
        if self.hopeless {
            return Some(format!("The facts of “{title}” {room}; they stand there in the notes' own words."));
        }
        let count = |n: usize, one: &str, many: &str| {
            (n > 0).then(|| format!("{n} {}", if n == 1 { one } else { many }))
        };
        let left = [
            count(self.story, "sentence of the story so far", "sentences of the story so far"),
            count(self.facts, "fact told before", "facts told before"),
        ];
        let left: Vec<String> = left.into_iter().flatten().collect();
        (!left.is_empty()).then(|| {
            format!("All that bears on “{title}” {room}; left out of the prompt: {}.", left.join(" and "))
        })
    }
}

/// The turns that ask for a passage, cut so that they leave room for `answer` tokens.
pub(super) async fn fit(
    model: &dyn Model,
    prompts: &Prompts,
    scene: &mut Scene,
    tokens: u32,
    answer: u32,
) -> Result<(Vec<Turn>, Cut), Halt> {
    let room = tokens.saturating_sub(answer);
    let mut cut = Cut::default();
    loop {
        let turns = prompts.scene(scene).map_err(Halt::Refused)?;
        if size(model, &turns).await? <= room {
            return Ok((turns, cut));
        }
        if !shorten(scene, &mut cut) {
            cut.hopeless = true;
            return Ok((turns, cut));
        }
    }
}

async fn size(model: &dyn Model, turns: &[Turn]) -> Result<u32, Halt> {
    let mut all = 0;
    for turn in turns {
        all += model.count(&turn.text).await? + A_TURN;
    }
    Ok(all)
}

/// Leaves out what comes next by the rule; answers whether there was anything.
fn shorten(scene: &mut Scene, cut: &mut Cut) -> bool {
    if !scene.before.is_empty() {
        let second = sentences(&scene.before).get(1).map(|span| span.start);
        scene.before = second.map_or_else(String::new, |from| scene.before[from..].to_owned());
        cut.story += 1;
        return true;
    }
    if let Some(least) = (0..scene.memory.len()).min_by_key(|at| scene.bears.get(*at).copied().unwrap_or(0)) {
        scene.memory.remove(least);
        if least < scene.bears.len() {
            scene.bears.remove(least);
        }
        cut.facts += 1;
        return true;
    }
    if let Some(person) = scene.people.iter_mut().find(|person| !person.role.is_empty()) {
        person.role.clear();
        return true;
    }
    if !scene.tried.is_empty() {
        let half = sentences(&scene.tried).len() / 2;
        let from = sentences(&scene.tried).get(half.max(1)).map(|span| span.start);
        scene.tried = from.map_or_else(String::new, |from| scene.tried[from..].to_owned());
        cut.story += half.max(1);
        return true;
    }
    scene.remarks.pop().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_story_goes_before_the_notes_and_the_least_of_them_first() {
        let mut scene = Scene {
            before: "It rained. He came.".to_owned(),
            memory: ["a", "b", "c"].map(str::to_owned).to_vec(),
            bears: vec![2, 1, 3],
            ..Scene::default()
        };
        let mut cut = Cut::default();
        assert!(shorten(&mut scene, &mut cut));
        assert_eq!((scene.before.as_str(), scene.memory.len()), ("He came.", 3));
        assert!(shorten(&mut scene, &mut cut) && scene.before.is_empty());
        assert!(shorten(&mut scene, &mut cut));
        assert_eq!(
            (&scene.memory[..], &scene.bears[..]),
            (&["a".to_owned(), "c".to_owned()][..], &[2, 3][..])
        );
        while shorten(&mut scene, &mut cut) {}
        assert_eq!(cut, Cut { story: 2, facts: 3, hopeless: false });
        assert_eq!(
            cut.line("The well", 4096).as_deref(),
            Some(
                "All that bears on “The well” did not fit into the model's 4096 tokens; left out of the prompt: \
                 2 sentences of the story so far and 3 facts told before."
            )
        );
        assert_eq!(Cut::default().line("The well", 4096), None);
    }
}
