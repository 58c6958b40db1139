use std::{
    io,
    sync::{Arc, OnceLock, mpsc},
    thread::{self, JoinHandle},
    time::Instant,
};

use anyhow::anyhow;
use llama_cpp_2::{
    list_llama_ggml_backend_devices,
    llama_backend::LlamaBackend,
    model::{LlamaModel, params::LlamaModelParams},
};
use mythline_protocol::ErrorCode;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use super::{
    context::{Attention, Context},
    evaluation::{Evaluation, Kept},
    guessing,
    native::{self, StopSwitch},
    pace::Pace,
    place::Place,
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
/// queue it told of is dropped, or when it was given up before, and hands back what it keeps of what it has read.
pub(super) fn start(
    file: ModelFile,
    kept: Option<Kept>,
    given_up: CancellationToken,
    told: Told,
) -> io::Result<JoinHandle<Option<Kept>>> {
    thread::Builder::new().name("model".into()).spawn(move || {
        priority::yield_to_window();
        match serve(&file, kept, &given_up, told) {
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

/// Loads the model and serves requests.
fn serve(
    file: &ModelFile,
    kept: Option<Kept>,
    given_up: &CancellationToken,
    told: Told,
) -> Result<Kept, (Told, ModelError)> {
    let (backend, look, model, place) = match load(file, given_up) {
        Ok(loaded) => loaded,
        Err(error) => return Err((told, error)),
    };
    let switch = StopSwitch::default();
    let most = look.room().min(model.n_ctx_train()).max(1);
    let size = most.min(CONTEXT);
    let empty = |attention| Context::new(&model, backend, &switch, size, priority::threads(), attention);
    switch.set(Some(given_up.clone()));
    let (context, guesses) = match suited(empty, &place) {
        Ok(suited) => suited,
        Err(error) => return Err((told, broke(error))),
    };
    switch.set(None);
    let kept = kept.unwrap_or_else(|| Prefixes::within(look.spare(KEPT)));
    let evaluation = Evaluation::new(context, &switch, kept);
    let (queue, tickets) = mpsc::channel();
    let loaded = Loaded { model: model.clone(), context: most, place: place.told(), queue };
    Ok(match told.send(Ok(loaded)) {
        Ok(()) => answer(&model, evaluation, guesses, most, &tickets),
        Err(_gone) => evaluation.into_kept(),
    })
}

/// An empty context with the attention that suits the model where it lies, and whether guessing pays with it.
fn suited<'m>(
    empty: impl Fn(Attention) -> anyhow::Result<Context<'m>>,
    place: &Place,
) -> anyhow::Result<(Context<'m>, bool)> {
    let mut flash = empty(Attention::Flash)?;
    let guesses = guessing::pays(&mut flash);
    if guesses || place.layers() > 0 {
        return Ok((flash, guesses));
    }
    // First the one, then the other: together they would take twice the memory.
    drop(flash);
    Ok((empty(Attention::Plain)?, guesses))
}

/// Serves requests in the order they came, until nobody can ask any more. Since a job has one request at a
/// time under way, jobs take turns.
fn answer(
    model: &LlamaModel,
    mut evaluation: Evaluation<'_>,
    guesses: bool,
    most: u32,
    tickets: &mpsc::Receiver<Ticket>,
) -> Kept {
    let threads = evaluation.threads();
    tracing::debug!(most, threads, guesses, "loaded");
    let mut pace = Pace::new(threads, Instant::now());
    let mut penalties = None;
    while let Ok(ticket) = tickets.recv() {
        let Some(ask) = ticket.take() else { continue };
        evaluation.obey(Some(ticket.stop.clone()));
        let mut turn = Turn {
            model,
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
    evaluation.into_kept()
}

type OnPlace = (&'static LlamaBackend, Look, Arc<LlamaModel>, Place);

/// Looks at the file before llama.cpp sees it, and loads the model where it goes: where a graphics processor does
/// not take it, the computer's own processor does.
fn load(file: &ModelFile, given_up: &CancellationToken) -> Result<OnPlace, ModelError> {
    let look = file.look()?;
    native::route_log();
    let backend = backend()?;
    let place = Place::of(&look, &list_llama_ggml_backend_devices());
    let on = |place: &Place| load_on(place, file, backend, &look, given_up);
    let (model, place) = match on(&place) {
        Err(error) if place.layers() > 0 && !given_up.is_cancelled() => {
            tracing::warn!(?error, ?place, "the graphics processor does not take the model");
            let place = place.after_refusal();
            (on(&place)?, place)
        }
        loaded => (loaded?, place),
    };
    Ok((backend, look, model, place))
}

/// Loads the model, once it is sure that the memory carries it and that the file is the one that was chosen.
fn load_on(
    place: &Place,
    file: &ModelFile,
    backend: &LlamaBackend,
    look: &Look,
    given_up: &CancellationToken,
) -> Result<Arc<LlamaModel>, ModelError> {
    file.has_memory(look.memory - place.share(look.memory))?;
    file.is_the_one()?;
    let given_up = given_up.clone();
    let params = LlamaModelParams::default()
        .with_n_gpu_layers(place.layers())
        .with_progress_callback(move |_| !given_up.is_cancelled());
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
    if place.layers() > 0 {
        // Its memory must hold the context too: one is made and thrown away.
        Context::new(&model, backend, &StopSwitch::default(), CONTEXT, 1, Attention::Flash).map_err(broke)?;
    }
    Ok(Arc::new(model))
}

/// llama.cpp, set up once for the life of the program.
pub(super) fn backend() -> Result<&'static LlamaBackend, ModelError> {
    static BACKEND: OnceLock<Option<LlamaBackend>> = OnceLock::new();
    BACKEND
        .get_or_init(|| {
            #[cfg(feature = "cpu-variants")]
            super::variants::load();
            LlamaBackend::init().ok()
        })
        .as_ref()
        .ok_or_else(|| broke(anyhow!("llama.cpp could not be set up")))
}
