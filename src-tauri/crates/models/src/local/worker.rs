use std::{
    io,
    sync::{Arc, OnceLock, mpsc},
    thread::{self, JoinHandle},
    time::Instant,
};

use anyhow::anyhow;
use llama_cpp_2::{
    llama_backend::LlamaBackend,
    model::{LlamaModel, params::LlamaModelParams},
};
use mythline_protocol::ErrorCode;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use super::{
    evaluation::{Evaluation, Halt},
    native::{self, StopSwitch},
    priority, prompt,
    sampler::{Penalties, Sampler, log_probability},
    seat::Loaded,
    ticket::{Ask, Ticket},
};
use crate::{
    Generated, ModelError, ModelFile, Prompt, Request, StopCause, TextSink,
    stream::Stream,
    trouble::{broke, failed, too_long},
};

/// The most tokens a context is given: enough for a scene with its notes, and kind to the memory.
pub(crate) const CONTEXT: u32 = 4096;

/// Starts the thread that owns a model. `told` hears when it is loaded; the thread ends when the
/// queue it told of is dropped.
pub(super) fn start(
    file: ModelFile,
    told: oneshot::Sender<Result<Loaded, ModelError>>,
) -> io::Result<JoinHandle<()>> {
    thread::Builder::new().name("model".into()).spawn(move || {
        priority::yield_to_window();
        if let Err((told, error)) = serve(&file, told) {
            // Nobody listens any more when the caller has gone: then nobody needs the error.
            let _unheard = told.send(Err(error));
        }
    })
}

type Told = oneshot::Sender<Result<Loaded, ModelError>>;

/// Loads the model and serves requests in the order they came. Since a job has one request at a time
/// under way, jobs take turns.
fn serve(file: &ModelFile, told: Told) -> Result<(), (Told, ModelError)> {
    let (backend, model) = match load(file) {
        Ok(loaded) => loaded,
        Err(error) => return Err((told, error)),
    };
    let switch = StopSwitch::default();
    let size = model.n_ctx_train().clamp(1, CONTEXT);
    let mut evaluation = match Evaluation::new(&model, backend, &switch, size) {
        Ok(evaluation) => evaluation,
        Err(error) => return Err((told, broke(error.context(native::last_complaint())))),
    };
    let (queue, tickets) = mpsc::channel::<Ticket>();
    let loaded = Loaded { model: model.clone(), context: evaluation.size(), queue };
    if told.send(Ok(loaded)).is_err() {
        return Ok(());
    }
    let mut penalties = None;
    while let Ok(ticket) = tickets.recv() {
        let Some(ask) = ticket.take() else { continue };
        evaluation.obey(Some(ticket.stop.clone()));
        let mut turn = Turn {
            model: &model,
            evaluation: &mut evaluation,
            penalties: &mut penalties,
            stop: &ticket.stop,
        };
        // An answer that is not heard was not waited for.
        match ask {
            Ask::Write { request, sink, answer } => {
                let _unheard = answer.send(turn.write(request, &sink));
            }
            Ask::Likelihood { prompt, text, answer } => {
                let _unheard = answer.send(turn.likelihood(&prompt, &text));
            }
        }
        evaluation.obey(None);
    }
    Ok(())
}

fn load(file: &ModelFile) -> Result<(&'static LlamaBackend, Arc<LlamaModel>), ModelError> {
    file.check()?;
    native::route_log();
    let backend = backend()?;
    let params = LlamaModelParams::default().with_n_gpu_layers(0);
    let model = LlamaModel::load_from_file(backend, &file.path, &params).map_err(|error| {
        failed(
            ErrorCode::NotAModel,
            format!(
                "{} could not be loaded. It may be of a kind that this version does not know.",
                file.name
            ),
            anyhow!(error).context(native::last_complaint()),
        )
    })?;
    Ok((backend, Arc::new(model)))
}

/// llama.cpp, set up once for the life of the program.
fn backend() -> Result<&'static LlamaBackend, ModelError> {
    static BACKEND: OnceLock<Option<LlamaBackend>> = OnceLock::new();
    BACKEND
        .get_or_init(|| LlamaBackend::init().ok())
        .as_ref()
        .ok_or_else(|| broke(anyhow!("llama.cpp could not be set up")))
}

/// One request being served.
struct Turn<'t, 'm> {
    model: &'t LlamaModel,
    evaluation: &'t mut Evaluation<'m>,
    penalties: &'t mut Option<Penalties>,
    stop: &'t CancellationToken,
}

impl Turn<'_, '_> {
    fn write(&mut self, request: Request, sink: &TextSink) -> Result<Generated, ModelError> {
        let begun = Instant::now();
        let prompt = prompt::tokens(self.model, &request.prompt);
        let room = self.room(prompt.all.len())?.min(request.max_tokens as usize);
        let mut sampler = Sampler::new(self.model, &request.sampling, self.penalties);
        for token in &prompt.all[prompt.all.len() - prompt.opening..] {
            sampler.hear(*token);
        }
        let reused = self.evaluation.read(&prompt.all, self.stop).map_err(halted)?;

        let vocabulary = self.model.vocab();
        let mut stream = Stream::new(request.stop_at);
        let mut cause = StopCause::Length;
        let mut written = 0;
        let mut first = None;
        let mut last = begun;
        while written < room {
            let token = sampler
                .choose(self.evaluation.logits())
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
            if written < room {
                self.evaluation.push(token, self.stop).map_err(halted)?;
            }
        }
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

    fn likelihood(&mut self, prompt: &Prompt, text: &str) -> Result<f32, ModelError> {
        let prompt = prompt::tokens(self.model, prompt).all;
        let text = prompt::plain_tokens(&self.model.vocab(), text);
        let Some(first) = text.first() else { return Ok(0.0) };
        let room = self.room(prompt.len())?;
        if text.len() > room {
            return Err(too_long(prompt.len() + text.len(), self.evaluation.size()));
        }
        self.evaluation.read(&prompt, self.stop).map_err(halted)?;
        let mut sum = log_probability(self.evaluation.logits(), *first);
        let add = |token, logits: &[f32]| sum = sum.zip(log_probability(logits, token)).map(|(a, b)| a + b);
        self.evaluation.follow(&text, self.stop, add).map_err(halted)?;
        let sum = sum.ok_or_else(|| broke(anyhow!("the logits are no numbers")))?;
        Ok(sum / text.len() as f32)
    }

    /// Tokens left for text after a prompt.
    fn room(&self, prompt: usize) -> Result<usize, ModelError> {
        let size = self.evaluation.size();
        if prompt == 0 {
            return Err(failed(
                ErrorCode::BadOption,
                "There is nothing to go on from.",
                anyhow!("empty prompt"),
            ));
        }
        match (size as usize).checked_sub(prompt) {
            Some(room) if room > 0 => Ok(room),
            _ => Err(too_long(prompt, size)),
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
