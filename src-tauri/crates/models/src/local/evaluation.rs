use llama_cpp_2::{
    DecodeError,
    context::{LlamaContext, params::LlamaContextParams},
    llama_backend::LlamaBackend,
    llama_batch::LlamaBatch,
    model::LlamaModel,
    token::LlamaToken,
};
use tokio_util::sync::CancellationToken;

use super::{
    native::{self, StopSwitch},
    priority,
};

/// Tokens read in one go. Small, because a stop is only seen between two operations on a batch, and
/// the operations of a large model on a large batch are long.
pub(crate) const BATCH: u32 = 128;

/// The one sequence there is.
const SEQUENCE: i32 = 0;

/// What the model has read: its context, and the tokens that are in it. A prompt that begins like
/// the one before only costs what is new.
pub(super) struct Evaluation<'m> {
    context: LlamaContext<'m>,
    switch: &'m StopSwitch,
    batch: LlamaBatch<'static>,
    read: Vec<LlamaToken>,
}

/// Why an evaluation ended before its end. The context can be used again.
pub(super) enum Halt {
    /// It was told to stop.
    Stopped,
    /// llama.cpp failed.
    Failed(DecodeError),
}

impl<'m> Evaluation<'m> {
    /// A context of `size` tokens, empty.
    pub(super) fn new(
        model: &'m LlamaModel,
        backend: &LlamaBackend,
        switch: &'m StopSwitch,
        size: u32,
    ) -> anyhow::Result<Self> {
        let threads = priority::threads();
        let params = LlamaContextParams::default()
            .with_n_ctx(std::num::NonZeroU32::new(size))
            .with_n_batch(BATCH)
            .with_n_ubatch(BATCH)
            .with_n_threads(threads)
            .with_n_threads_batch(threads);
        let context = native::stoppable_context(model, backend, params, switch)?;
        let batch = LlamaBatch::new(BATCH as usize, 1);
        Ok(Self { context, switch, batch, read: Vec::new() })
    }

    /// How many tokens there is room for.
    pub(super) fn size(&self) -> u32 {
        self.context.n_ctx()
    }

    /// From now on this stop counts.
    pub(super) fn obey(&self, stop: Option<CancellationToken>) {
        self.switch.set(stop);
    }

    /// Reads a prompt of at least one token; answers how many of its tokens had been read before.
    pub(super) fn read(&mut self, prompt: &[LlamaToken], stop: &CancellationToken) -> Result<usize, Halt> {
        let kept = self.keep(prompt);
        for chunk in prompt[kept..].chunks(BATCH as usize) {
            self.decode(chunk, Logits::Last, stop)?;
        }
        Ok(kept)
    }

    /// Reads one more token.
    pub(super) fn push(&mut self, token: LlamaToken, stop: &CancellationToken) -> Result<(), Halt> {
        self.decode(&[token], Logits::Last, stop)
    }

    /// The logits after the last token.
    pub(super) fn logits(&self) -> &[f32] {
        self.context.get_logits_ith(self.batch.n_tokens() - 1)
    }

    /// Reads `text` after what was read; hands each of its tokens but the first, which the logits
    /// before told of, with the logits before it to `each`.
    pub(super) fn follow(
        &mut self,
        text: &[LlamaToken],
        stop: &CancellationToken,
        mut each: impl FnMut(LlamaToken, &[f32]),
    ) -> Result<(), Halt> {
        let mut ahead = text.iter().skip(1);
        for chunk in text.chunks(BATCH as usize) {
            self.decode(chunk, Logits::All, stop)?;
            for (i, token) in (0..self.batch.n_tokens()).zip(&mut ahead) {
                each(*token, self.context.get_logits_ith(i));
            }
        }
        Ok(())
    }

    /// Forgets what is not the beginning of `prompt`. Its last token is always read anew: its logits
    /// are wanted.
    fn keep(&mut self, prompt: &[LlamaToken]) -> usize {
        let common = self.read.iter().zip(prompt).take_while(|(a, b)| a == b).count();
        self.cut(common.min(prompt.len().saturating_sub(1)));
        self.read.len()
    }

    /// Forgets everything after the first `length` tokens, or everything where the kind of model
    /// allows no less.
    fn cut(&mut self, length: usize) {
        self.read.truncate(length);
        let from = u32::try_from(length).ok();
        if self.context.clear_kv_cache_seq(Some(SEQUENCE as u32), from, None).is_ok_and(|done| done) {
            return;
        }
        self.context.clear_kv_cache();
        self.read.clear();
    }

    fn decode(&mut self, tokens: &[LlamaToken], logits: Logits, stop: &CancellationToken) -> Result<(), Halt> {
        if stop.is_cancelled() {
            return Err(Halt::Stopped);
        }
        self.batch.clear();
        for (i, token) in tokens.iter().enumerate() {
            let wanted = logits == Logits::All || i + 1 == tokens.len();
            // Positions fit: the context is smaller, and callers have checked that the text fits it.
            let position = (self.read.len() + i) as i32;
            self.batch.add(*token, position, &[SEQUENCE], wanted).map_err(|_| Halt::Failed(DecodeError::Unknown(0)))?;
        }
        match self.context.decode(&mut self.batch) {
            Ok(()) => {
                self.read.extend_from_slice(tokens);
                Ok(())
            }
            Err(error) => {
                self.cut(self.read.len());
                Err(if stop.is_cancelled() { Halt::Stopped } else { Halt::Failed(error) })
            }
        }
    }
}

/// After which tokens of a batch the logits are wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Logits {
    Last,
    All,
}
