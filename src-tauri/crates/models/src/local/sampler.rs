use llama_cpp_2::{
    model::LlamaModel,
    sampling::LlamaSampler,
    token::{LlamaToken, data::LlamaTokenData, data_array::LlamaTokenDataArray},
};

use super::grammar::Grammar;
use crate::Sampling;

/// DRY: how fast the penalty grows with the length of what is said again.
const DRY_BASE: f32 = 1.75;
/// DRY: tokens that may be said again for nothing.
const DRY_ALLOWED: i32 = 2;
/// DRY: tokens it looks back.
const DRY_LAST: i32 = 1024;
/// DRY: where a repetition is not counted on.
const DRY_BREAKERS: [&str; 4] = ["\n", ":", "\"", "*"];

/// Penalties for saying things again. Making them costs a walk over the whole vocabulary, so that the
/// ones of the request before are kept for the next that wants the same.
pub(super) struct Penalties {
    repeat: f32,
    last: i32,
    dry: f32,
    chain: LlamaSampler,
}

impl Penalties {
    fn new(model: &LlamaModel, how: &Sampling) -> Self {
        let mut links = Vec::new();
        if how.repeat_penalty > 0.0 && how.repeat_penalty != 1.0 && how.repeat_last > 0 {
            links.push(LlamaSampler::penalties(
                model.n_vocab(),
                how.repeat_last,
                how.repeat_penalty,
                0.0,
                0.0,
            ));
        }
        if how.dry > 0.0 {
            links.push(LlamaSampler::dry(model, how.dry, DRY_BASE, DRY_ALLOWED, DRY_LAST, DRY_BREAKERS));
        }
        let chain = LlamaSampler::chain_simple(links);
        Self { repeat: how.repeat_penalty, last: how.repeat_last, dry: how.dry, chain }
    }

    fn are_for(&self, how: &Sampling) -> bool {
        (self.repeat, self.last, self.dry) == (how.repeat_penalty, how.repeat_last, how.dry)
    }

    /// Whether there are any.
    fn count(&self) -> bool {
        (self.repeat > 0.0 && self.repeat != 1.0 && self.last > 0) || self.dry > 0.0
    }
}

/// Chooses tokens. Its chains are applied to a list of candidates, not through llama.cpp's own
/// `sample`, which ends the process where no candidate is left.
pub(super) struct Sampler<'p> {
    penalties: &'p mut Penalties,
    /// None takes the best.
    choice: Option<LlamaSampler>,
    grammar: Option<Grammar<'p>>,
    candidates: LlamaTokenDataArray,
}

impl<'p> Sampler<'p> {
    /// A fresh one; penalties look back over the tokens it has [heard](Self::hear) or chosen.
    pub(super) fn new(
        model: &LlamaModel,
        how: &Sampling,
        grammar: Option<Grammar<'p>>,
        kept: &'p mut Option<Penalties>,
    ) -> Self {
        let kept_fit = kept.as_ref().is_some_and(|penalties| penalties.are_for(how));
        let penalties = if kept_fit { kept.take() } else { None };
        let penalties = kept.insert(penalties.unwrap_or_else(|| Penalties::new(model, how)));
        penalties.chain.reset();
        let choice = (how.temperature > 0.0).then(|| {
            LlamaSampler::chain_simple([
                LlamaSampler::min_p(how.min_p.clamp(0.0, 1.0), 1),
                LlamaSampler::temp(how.temperature),
                // The greatest seed means "any" to llama.cpp.
                LlamaSampler::dist(how.seed.min(u32::MAX - 1)),
            ])
        });
        Self { penalties, choice, grammar, candidates: LlamaTokenDataArray::new(Vec::new(), false) }
    }

    /// Takes a token as written.
    pub(super) fn hear(&mut self, token: LlamaToken) {
        self.penalties.chain.accept(token);
    }

    /// The next token, or none where the logits are no numbers or leave no candidate.
    pub(super) fn choose(&mut self, logits: &[f32]) -> Option<LlamaToken> {
        if logits.iter().any(|logit| logit.is_nan()) {
            return None;
        }
        let mut token = self.freely(logits);
        if let Some(grammar) = &mut self.grammar {
            // Most tokens are allowed anyway, so that only a refused one costs a walk over all of them.
            token = match token.filter(|token| grammar.allows(*token)) {
                Some(token) => Some(token),
                None => self.restricted(logits),
            };
        }
        let token = token?;
        self.hear(token);
        let accepted = self.grammar.as_mut().is_none_or(|grammar| grammar.accept(token));
        accepted.then_some(token)
    }

    /// Of all tokens.
    fn freely(&mut self, logits: &[f32]) -> Option<LlamaToken> {
        if self.choice.is_none() && !self.penalties.count() {
            return first_best(logits);
        }
        self.list(logits);
        self.pick()
    }

    /// Of those that the grammar allows.
    fn restricted(&mut self, logits: &[f32]) -> Option<LlamaToken> {
        self.list(logits);
        self.grammar.as_mut()?.restrict(&mut self.candidates);
        self.pick()
    }

    fn list(&mut self, logits: &[f32]) {
        self.candidates.selected = None;
        self.candidates.sorted = false;
        self.candidates.data.clear();
        let all = (0..).zip(logits).map(|(id, logit)| LlamaTokenData::new(LlamaToken::new(id), *logit, 0.0));
        self.candidates.data.extend(all);
    }

    /// One of the list.
    fn pick(&mut self) -> Option<LlamaToken> {
        if self.candidates.data.is_empty() {
            return None;
        }
        self.candidates.apply_sampler(&mut self.penalties.chain);
        match &mut self.choice {
            Some(choice) => {
                self.candidates.apply_sampler(choice);
                self.candidates.selected_token()
            }
            None => best(self.candidates.data.iter().map(|one| (one.id().0, one.logit()))),
        }
    }
}

/// The likeliest of all tokens; of several the first. In two plain walks, which the compiler makes into vectors: a
/// walk that minds both at once takes a hundredth of what a small model computes for a token.
fn first_best(logits: &[f32]) -> Option<LlamaToken> {
    let (lanes, rest) = logits.as_chunks::<16>();
    let mut best = [f32::NEG_INFINITY; 16];
    for lane in lanes {
        for (best, one) in best.iter_mut().zip(lane) {
            *best = if *one > *best { *one } else { *best };
        }
    }
    let best = best.iter().chain(rest).copied().fold(f32::NEG_INFINITY, f32::max);
    let at = logits.iter().position(|logit| *logit == best)?;
    i32::try_from(at).ok().map(LlamaToken::new)
}

/// The likeliest token of a list; of several the first.
fn best(all: impl Iterator<Item = (i32, f32)>) -> Option<LlamaToken> {
    let best = all.reduce(|best, one| if one.1 > best.1 { one } else { best })?;
    Some(LlamaToken::new(best.0))
}

/// The natural logarithm of a token's probability.
pub(super) fn log_probability(logits: &[f32], token: LlamaToken) -> Option<f32> {
    let chosen = *logits.get(usize::try_from(token.0).ok()?)?;
    let best = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = logits.iter().map(|logit| (logit - best).exp()).sum();
    let log = chosen - best - sum.ln();
    log.is_finite().then_some(log)
}
