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

/// Tokens read in one go. Small, for three reasons: a stop is only seen between two operations on a
/// batch; what is kept of a prompt is kept in whole batches; and larger ones are hardly faster here.
pub(crate) const BATCH: u32 = 32;

/// The one sequence there is.
const SEQUENCE: i32 = 0;

/// What the model has read: its context, and the tokens that are in it. A prompt that begins like
/// the one before only costs what is new.
///
/// The last digits of a logit depend on how many tokens were read together, and a last digit can
/// choose another word. So batches of a prompt begin at multiples of [`BATCH`], and only whole ones
/// are kept for the next prompt: the same request gives the same text, whatever was asked before it.
pub(super) struct Evaluation<'m> {
    context: LlamaContext<'m>,
    switch: &'m StopSwitch,
    batch: LlamaBatch<'static>,
    read: Vec<LlamaToken>,
    /// How many tokens, from the first, were read in whole batches of a prompt.
    whole: usize,
    /// The logits after the last token.
    logits: Vec<f32>,
    /// Where the prompt before ended, and the logits there: to try the same prompt again costs nothing.
    end: Option<(usize, Vec<f32>)>,
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
        Ok(Self { context, switch, batch, read: Vec::new(), whole: 0, logits: Vec::new(), end: None })
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
        let common = self.read.iter().zip(prompt).take_while(|(a, b)| a == b).count();
        if common == prompt.len() && self.go_back_to_end(common) {
            return Ok(common);
        }
        let kept = self.keep(common.min(self.read.len()), prompt.len());
        let batches = prompt[kept..].chunks(BATCH as usize);
        let last = batches.len().saturating_sub(1);
        for (i, batch) in batches.enumerate() {
            self.decode(batch, if i == last { Logits::Last } else { Logits::None }, stop)?;
            if batch.len() == BATCH as usize {
                self.whole = self.read.len();
            }
        }
        self.end = Some((prompt.len(), self.logits.clone()));
        Ok(kept)
    }

    /// Goes back to where the prompt before ended, if that was after so many tokens.
    fn go_back_to_end(&mut self, length: usize) -> bool {
        let Some((_, logits)) = self.end.as_ref().filter(|(end, _)| *end == length) else { return false };
        self.logits.clone_from(logits);
        self.cut(length);
        self.read.len() == length
    }

    /// Reads one more token.
    pub(super) fn push(&mut self, token: LlamaToken, stop: &CancellationToken) -> Result<(), Halt> {
        self.decode(&[token], Logits::Last, stop)
    }

    /// The logits after the last token.
    pub(super) fn logits(&self) -> &[f32] {
        &self.logits
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

    /// Keeps whole batches of the `common` beginning of a prompt of `length` tokens, and forgets the
    /// rest. The prompt's last token is always read anew: its logits are wanted.
    fn keep(&mut self, common: usize, length: usize) -> usize {
        let wanted = common.min(self.whole).min(length.saturating_sub(1));
        self.cut(wanted - wanted % BATCH as usize);
        self.read.len()
    }

    /// Forgets everything after the first `length` tokens, or everything where the kind of model
    /// allows no less.
    fn cut(&mut self, length: usize) {
        self.read.truncate(length);
        self.whole = self.whole.min(length);
        self.end.take_if(|(end, _)| *end > length);
        let from = u32::try_from(length).ok();
        if self.context.clear_kv_cache_seq(Some(SEQUENCE as u32), from, None).is_ok_and(|done| done) {
            return;
        }
        self.context.clear_kv_cache();
        self.read.clear();
        self.whole = 0;
        self.end = None;
    }

    fn decode(
        &mut self,
        tokens: &[LlamaToken],
        logits: Logits,
        stop: &CancellationToken,
    ) -> Result<(), Halt> {
        if stop.is_cancelled() {
            return Err(Halt::Stopped);
        }
        self.batch.clear();
        for (i, token) in tokens.iter().enumerate() {
            let wanted = match logits {
                Logits::None => false,
                Logits::Last => i + 1 == tokens.len(),
                Logits::All => true,
            };
            // Positions fit: the context is smaller, and callers have checked that the text fits it.
            let position = (self.read.len() + i) as i32;
            self.batch
                .add(*token, position, &[SEQUENCE], wanted)
                .map_err(|_| Halt::Failed(DecodeError::Unknown(0)))?;
        }
        match self.context.decode(&mut self.batch) {
            Ok(()) => {
                self.read.extend_from_slice(tokens);
                if matches!(logits, Logits::Last) {
                    self.logits.clear();
                    self.logits.extend_from_slice(self.context.get_logits_ith(self.batch.n_tokens() - 1));
                }
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
#[derive(Clone, Copy)]
enum Logits {
    None,
    Last,
    All,
}
