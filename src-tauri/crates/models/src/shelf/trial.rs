use crate::{Prompt, Request, Role, Sampling, Turn};

/// What a model is asked for a trial.
pub(super) fn two_sentences() -> Request {
    let text = "Write two sentences about a boat that comes home at night.".into();
    Request {
        prompt: Prompt::Chat { turns: vec![Turn { role: Role::User, text }], opening: String::new() },
        max_tokens: 80,
        stop_at: vec!["\n".into()],
        sampling: Sampling {
            temperature: 0.5,
            min_p: 0.1,
            repeat_penalty: 1.05,
            repeat_last: 256,
            dry: 0.8,
            seed: 1,
        },
    }
}
