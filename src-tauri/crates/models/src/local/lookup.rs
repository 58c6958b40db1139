use std::ops::Range;

use llama_cpp_2::token::LlamaToken;

/// Tokens that must have come before, in the same order, for a guess to be made.
const ALIKE: usize = 3;
/// The most tokens guessed at once.
const MOST: usize = 6;
/// Tokens to let pass after a guess that was all wrong.
const REST: usize = 2;

/// Guesses the next tokens: what followed when the last ones came before. Text that stays near the notes
/// is often guessed right, and several tokens read at once cost less than one after another (prompt lookup
/// decoding, Saxena, 2023).
///
/// How many are guessed depends on how the guesses before fared, and on nothing else: the same request
/// makes the same guesses.
pub(super) struct Lookup {
    text: Vec<LlamaToken>,
    guess: Vec<LlamaToken>,
    /// Tokens of the guess that came.
    right: usize,
    /// How many to guess: fewer after a guess that was all wrong, more after right ones.
    length: usize,
    /// Tokens to let pass before the next guess, after a wrong one.
    rest: usize,
}

impl Lookup {
    /// Looks things up in a prompt, and in what is written after it.
    pub(super) fn in_prompt(prompt: &[LlamaToken]) -> Self {
        Self { text: prompt.to_vec(), guess: Vec::new(), right: 0, length: MOST / 2, rest: 0 }
    }

    /// Hears what was written; answers whether it was guessed.
    pub(super) fn hear(&mut self, token: LlamaToken) -> bool {
        self.text.push(token);
        self.rest = self.rest.saturating_sub(1);
        let guessed = self.guess.get(self.right) == Some(&token);
        self.right += usize::from(guessed);
        guessed
    }

    /// Tokens of the guess that came so far.
    pub(super) fn right(&self) -> usize {
        self.right
    }

    /// Tokens of the guess that did not come.
    pub(super) fn wrong(&self) -> usize {
        self.guess.len() - self.right
    }

    /// Guesses anew, `room` tokens at most; often nothing.
    pub(super) fn guess(&mut self, room: usize) -> &[LlamaToken] {
        if !self.guess.is_empty() && self.right == 0 {
            self.length = (self.length / 2).max(1);
            self.rest = REST;
        }
        self.length = (self.length + self.right).min(MOST);
        self.right = 0;
        let guess = if self.rest == 0 { self.look_up(room) } else { 0..0 };
        self.guess.clear();
        self.guess.extend_from_slice(&self.text[guess]);
        &self.guess
    }

    /// Where what may come next stands.
    fn look_up(&self, room: usize) -> Range<usize> {
        let end = self.text.len();
        let Some(last) = end.checked_sub(ALIKE).map(|from| &self.text[from..]) else { return 0..0 };
        let before = (ALIKE..end).rev().find(|at| &self.text[at - ALIKE..*at] == last);
        before.map_or(0..0, |at| at..end.min(at + self.length.min(room)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(ids: &[i32]) -> Vec<LlamaToken> {
        ids.iter().map(|id| LlamaToken::new(*id)).collect()
    }

    /// Hears tokens; answers which of them were guessed.
    fn hear(lookup: &mut Lookup, ids: &[i32]) -> Vec<bool> {
        tokens(ids).into_iter().map(|token| lookup.hear(token)).collect()
    }

    #[test]
    fn what_followed_before_is_guessed_the_newest_first() {
        let mut lookup = Lookup::in_prompt(&tokens(&[1, 2, 3, 4, 9, 1, 2, 3, 5, 6, 7, 8]));
        assert_eq!(lookup.guess(10), []);
        hear(&mut lookup, &[1, 2, 3]);
        assert_eq!(lookup.guess(10), tokens(&[5, 6, 7]));
    }

    #[test]
    fn no_more_is_guessed_than_there_is_room_for() {
        for room in 0..3 {
            let mut lookup = Lookup::in_prompt(&tokens(&[1, 2, 3, 5, 6, 7, 8, 1, 2, 3]));
            assert_eq!(lookup.guess(room).len(), room);
        }
    }

    #[test]
    fn a_guess_is_held_against_what_comes() {
        let mut lookup = Lookup::in_prompt(&tokens(&[1, 2, 3, 5, 6, 7, 8, 1, 2, 3]));
        assert_eq!(lookup.guess(10), tokens(&[5, 6, 7]));
        assert_eq!(hear(&mut lookup, &[5, 6, 3]), [true, true, false]);
        assert_eq!((lookup.right(), lookup.wrong()), (2, 1));
    }

    #[test]
    fn guesses_grow_while_they_are_right_and_rest_when_they_are_wrong() {
        let mut lookup = Lookup::in_prompt(&tokens(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3]));
        lookup.guess(10);
        hear(&mut lookup, &[4, 5, 6]);
        assert_eq!(lookup.guess(10).len(), MOST);
        assert_eq!(hear(&mut lookup, &[3]), [false]);
        assert_eq!(lookup.guess(10), []);
        hear(&mut lookup, &[4, 5, 6]);
        assert_eq!(lookup.guess(10).len(), MOST / 2);
    }

    #[test]
    fn a_text_too_short_to_look_anything_up_in_guesses_nothing() {
        assert_eq!(Lookup::in_prompt(&[]).guess(4), []);
        assert_eq!(Lookup::in_prompt(&tokens(&[1, 2, 3])).guess(4), []);
    }
}
