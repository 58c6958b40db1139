use llama_cpp_2::{
    model::LlamaModel,
    sampling::LlamaSampler,
    token::{LlamaToken, data::LlamaTokenData, data_array::LlamaTokenDataArray},
};

use crate::Sampling;

/// DRY: how fast the penalty grows with the length of what is said again.
const DRY_BASE: f32 = 1.75;
/// DRY: tokens that may be said again for nothing.
const DRY_ALLOWED: i32 = 2;
/// DRY: tokens it looks back.
const DRY_LAST: i32 = 1024;
/// DRY: where a repetition is not counted on.
const DRY_BREAKERS: [&str; 4] = ["\n", ":", "\"", "*"];

/// Chooses tokens. The chain is applied to a list of candidates, not through llama.cpp's own
/// `sample`, which ends the process where no candidate is left.
pub(super) struct Sampler {
    chain: LlamaSampler,
    candidates: LlamaTokenDataArray,
}

impl Sampler {
    /// A fresh one; penalties look back over the tokens it has [heard](Self::hear) or chosen.
    pub(super) fn new(model: &LlamaModel, how: &Sampling) -> Self {
        let mut links = Vec::new();
        if how.repeat_penalty > 0.0 && how.repeat_penalty != 1.0 && how.repeat_last > 0 {
            let vocabulary = model.n_vocab();
            links.push(LlamaSampler::penalties(vocabulary, how.repeat_last, how.repeat_penalty, 0.0, 0.0));
        }
        if how.dry > 0.0 {
            links.push(LlamaSampler::dry(model, how.dry, DRY_BASE, DRY_ALLOWED, DRY_LAST, DRY_BREAKERS));
        }
        if how.temperature > 0.0 {
            links.push(LlamaSampler::min_p(how.min_p.clamp(0.0, 1.0), 1));
            links.push(LlamaSampler::temp(how.temperature));
            // The greatest seed means "any" to llama.cpp.
            links.push(LlamaSampler::dist(how.seed.min(u32::MAX - 1)));
        } else {
            links.push(LlamaSampler::greedy());
        }
        Self {
            chain: LlamaSampler::chain_simple(links),
            candidates: LlamaTokenDataArray::new(Vec::new(), false),
        }
    }

    /// Takes a token as written.
    pub(super) fn hear(&mut self, token: LlamaToken) {
        self.chain.accept(token);
    }

    /// The next token, or none where the logits are no numbers or leave no candidate.
    pub(super) fn choose(&mut self, logits: &[f32]) -> Option<LlamaToken> {
        if logits.iter().any(|logit| logit.is_nan()) {
            return None;
        }
        self.candidates.selected = None;
        self.candidates.sorted = false;
        self.candidates.data.clear();
        let all = (0..).zip(logits).map(|(id, logit)| LlamaTokenData::new(LlamaToken::new(id), *logit, 0.0));
        self.candidates.data.extend(all);
        self.candidates.apply_sampler(&mut self.chain);
        let token = self.candidates.selected_token()?;
        self.chain.try_accept(token).ok()?;
        Some(token)
    }
}

/// The natural logarithm of a token's probability.
pub(super) fn log_probability(logits: &[f32], token: LlamaToken) -> Option<f32> {
    let chosen = *logits.get(usize::try_from(token.0).ok()?)?;
    let best = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = logits.iter().map(|logit| (logit - best).exp()).sum();
    let log = chosen - best - sum.ln();
    log.is_finite().then_some(log)
}
