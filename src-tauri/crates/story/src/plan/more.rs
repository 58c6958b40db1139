//! Scenes of what the notes say and a story has not told.

use mythline_protocol::{CommandError, ErrorCode};

use super::{PlannedStep, Player, length, parts, scenes, told};
use crate::notes::Notes;

/// What is planned of the facts that are left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct More {
    /// The steps, scene by scene; their ids are those of the scenes, counted from `first`.
    pub steps: Vec<PlannedStep>,
    /// How many scenes they are.
    pub scenes: u32,
}

/// Plans the facts that no step has told yet as scenes, as many as are asked for, else as many as they carry.
/// `first` is the number of the first.
///
/// # Errors
/// [`ErrorCode::LengthNotCarried`] where fewer are carried, or none.
pub(crate) fn more(
    notes: &Notes,
    player: &Player,
    left: &[usize],
    asked: Option<u32>,
    first: usize,
    composed: bool,
) -> Result<More, CommandError> {
    let left: Vec<usize> = left.iter().copied().filter(|at| notes.facts[*at].is_story()).collect();
    let mut shape = scenes::of_facts(notes, &left);
    let carried = u32::try_from(shape.len()).unwrap_or(u32::MAX);
    match asked {
        _ if carried == 0 => return Err(nothing_left()),
        Some(0) => return Err(CommandError::new(ErrorCode::BadOption, "Ask for one scene at least.")),
        Some(asked) if asked > carried => return Err(too_many(asked, carried)),
        Some(asked) => scenes::fewer(&mut shape, asked as usize),
        None => {}
    }
    let scenes = u32::try_from(shape.len()).unwrap_or(u32::MAX);
    let mut steps = parts::scenes(notes, player, shape, first);
    let told = told(notes, player);
    for step in &mut steps {
        step.id = format!("more-{}", step.id);
        step.words_asked = length::words_of(notes, step, &told, composed);
    }
    Ok(More { steps, scenes })
}

fn nothing_left() -> CommandError {
    let sentence =
        "This story has told all that its notes say. Write down more of what happens, and ask again.";
    CommandError::new(ErrorCode::LengthNotCarried, sentence)
}

fn too_many(asked: u32, carried: u32) -> CommandError {
    let scenes = if carried == 1 { "1 more scene" } else { &format!("{carried} more scenes") };
    let sentence = format!(
        "What the notes say and this story has not told carries {scenes}, and {asked} were asked for. Ask for \
         fewer, or write down more of what happens."
    );
    CommandError::new(ErrorCode::LengthNotCarried, sentence)
}

/// The number of the scene that a step is part of.
pub(crate) fn scene_of(id: &str) -> Option<usize> {
    let rest = id.strip_prefix("more-").unwrap_or(id).strip_prefix("scene-")?;
    rest.split('-').next()?.parse().ok()
}
