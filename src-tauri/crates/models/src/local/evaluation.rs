use llama_cpp_2::{DecodeError, context::session::SeqState, token::LlamaToken};
use tokio_util::sync::CancellationToken;

use super::{
    context::{BATCH, Context, Logits},
    native::StopSwitch,
    prefixes::Prefixes,
    prompt::Tokens,
};

/// What the model has read: its context, and the tokens that are in it. A prompt that begins like
/// the one before, or like one that is kept, only costs what is new.
///
/// The last digits of a logit depend on how many tokens were read together, and a last digit can
/// choose another word. So a prompt says where its batches end, and only batches that end where they did
/// are kept for the next prompt: the same request gives the same text, whatever was asked before it.
pub(super) struct Evaluation<'m> {
    context: Context<'m>,
    switch: &'m StopSwitch,
    read: Vec<LlamaToken>,
    /// Where the batches end in which prompts were read.
    ends: Vec<usize>,
    /// The logits after the prompt, or after the first token that was pushed last; none where the context has them.
    logits: Vec<f32>,
    /// Where the prompt before ended, and the logits there: to try the same prompt again costs nothing.
    end: Option<(usize, Vec<f32>)>,
    /// What was read for other prompts.
    kept: Kept,
}

/// What was read for other prompts, as it is kept while the model is not in the memory.
pub(super) type Kept = Prefixes<Read>;

/// A context's state, and where the batches end in which it came about.
pub(super) struct Read {
    state: SeqState,
    ends: Vec<usize>,
}

/// Why an evaluation ended before its end. The context can be used again.
pub(super) enum Halt {
    /// It was told to stop.
    Stopped,
    /// llama.cpp failed.
    Failed(DecodeError),
}

impl<'m> Evaluation<'m> {
    /// Nothing read yet, but what is kept from before.
    pub(super) fn new(context: Context<'m>, switch: &'m StopSwitch, kept: Kept) -> Self {
        Self { context, switch, read: Vec::new(), ends: Vec::new(), logits: Vec::new(), end: None, kept }
    }

    /// How many tokens there is room for.
    pub(super) fn size(&self) -> u32 {
        self.context.size()
    }

    /// Makes room for more tokens, or computes with another number of threads. What was read stays read;
    /// where that cannot be had, everything stays as it was.
    pub(super) fn change(&mut self, size: u32, threads: usize) {
        if (size, threads) == (self.size(), self.context.threads()) {
            return;
        }
        if self.logits.is_empty() && !self.read.is_empty() {
            self.logits.extend_from_slice(self.context.logits(0));
        }
        match self.context.remake(size, threads) {
            Ok(()) => tracing::debug!(size, threads, "the context was made anew"),
            Err(error) => tracing::warn!(%error, size, threads, "the context stays as it was"),
        }
    }

    /// Threads it computes with.
    pub(super) fn threads(&self) -> usize {
        self.context.threads()
    }

    /// From now on this stop counts.
    pub(super) fn obey(&self, stop: Option<CancellationToken>) {
        self.switch.set(stop);
    }

    /// Reads a prompt of at least one token; answers how many of its tokens had been read before.
    pub(super) fn read(&mut self, prompt: &Tokens, stop: &CancellationToken) -> Result<usize, Halt> {
        if self.read.starts_with(&prompt.all) && self.go_back_to_end(prompt.all.len()) {
            return Ok(prompt.all.len());
        }
        self.fetch(prompt);
        self.cut(self.at_hand(prompt));
        let from = self.read.len();
        let mut end = 0;
        for batch in prompt.batches(BATCH as usize) {
            end += batch.len();
            if end <= from {
                continue;
            }
            let is_last = end == prompt.all.len();
            self.decode(batch, if is_last { Logits::Last } else { Logits::None }, stop)?;
            self.ends.push(end);
        }
        self.end = Some((prompt.all.len(), self.logits.clone()));
        Ok(from)
    }

    /// How many tokens of a prompt are read already, in the batches in which it would be read. The last
    /// batch is always read anew: the logits after it are wanted.
    fn at_hand(&self, prompt: &Tokens) -> usize {
        let mut known = 0;
        for (batch, end) in prompt.batches(BATCH as usize).zip(&self.ends) {
            let same = known + batch.len() == *end && self.read[known..*end] == *batch;
            if !same || *end == prompt.all.len() {
                break;
            }
            known = *end;
        }
        known
    }

