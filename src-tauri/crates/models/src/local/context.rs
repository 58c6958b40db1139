use std::num::NonZeroU32;

use llama_cpp_2::{
    DecodeError,
    context::{
        LlamaContext,
        params::LlamaContextParams,
        session::{LlamaStateSeqFlags, SeqState},
    },
    llama_backend::LlamaBackend,
    llama_batch::LlamaBatch,
    model::LlamaModel,
    token::LlamaToken,
};
use llama_cpp_sys_2::{LLAMA_FLASH_ATTN_TYPE_AUTO, LLAMA_FLASH_ATTN_TYPE_DISABLED};

use super::native::{self, StopSwitch};

/// Tokens read in one go. Small, for three reasons: a stop is only seen between two operations on a
/// batch; what is kept of a prompt is kept in whole batches; and larger ones are hardly faster here. Half
/// as many take a third more time.
pub(crate) const BATCH: u32 = 64;

/// The one sequence there is.
const SEQUENCE: i32 = 0;

/// llama.cpp's context of a model, which can be made anew, larger or with other threads, without
/// forgetting what it has read.
///
/// The wrapper keeps the pointer of its context to itself, and so llama.cpp's call that sets the number of
/// threads is out of reach. A context made anew, with what the old one had read copied over, takes some
/// milliseconds to tenths of a second, and needs no unsafe code.
pub(super) struct Context<'m> {
    model: &'m LlamaModel,
    backend: &'m LlamaBackend,
    switch: &'m StopSwitch,
    context: LlamaContext<'m>,
    batch: LlamaBatch<'static>,
    threads: usize,
    attention: Attention,
}

/// How llama.cpp computes what a token has to do with those before it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Attention {
    /// As suits what computes it best. Gives the same to the last digit whether tokens are read together or one by one.
    Flash,
    /// On an ordinary processor quicker by far for small models, the more the more was read: the starter model writes
    /// as fast either way after 250 tokens, a third faster after 500, and three quarters faster after 1,000; a
    /// twentieth slower after none. Tokens that are read together get other last digits.
    Plain,
}

/// After which tokens of a batch the logits are wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Logits {
    None,
    Last,
    All,
}

impl<'m> Context<'m> {
    /// An empty one, of `size` tokens.
    pub(super) fn new(
        model: &'m LlamaModel,
        backend: &'m LlamaBackend,
        switch: &'m StopSwitch,
        size: u32,
        threads: usize,
        attention: Attention,
    ) -> anyhow::Result<Self> {
        let context = make(model, backend, switch, size, threads, attention)?;
        let batch = LlamaBatch::new(BATCH as usize, 1);
        Ok(Self { model, backend, switch, context, batch, threads, attention })
    }

    /// How many tokens there is room for.
    pub(super) fn size(&self) -> u32 {
        self.context.n_ctx()
    }

    /// Threads it computes with.
    pub(super) fn threads(&self) -> usize {
        self.threads
    }

    /// Makes it anew; what was read stays read. When that fails, it stays as it was.
    pub(super) fn remake(&mut self, size: u32, threads: usize) -> anyhow::Result<()> {
        let state = self.state()?;
        let mut context = make(self.model, self.backend, self.switch, size, threads, self.attention)?;
        context.state_seq_set(&state, SEQUENCE)?;
        self.context = context;
        self.threads = threads;
        Ok(())
    }

    /// What the model made of everything it has read.
    pub(super) fn state(&self) -> anyhow::Result<SeqState> {
        Ok(self.context.state_seq_get(SEQUENCE, LlamaStateSeqFlags::empty())?)
    }

    /// Goes back to a state of a context of the same model; answers whether that was possible. When it
    /// was not, nothing is left.
    pub(super) fn set_state(&mut self, state: &SeqState) -> bool {
        self.cut(0) && self.context.state_seq_set(state, SEQUENCE).is_ok()
    }

    /// Forgets everything after the first `length` tokens; answers whether the kind of model allows it.
    pub(super) fn cut(&mut self, length: usize) -> bool {
        let from = u32::try_from(length).ok();
        self.context.clear_kv_cache_seq(Some(SEQUENCE as u32), from, None).is_ok_and(|done| done)
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.context.clear_kv_cache();
    }

    /// Reads a batch of tokens whose first stands at `at`.
    pub(super) fn decode(
        &mut self,
        tokens: &[LlamaToken],
        at: usize,
        logits: Logits,
    ) -> Result<(), DecodeError> {
        self.batch.clear();
        for (i, token) in tokens.iter().enumerate() {
            let wanted = match logits {
                Logits::None => false,
                Logits::Last => i + 1 == tokens.len(),
                Logits::All => true,
            };
            // Positions fit: the context is smaller, and callers have checked that the text fits it.
            self.batch
                .add(*token, (at + i) as i32, &[SEQUENCE], wanted)
                .map_err(|_| DecodeError::Unknown(0))?;
        }
        self.context.decode(&mut self.batch)
    }

    /// The logits after a token of the last batch, for which they were wanted.
    pub(super) fn logits(&self, at: usize) -> &[f32] {
        self.context.get_logits_ith(at as i32)
    }
}

fn make<'m>(
    model: &'m LlamaModel,
    backend: &LlamaBackend,
    switch: &'m StopSwitch,
    size: u32,
    threads: usize,
    attention: Attention,
) -> anyhow::Result<LlamaContext<'m>> {
    let flash = match attention {
        Attention::Flash => LLAMA_FLASH_ATTN_TYPE_AUTO,
        Attention::Plain => LLAMA_FLASH_ATTN_TYPE_DISABLED,
    };
    let threads = i32::try_from(threads)?;
    let params = LlamaContextParams::default()
        .with_n_ctx(NonZeroU32::new(size))
        .with_n_batch(BATCH)
        .with_n_ubatch(BATCH)
        .with_flash_attention_policy(flash)
        .with_n_threads(threads)
        .with_n_threads_batch(threads);
    native::stoppable_context(model, backend, params, switch)
        .map_err(|error| anyhow::Error::from(error).context(native::last_complaint()))
}
