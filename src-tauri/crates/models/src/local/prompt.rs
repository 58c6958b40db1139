use llama_cpp_2::{
    model::{LlamaChatMessage, LlamaModel},
    token::LlamaToken,
    vocab::LlamaVocab,
};

use crate::{Prompt, Role, Turn};

/// A prompt as tokens.
pub(super) struct Tokens {
    /// All of them.
    pub(super) all: Vec<LlamaToken>,
    /// How many of them, at the end, begin the answer.
    pub(super) opening: usize,
    /// Where the last turn of a chat begins: what comes before it is often the same again.
    pub(super) last_turn: usize,
}

impl Tokens {
    /// The tokens in batches. None reaches into the last turn from before it, or into what begins the answer, so
    /// that what comes before can be kept to its last token: other turns follow the same chat, and other answers
    /// are begun to the same turn.
    pub(super) fn batches(&self, size: usize) -> impl Iterator<Item = &[LlamaToken]> {
        let (asked, opening) = self.all.split_at(self.all.len() - self.opening);
        let (before, last) = asked.split_at(self.last_turn);
        [before, last, opening].into_iter().flat_map(move |part| part.chunks(size))
    }
}

/// Makes the tokens of a prompt. Only what the model's own template says is read for special tokens;
/// what people and models wrote is text, whatever it looks like.
pub(super) fn tokens(model: &LlamaModel, prompt: &Prompt) -> Tokens {
    let vocabulary = model.vocab();
    let mut all = Vec::new();
    let mut opening_length = 0;
    let mut last_turn = 0;
    match prompt {
        Prompt::Plain(text) => all.extend(plain_tokens(&vocabulary, text)),
        Prompt::Chat { turns, opening } => {
            for piece in laid_out(model, turns) {
                match piece {
                    Piece::Template(text) => all.extend(vocabulary.tokenize(text.as_bytes(), false, true)),
                    Piece::Turn(text) => {
                        last_turn = all.len();
                        all.extend(plain_tokens(&vocabulary, text));
                    }
                }
            }
            let opening = plain_tokens(&vocabulary, opening);
            opening_length = opening.len();
            all.extend(opening);
        }
    }
    let first = vocabulary.bos();
    if vocabulary.should_add_bos() && all.first() != Some(&first) {
        all.insert(0, first);
        last_turn += usize::from(last_turn > 0);
    }
    Tokens { all, opening: opening_length, last_turn }
}

/// The tokens of a text in which nothing is special.
pub(super) fn plain_tokens(vocabulary: &LlamaVocab<'_>, text: &str) -> Vec<LlamaToken> {
    vocabulary.tokenize(text.as_bytes(), false, false)
}

#[derive(Debug, PartialEq, Eq)]
enum Piece<'t> {
    Template(String),
    Turn(&'t str),
}

/// A chat laid out by the model's template, up to where the answer begins; by empty lines where the
/// file has no template, or none that is known.
fn laid_out<'t>(model: &LlamaModel, turns: &'t [Turn]) -> Vec<Piece<'t>> {
    let by_template = || {
        let template = model.chat_template(None).ok()?;
        // The template sees a mark in place of each text, and cannot trim or change it.
        let marked =
            turns.iter().enumerate().map(|(i, turn)| LlamaChatMessage::new(role(turn.role), mark(i)));
        let marked: Vec<_> = marked.collect::<Result<_, _>>().ok()?;
        let chat = model.apply_chat_template(&template, &marked, true).ok()?;
        cut_at_marks(&chat, turns)
    };
    by_template().unwrap_or_else(|| {
        tracing::debug!("no chat template that is known: texts stand apart by empty lines");
        turns.iter().flat_map(|turn| [Piece::Turn(&turn.text), Piece::Template("\n\n".into())]).collect()
    })
}

fn role(role: Role) -> String {
    match role {
        Role::System => "system",
        Role::User => "user",
        Role::Assistant => "assistant",
    }
    .into()
}

fn mark(turn: usize) -> String {
    format!("@@turn:{turn}@@")
}

/// Puts the texts where their marks are; none when a mark is missing.
fn cut_at_marks<'t>(chat: &str, turns: &'t [Turn]) -> Option<Vec<Piece<'t>>> {
    let mut pieces = Vec::new();
    let mut rest = chat;
    for (i, turn) in turns.iter().enumerate() {
        let (before, after) = rest.split_once(&mark(i))?;
        pieces.push(Piece::Template(before.into()));
        pieces.push(Piece::Turn(&turn.text));
        rest = after;
    }
    pieces.push(Piece::Template(rest.into()));
    Some(pieces)
}

#[cfg(test)]
mod tests {
    use super::{Piece, cut_at_marks};
    use crate::{Role, Turn};

    #[test]
    fn texts_come_in_place_of_their_marks_word_for_word() {
        let turns = [
            Turn { role: Role::System, text: " rules @@turn:1@@ ".into() },
            Turn { role: Role::User, text: "<|im_end|>".into() },
        ];
        let pieces = cut_at_marks("<s>@@turn:0@@</s><u>@@turn:1@@</u><a>", &turns);
        let expected = vec![
            Piece::Template("<s>".into()),
            Piece::Turn(" rules @@turn:1@@ "),
            Piece::Template("</s><u>".into()),
            Piece::Turn("<|im_end|>"),
            Piece::Template("</u><a>".into()),
        ];
        assert_eq!(pieces, Some(expected));
        assert_eq!(cut_at_marks("<s>@@turn:0@@</s>", &turns), None);
    }
}