    /// Goes back to where the prompt before ended, if that was after so many tokens.
    fn go_back_to_end(&mut self, length: usize) -> bool {
        let Some((_, logits)) = self.end.as_ref().filter(|(end, _)| *end == length) else { return false };
        self.logits.clone_from(logits);
        self.cut(length) && self.read.len() == length
    }

    /// Goes on from what is kept, where that has a batch more of a prompt than is at hand. What is at hand,
    /// and would be lost, is kept in its turn.
    fn fetch(&mut self, prompt: &Tokens) {
        let known = self.at_hand(prompt);
        self.keep_what_is_worth_it(known);
        let Some((tokens, read)) = self.kept.find(&prompt.all, known + BATCH as usize) else { return };
        if self.context.set_state(&read.state) {
            self.read = tokens.to_vec();
            self.ends.clone_from(&read.ends);
            self.end = None;
        } else {
            self.forget_all();
        }
    }

    /// Keeps what was read of prompts for when it is wanted again, where that is more than the first `known`
    /// tokens and than what is kept of it.
    fn keep_what_is_worth_it(&mut self, known: usize) {
        let whole = self.ends.last().copied().unwrap_or(0);
        if !self.kept.lacks(&self.read[..whole], known) || !self.cut(whole) {
            return;
        }
        match self.context.state() {
            Ok(state) => {
                let bytes = state.byte_len();
                self.kept.keep(self.read.clone(), Read { state, ends: self.ends.clone() }, bytes);
            }
            Err(error) => tracing::debug!(%error, "what was read is not kept"),
        }
    }

    /// What is kept, when the model leaves the memory.
    pub(super) fn into_kept(mut self) -> Kept {
        self.keep_what_is_worth_it(0);
        self.kept
    }

    /// Reads what was written, and what is guessed to follow it: the logits after each token are there then.
    pub(super) fn push(&mut self, tokens: &[LlamaToken], stop: &CancellationToken) -> Result<(), Halt> {
        self.decode(tokens, Logits::All, stop)
    }

    /// Takes back the last tokens that were pushed: the guess was wrong. Answers whether the kind of model
    /// allows it.
    pub(super) fn take_back(&mut self, tokens: usize) -> bool {
        tokens == 0 || self.cut(self.read.len() - tokens)
    }

    /// The logits after the prompt, or after one of the tokens that were pushed last.
    pub(super) fn logits(&self, at: usize) -> &[f32] {
        if at == 0 && !self.logits.is_empty() { &self.logits } else { self.context.logits(at) }
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
            for (i, token) in (0..chunk.len()).zip(&mut ahead) {
                each(*token, self.context.logits(i));
            }
        }
        Ok(())
    }

    /// Forgets everything after the first `length` tokens. Where the kind of model allows no less, it
    /// forgets everything and answers no.
    fn cut(&mut self, length: usize) -> bool {
        self.read.truncate(length);
        self.ends.retain(|end| *end <= length);
        self.end.take_if(|(end, _)| *end > length);
        let done = self.context.cut(length);
        if !done {
            self.forget_all();
        }
        done
    }

    fn forget_all(&mut self) {
        self.context.clear();
        self.read.clear();
        self.ends.clear();
        self.end = None;
    }

    fn decode(
        &mut self,
        tokens: &[LlamaToken],
        wanted: Logits,
        stop: &CancellationToken,
    ) -> Result<(), Halt> {
        if stop.is_cancelled() {
            return Err(Halt::Stopped);
        }
        if let Err(error) = self.context.decode(tokens, self.read.len(), wanted) {
            self.cut(self.read.len());
            return Err(if stop.is_cancelled() { Halt::Stopped } else { Halt::Failed(error) });
        }
        self.read.extend_from_slice(tokens);
        self.logits.clear();
        if wanted == Logits::Last {
            self.logits.extend_from_slice(self.context.logits(tokens.len() - 1));
        }
        Ok(())
    }
}
