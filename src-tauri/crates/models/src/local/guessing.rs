use std::time::{Duration, Instant};

use llama_cpp_2::token::LlamaToken;

use super::context::{Context, Logits};

/// Times that a price is asked: the least counts.
const TRIES: usize = 3;
/// A guess of three tokens, of which half are right, is worth two and a half: reading it must cost less
/// than two.
const GUESSED: usize = 3;
const WORTH: u32 = 2;

/// Whether guessing tokens pays: whether several read together cost much less than one after another,
/// and wrong ones can be taken back. It does where the memory is what takes the time, as it is with
/// large models, and not where the processor is. Leaves the context empty.
pub(super) fn pays(context: &mut Context<'_>) -> bool {
    let prices = price(context, 1).zip(price(context, 1 + GUESSED));
    context.clear();
    prices.is_some_and(|(one, guessed)| guessed < one * WORTH)
}

/// What it takes to read so many tokens together, where all but the first can be taken back.
fn price(context: &mut Context<'_>, tokens: usize) -> Option<Duration> {
    let tokens = vec![LlamaToken::new(0); tokens];
    let tries = (0..TRIES).map(|_| {
        let begun = Instant::now();
        context.decode(&tokens, 0, Logits::All).ok()?;
        let took = begun.elapsed();
        (context.cut(1) && context.cut(0)).then_some(took)
    });
    tries.collect::<Option<Vec<Duration>>>()?.into_iter().min()
}
