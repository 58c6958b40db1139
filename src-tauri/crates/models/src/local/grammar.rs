use anyhow::anyhow;
use llama_cpp_2::{
    model::LlamaModel,
    sampling::LlamaSampler,
    token::{LlamaToken, data::LlamaTokenData, data_array::LlamaTokenDataArray},
    vocab::LlamaVocab,
};
use serde_json::Value;

use crate::{ModelError, trouble::broke};

/// What a text must look like, token by token.
///
/// llama.cpp ends the process when a grammar is asked to choose where it allows nothing. So it never
/// chooses here: it says which candidates it refuses, and whether one is left is seen before the choice.
pub(super) struct Grammar<'m> {
    vocabulary: LlamaVocab<'m>,
    rules: LlamaSampler,
}

impl<'m> Grammar<'m> {
    /// For texts that are JSON of this schema.
    pub(super) fn json(model: &'m LlamaModel, schema: &Value) -> Result<Self, ModelError> {
        let rules = llama_cpp_2::json_schema_to_grammar(&schema.to_string())
            .map_err(|error| broke(anyhow!(error).context("a JSON schema that makes no grammar")))?;
        Self::rules(model, &rules)
    }

    /// For texts that follow these rules, in llama.cpp's notation (GBNF).
    pub(super) fn rules(model: &'m LlamaModel, rules: &str) -> Result<Self, ModelError> {
        let rules = LlamaSampler::grammar(model, rules, "root")
            .map_err(|error| broke(anyhow!(error).context("rules that make no grammar")))?;
        Ok(Self { vocabulary: model.vocab(), rules })
    }

    /// Whether this token may come next.
    pub(super) fn allows(&mut self, token: LlamaToken) -> bool {
        let mut one = LlamaTokenDataArray::new(vec![LlamaTokenData::new(token, 0.0, 0.0)], false);
        self.restrict(&mut one);
        !one.data.is_empty()
    }

    /// Takes out every candidate that may not come next.
    pub(super) fn restrict(&mut self, candidates: &mut LlamaTokenDataArray) {
        candidates.apply_sampler(&mut self.rules);
        // To the grammar a control token is its name, which would fit into any JSON text.
        let vocabulary = &self.vocabulary;
        candidates.data.retain(|candidate| {
            let ends = vocabulary.is_eog(candidate.id());
            candidate.logit() > f32::NEG_INFINITY && (ends || !vocabulary.is_control(candidate.id()))
        });
    }

    /// Takes a token as written; answers whether that was allowed.
    pub(super) fn accept(&mut self, token: LlamaToken) -> bool {
        self.rules.try_accept(token).is_ok()
    }
}
