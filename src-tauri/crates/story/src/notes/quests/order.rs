//! In which order the parts of several quests happen, where the notes say so.

use super::Quest;

/// What of a quest happens at one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phase {
    /// It is brought on and accepted.
    Accept,
    /// It is done.
    Execute,
    /// It ends.
    Complete,
}

/// Whether a heading opens the order of quests.
pub(crate) fn is_order(heading: &str) -> bool {
    let name = heading.trim_end_matches(':').trim().to_lowercase();
    matches!(name.as_str(), "order" | "quest order" | "execution order" | "order of quests")
}

/// What lines such as `Wolves: accept` say, as indexes into the quests; without a word for it the whole quest
/// is meant. Lines that name no quest are left out.
pub(crate) fn order(lines: &[String], quests: &[Quest]) -> Vec<(usize, Phase)> {
    let mut found: Vec<(usize, Phase)> = Vec::new();
    for line in lines {
        let low = line.trim().trim_end_matches('.').to_lowercase();
        let named = |quest: &Quest| low.contains(&quest.title.to_lowercase());
        // The longest title that is named: one may be the beginning of another.
        let best = quests.iter().enumerate().filter(|(_, quest)| named(quest));
        let Some((at, quest)) = best.max_by_key(|(_, quest)| quest.title.len()) else { continue };
        let rest = low.replacen(&quest.title.to_lowercase(), " ", 1);
        let phases = phase_of(&rest).map_or_else(|| Phase::ALL.to_vec(), |phase| vec![phase]);
        found.extend(phases.into_iter().map(|phase| (at, phase)));
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|part| seen.insert(*part));
    found
}

impl Phase {
    const ALL: [Self; 3] = [Self::Accept, Self::Execute, Self::Complete];
}

fn phase_of(text: &str) -> Option<Phase> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
    let has = |names: &[&str]| words.iter().any(|word| names.contains(word));
    if has(&["accept", "accepted", "acceptance", "taken", "take"]) {
        Some(Phase::Accept)
    } else if has(&["exec", "execute", "execution", "done", "do"]) {
        Some(Phase::Execute)
    } else if has(&["complete", "completed", "completion", "turned"]) {
        Some(Phase::Complete)
    } else {
        None
    }
}
