//! The tries at a step: the one that is chosen, and those that are kept beside it.

use super::{BY_HAND, Draft, Step};

impl Step {
    /// Puts a try in place of the text in hand, which is kept beside it.
    pub(crate) fn put(&mut self, draft: Draft) {
        let before = self.in_hand();
        if self.is_written() {
            self.tries.push(before);
        }
        self.take_in(draft);
    }

    /// Puts in what somebody wrote. What a job wrote is kept beside it; what was by hand is written over.
    pub(crate) fn edit(&mut self, draft: Draft) {
        let draft = Draft { by: BY_HAND.to_owned(), ..draft };
        if self.by == BY_HAND {
            self.take_in(draft);
        } else {
            self.put(draft);
        }
    }

    /// Chooses a try that was kept, by its number from 1; the text in hand takes its place. Answers whether
    /// there is one of that number.
    pub(crate) fn choose(&mut self, number: usize) -> bool {
        let Some(at) = number.checked_sub(1).filter(|at| *at < self.tries.len()) else { return false };
        let before = self.in_hand();
        let chosen = std::mem::replace(&mut self.tries[at], before);
        self.take_in(chosen);
        true
    }

    /// Whether a job has written a try at it.
    pub(crate) fn is_by(&self, job: &str) -> bool {
        self.by == job || self.tries.iter().any(|draft| draft.by == job)
    }

    /// The text in hand, as a try.
    pub(crate) fn in_hand(&self) -> Draft {
        Draft {
            text: self.text.clone(),
            lines: self.lines.clone(),
            review: self.review.clone(),
            wish: self.wish.clone(),
            by: self.by.clone(),
            words_asked: self.words_asked,
            facts: self.facts.clone(),
        }
    }

    fn take_in(&mut self, draft: Draft) {
        self.text = draft.text;
        self.lines = draft.lines;
        self.left = false;
        self.review = draft.review;
        self.wish = draft.wish;
        self.by = draft.by;
        // Tries of older files say neither.
        if draft.words_asked > 0 {
            self.words_asked = draft.words_asked;
        }
        if !draft.facts.is_empty() {
            self.facts = draft.facts;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use crate::take::{Draft, Take};

    fn step() -> crate::take::Step {
        let take: Take =
            serde_json::from_str(include_str!("../../tests/fixtures/take/schema-1.json")).unwrap();
        take.steps.into_iter().next().unwrap()
    }

    #[test]
    fn what_was_in_hand_is_kept_and_can_be_chosen_again() {
        let mut step = step();
        let (first, kept) = (step.text.clone(), step.tries.len());
        let new = Draft { by: "job".to_owned(), wish: "shorter".to_owned(), ..step.tries[0].clone() };
        step.put(Draft { text: "She rowed.".to_owned(), ..new });
        assert_eq!((step.text.as_str(), step.wish.as_str()), ("She rowed.", "shorter"));
        assert_eq!((step.tries.len(), step.tries[kept].text.as_str()), (kept + 1, first.as_str()));
        assert!(step.is_by("job") && !step.is_by("another"));

        let facts = step.facts.clone();
        assert!(step.choose(kept + 1));
        assert_eq!((step.text.as_str(), step.wish.as_str()), (first.as_str(), ""));
        assert_eq!(step.tries[kept].text, "She rowed.");
        assert_eq!(step.facts, facts);
        assert!(step.is_by("job"), "the try is beside it");
        assert!(!step.choose(0) && !step.choose(9));
    }
}
