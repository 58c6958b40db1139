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

use super::{
    context::Context,
    evaluation::{Evaluation, Kept},
    native::{self, StopSwitch},
    pace::Pace,
    prefixes::Prefixes,
    priority,
    seat::Loaded,
    ticket::{Ask, Ticket},
    writing::Turn,
};
use crate::{
    ModelError, ModelFile,
    file::{CONTEXT, Look},
    trouble::{broke, failed},
};

/// Bytes that the beginnings of prompts may take at most, beside a context.
const KEPT: u64 = 1 << 30;

/// Starts the thread that owns a model. `told` hears when it is loaded; the thread ends when the
/// queue it told of is dropped, and hands back what it keeps of what it has read.
pub(super) fn start(
    file: ModelFile,
    kept: Option<Kept>,
    told: oneshot::Sender<Result<Loaded, ModelError>>,
) -> io::Result<JoinHandle<Option<Kept>>> {
    thread::Builder::new().name("model".into()).spawn(move || {
        priority::yield_to_window();
        match serve(&file, kept, told) {
            Ok(kept) => Some(kept),
            Err((told, error)) => {
                // Nobody listens any more when the caller has gone: then nobody needs the error.
                let _unheard = told.send(Err(error));
                None
            }
        }
    })
}

type Told = oneshot::Sender<Result<Loaded, ModelError>>;

/// Loads the model and serves requests in the order they came. Since a job has one request at a time
/// under way, jobs take turns.
fn serve(file: &ModelFile, kept: Option<Kept>, told: Told) -> Result<Kept, (Told, ModelError)> {
    let (backend, model, look) = match load(file) {
        Ok(loaded) => loaded,
        Err(error) => return Err((told, error)),
    };
    let switch = StopSwitch::default();
    let most = look.room().min(model.n_ctx_train()).max(1);
    let threads = priority::threads();
    let context = match Context::new(&model, backend, &switch, most.min(CONTEXT), threads) {
        Ok(context) => context,
        Err(error) => return Err((told, broke(error))),
    };
    let kept = kept.unwrap_or_else(|| Prefixes::within(look.spare(KEPT)));
    let mut evaluation = Evaluation::new(context, &switch, kept);
    let guesses = evaluation.guessing_pays();
    tracing::debug!(most, threads, guesses, model = file.id, "loaded");
    let mut pace = Pace::new(threads, Instant::now());
    let (queue, tickets) = mpsc::channel::<Ticket>();
    if told.send(Ok(Loaded { model: model.clone(), context: most, queue })).is_err() {
        return Ok(evaluation.into_kept());
    }
    let mut penalties = None;
    while let Ok(ticket) = tickets.recv() {
        let Some(ask) = ticket.take() else { continue };
        evaluation.obey(Some(ticket.stop.clone()));
        let mut turn = Turn {
            model: &model,
            evaluation: &mut evaluation,
            penalties: &mut penalties,
            pace: &mut pace,
            most,
            guesses,
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
    Ok(evaluation.into_kept())
}

fn load(file: &ModelFile) -> Result<(&'static LlamaBackend, Arc<LlamaModel>, Look), ModelError> {
    let look = file.check()?;
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
    Ok((backend, Arc::new(model), look))
}

/// llama.cpp, set up once for the life of the program.
pub(super) fn backend() -> Result<&'static LlamaBackend, ModelError> {
    static BACKEND: OnceLock<Option<LlamaBackend>> = OnceLock::new();
    BACKEND
        .get_or_init(|| LlamaBackend::init().ok())
        .as_ref()
        .ok_or_else(|| broke(anyhow!("llama.cpp could not be set up")))
}
