use llama_cpp_2::token::LlamaToken;

/// Tokens that are worth keeping: reading fewer anew costs less than the memory they would take.
const WORTH: usize = 128;

/// Beginnings of prompts that were read once and may be wanted again, with what the model made of them:
/// the notes of each story that is being written in turns.
///
/// What goes, by rule: first what the new one has nearly all of, and then, while they are more bytes than
/// are allowed, the one that was not used for the longest time.
pub(super) struct Prefixes<S> {
    /// Bytes that all of them may take.
    bound: usize,
    /// The one used last stands last.
    kept: Vec<Prefix<S>>,
}

struct Prefix<S> {
    tokens: Vec<LlamaToken>,
    state: S,
    bytes: usize,
}

/// How many tokens two texts have in common, from the first.
fn common(one: &[LlamaToken], other: &[LlamaToken]) -> usize {
    one.iter().zip(other).take_while(|(a, b)| a == b).count()
}

impl<S> Prefixes<S> {
    /// None yet, and never more than so many bytes.
    pub(super) fn within(bound: usize) -> Self {
        Self { bound, kept: Vec::new() }
    }

    /// The one that has most of a prompt's beginning, if it has more than `known` tokens of it: all its
    /// tokens, and its state. It counts as used.
    pub(super) fn find(&mut self, prompt: &[LlamaToken], known: usize) -> Option<(&[LlamaToken], &S)> {
        let shares = self.kept.iter().map(|prefix| common(&prefix.tokens, prompt));
        let (_, at) = shares.zip(0..).max().filter(|(share, _)| *share > known)?;
        let found = self.kept.remove(at);
        self.kept.push(found);
        self.kept.last().map(|prefix| (&prefix.tokens[..], &prefix.state))
    }

    /// Whether these tokens are worth keeping: they are many more than what is kept of them already, or
    /// than the first `known` of them, which are at hand anyway.
    pub(super) fn lacks(&self, tokens: &[LlamaToken], known: usize) -> bool {
        let kept = self.kept.iter().map(|prefix| common(&prefix.tokens, tokens));
        tokens.len() >= kept.fold(known, usize::max) + WORTH
    }

    /// Keeps a beginning with its state, which takes so many bytes.
    pub(super) fn keep(&mut self, tokens: Vec<LlamaToken>, state: S, bytes: usize) {
        if bytes > self.bound {
            return;
        }
        self.kept.retain(|old| old.tokens.len() >= common(&old.tokens, &tokens) + WORTH);
        self.kept.push(Prefix { tokens, state, bytes });
        self.drop_what_is_too_much();
    }

    /// From now on they may take so many bytes.
    pub(super) fn bound_by(mut self, bound: usize) -> Self {
        self.bound = bound;
        self.drop_what_is_too_much();
        self
    }

    fn drop_what_is_too_much(&mut self) {
        while self.kept.iter().map(|prefix| prefix.bytes).sum::<usize>() > self.bound {
            self.kept.remove(0);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn tokens(parts: &[(i32, usize)]) -> Vec<LlamaToken> {
        parts.iter().flat_map(|(token, times)| vec![LlamaToken::new(*token); *times]).collect()
    }

    /// Keeps beginnings of one byte a token, named by their state.
    fn kept(bound: usize, all: &[(&'static str, &[(i32, usize)])]) -> Prefixes<&'static str> {
        let mut prefixes = Prefixes::within(bound);
        for (name, parts) in all {
            let tokens = tokens(parts);
            let bytes = tokens.len();
            prefixes.keep(tokens, *name, bytes);
        }
        prefixes
    }

    fn names(prefixes: &Prefixes<&'static str>) -> Vec<&'static str> {
        prefixes.kept.iter().map(|prefix| prefix.state).collect()
    }

    #[test]
    fn the_one_that_has_most_of_a_prompt_is_found() {
        let mut prefixes = kept(
            10_000,
            &[("notes", &[(1, 300)]), ("notes and a scene", &[(1, 300), (2, 200)]), ("other", &[(3, 300)])],
        );
        let prompt = tokens(&[(1, 300), (2, 150), (4, 9)]);
        let (all, state) = prefixes.find(&prompt, 0).unwrap();
        assert_eq!((all.len(), *state), (500, "notes and a scene"));
        assert!(prefixes.find(&prompt, 450).is_none(), "what is at hand already is not fetched");
        assert!(prefixes.find(&tokens(&[(9, 50)]), 0).is_none());
    }

    #[test]
    fn what_was_not_used_for_the_longest_time_goes_first() {
        let mut prefixes = kept(700, &[("a", &[(1, 300)]), ("b", &[(2, 300)])]);
        assert!(prefixes.find(&tokens(&[(1, 10)]), 0).is_some());
        prefixes.keep(tokens(&[(3, 300)]), "c", 300);
        assert_eq!(names(&prefixes), ["a", "c"]);
    }

    #[test]
    fn what_the_new_one_has_nearly_all_of_goes() {
        let grown: &[(&str, &[(i32, usize)])] =
            &[("notes", &[(1, 300)]), ("asked", &[(1, 300), (2, 60)]), ("told", &[(1, 300), (3, 400)])];
        assert_eq!(names(&kept(10_000, grown)), ["told"]);
        let apart: &[(&str, &[(i32, usize)])] =
            &[("one scene", &[(1, 300), (2, 200)]), ("another", &[(1, 300), (3, 200)])];
        assert_eq!(names(&kept(10_000, apart)), ["one scene", "another"]);
    }

    #[test]
    fn they_never_take_more_than_they_may() {
        let prefixes = kept(500, &[("a", &[(1, 300)]), ("too big", &[(2, 501)]), ("b", &[(3, 200)])]);
        assert_eq!(names(&prefixes), ["a", "b"]);
        assert_eq!(names(&prefixes.bound_by(300)), ["b"]);
        assert_eq!(names(&kept(0, &[("a", &[(1, 300)])])), [""; 0]);
    }

    #[test]
    fn only_what_would_cost_something_to_read_again_is_worth_keeping() {
        let prefixes = kept(10_000, &[("notes", &[(1, 300)])]);
        assert!(!prefixes.lacks(&tokens(&[(1, 300), (2, 127)]), 0));
        assert!(prefixes.lacks(&tokens(&[(1, 300), (2, 128)]), 0));
        assert!(!prefixes.lacks(&tokens(&[(1, 300), (2, 128)]), 301), "the most of it is at hand");
        assert!(!prefixes.lacks(&tokens(&[(5, 100)]), 0));
    }
}
