use std::sync::LazyLock;

use mythline_models::{Prompt, Request, Role, Sampling, Turn};

use super::retell::Ask;

static RETELL: LazyLock<Vec<(Role, &str)>> =
    LazyLock::new(|| turns(include_str!("../../prompts/retell.txt")));

/// Tokens for one fact at most: two sentences with room.
const MOST_TOKENS: u32 = 70;

/// The lines of a prompt file as turns of a chat; lines that begin with `#` and empty ones are not part
/// of it, and lines without a role are not either.
fn turns(file: &'static str) -> Vec<(Role, &'static str)> {
    let lines = file.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let (role, text) = line.split_once(": ")?;
            let role = match role {
                "system" => Role::System,
                "note" => Role::User,
                "told" => Role::Assistant,
                _ => return None,
            };
            Some((role, text.trim()))
        })
        .collect()
}

/// Asks for a retelling of one fact. All but the fact is the same for every request, so that a model
/// which keeps what it has read reads it once.
pub(crate) fn retell(ask: &Ask<'_>) -> Request {
    let (temperature, seed) = (ask.temperature, ask.seed);
    Request {
        prompt: prompt(ask.note, ask.opening),
        max_tokens: MOST_TOKENS,
        stop_at: vec!["\n".to_owned()],
        sampling: Sampling { temperature, min_p: 0.1, repeat_penalty: 1.0, repeat_last: 64, dry: 0.0, seed },
        json: None,
    }
}

/// The chat that ends with the fact, and the beginning of its retelling.
fn prompt(fact: &str, opening: &str) -> Prompt {
    let mut turns: Vec<Turn> =
        RETELL.iter().map(|(role, text)| Turn { role: *role, text: (*text).to_owned() }).collect();
    turns.push(Turn { role: Role::User, text: fact.to_owned() });
    Prompt::Chat { turns, opening: opening.to_owned() }
}

/// The worked examples, of which nothing may appear in a story.
pub(crate) fn examples() -> impl Iterator<Item = &'static str> {
    RETELL.iter().filter(|(role, _)| *role != Role::System).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_is_the_same_for_every_fact() {
        let (Prompt::Chat { turns: one, .. }, Prompt::Chat { turns: two, .. }) =
            (prompt("A.", ""), prompt("B.", "At"))
        else {
            panic!("a chat")
        };
        assert_eq!(one.len(), 10);
        assert_eq!(one[..9], two[..9]);
        assert_eq!(examples().count(), 8);
    }
}
