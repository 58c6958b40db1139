use std::time::Instant;

use anyhow::anyhow;
use llama_cpp_2::{model::LlamaModel, token::LlamaToken};
use mythline_protocol::ErrorCode;
use tokio_util::sync::CancellationToken;

use super::{
    evaluation::{Evaluation, Halt},
    grammar::Grammar,
    lookup::Lookup,
    native,
    pace::Pace,
    prompt,
    sampler::{Penalties, Sampler, log_probability},
};
use crate::{
    Generated, ModelError, Prompt, Request, StopCause, TextSink,
    stream::Stream,
    trouble::{broke, failed, too_long},
};

/// A context grows in steps of so many tokens.
const STEP: usize = 1024;

/// One request being served.
pub(super) struct Turn<'t, 'm> {
    pub(super) model: &'t LlamaModel,
    pub(super) evaluation: &'t mut Evaluation<'m>,
    pub(super) penalties: &'t mut Option<Penalties>,
    pub(super) pace: &'t mut Pace,
    /// Tokens that the context may have at most.
    pub(super) most: u32,
    /// Whether guessing the next tokens pays.
    pub(super) guesses: bool,
    pub(super) stop: &'t CancellationToken,
}

impl Turn<'_, '_> {
    /// Writes what a request asks for.
    pub(super) fn write(&mut self, request: Request, sink: &TextSink) -> Result<Generated, ModelError> {
        let begun = Instant::now();
        let model = self.model;
        let prompt = prompt::tokens(model, &request.prompt);
        let room = self.room(prompt.all.len(), request.max_tokens as usize)?;
        let grammar = request.json.map(|schema| Grammar::json(model, &schema)).transpose()?;
        let mut kept = self.penalties.take();
        let mut sampler = Sampler::new(model, &request.sampling, grammar, &mut kept);
        for token in &prompt.all[prompt.all.len() - prompt.opening..] {
            sampler.hear(*token);
        }
        let reused = self.evaluation.read(&prompt, self.stop).map_err(halted)?;

        let vocabulary = model.vocab();
        let mut lookup = Lookup::in_prompt(&prompt.all);
        let mut stream = Stream::new(request.stop_at);
        let mut cause = StopCause::Length;
        let mut written = 0;
        let mut first = None;
        let mut last = begun;
        while written < room {
            let token = sampler
                .choose(self.evaluation.logits(lookup.right()))
                .ok_or_else(|| broke(anyhow!("the logits leave no token to choose")))?;
            last = Instant::now();
            first.get_or_insert(last);
            if vocabulary.is_eog(token) || vocabulary.is_control(token) {
                cause = StopCause::Done;
                break;
            }
            written += 1;
            let stopped = stream.push(&vocabulary.token_to_piece(token, false, None));
            show(sink, stream.fresh());
            if stopped {
                cause = StopCause::Done;
                break;
            }
            // What was guessed right is read already, and the logits after it are there.
            if !lookup.hear(token) && written < room {
                self.read_on(token, &mut lookup, room - written - 1)?;
            }
        }
        *self.penalties = kept;
        show(sink, stream.finish());
        let first = first.unwrap_or(last);
        Ok(Generated {
            text: stream.into_text(),
            cause,
            prompt_tokens: count(prompt.all.len()),
            reused_tokens: count(reused),
            new_tokens: count(written),
            first_token: first - begun,
            writing: last - first,
        })
    }

    /// Reads a token that was written, and what is guessed to follow it; minds how long it takes.
    fn read_on(&mut self, token: LlamaToken, lookup: &mut Lookup, room: usize) -> Result<(), ModelError> {
        if !self.evaluation.take_back(lookup.wrong()) {
            return Err(broke(anyhow!("the model cannot take back what was guessed wrong")));
        }
        let guess = lookup.guess(if self.guesses { room } else { 0 });
        if !guess.is_empty() {
            let together: Vec<LlamaToken> = [&[token], guess].concat();
            return self.evaluation.push(&together, self.stop).map_err(halted);
        }
        let begun = Instant::now();
        self.evaluation.push(&[token], self.stop).map_err(halted)?;
        let now = Instant::now();
        let threads = self.pace.hear(now - begun, now);
        self.evaluation.change(self.evaluation.size(), threads);
        Ok(())
    }

    /// Says how likely a text is after a prompt.
    pub(super) fn likelihood(&mut self, prompt: &Prompt, text: &str) -> Result<f32, ModelError> {
        let prompt = prompt::tokens(self.model, prompt);
        let text = prompt::plain_tokens(&self.model.vocab(), text);
        let Some(first) = text.first() else { return Ok(0.0) };
        if text.len() > self.room(prompt.all.len(), text.len())? {
            return Err(too_long(prompt.all.len() + text.len(), self.most));
        }
        self.evaluation.read(&prompt, self.stop).map_err(halted)?;
        let mut sum = log_probability(self.evaluation.logits(0), *first);
        let add = |token, logits: &[f32]| sum = sum.zip(log_probability(logits, token)).map(|(a, b)| a + b);
        self.evaluation.follow(&text, self.stop, add).map_err(halted)?;
        let sum = sum.ok_or_else(|| broke(anyhow!("the logits are no numbers")))?;
        Ok(sum / text.len() as f32)
    }

    /// Tokens that may follow a prompt, `wanted` at most. The context grows where it must.
    fn room(&mut self, prompt: usize, wanted: usize) -> Result<usize, ModelError> {
        if prompt == 0 {
            return Err(failed(
                ErrorCode::BadOption,
                "There is nothing to go on from.",
                anyhow!("empty prompt"),
            ));
        }
        if prompt >= self.most as usize {
            return Err(too_long(prompt, self.most));
        }
        let needed = (prompt.saturating_add(wanted)).min(self.most as usize);
        if needed > self.evaluation.size() as usize {
            let size = count(needed.next_multiple_of(STEP)).min(self.most);
            self.evaluation.change(size, self.evaluation.threads());
        }
        match (self.evaluation.size() as usize).checked_sub(prompt) {
            Some(room) if room > 0 => Ok(room.min(wanted)),
            _ => Err(too_long(prompt, self.evaluation.size())),
        }
    }
}

fn show(sink: &TextSink, text: &str) {
    if !text.is_empty() {
        sink(text);
    }
}

fn halted(halt: Halt) -> ModelError {
    match halt {
        Halt::Stopped => ModelError::Stopped,
        Halt::Failed(error) => broke(anyhow!(error).context(native::last_complaint())),
    }
}

/// Token counts are below the size of a context, a `u32`.
fn count(tokens: usize) -> u32 {
    u32::try_from(tokens).unwrap_or(u32::MAX)
}
