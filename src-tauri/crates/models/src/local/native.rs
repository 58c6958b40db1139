//! The two places where llama.cpp calls back, and the only unsafe code of this crate.
//!
//! The safe wrapper has neither: it offers no abort callback, without which a long prompt cannot be
//! stopped at once, and its log route keeps no reason for a load that failed.
#![allow(unsafe_code)]

use std::{
    ffi::{CStr, c_char, c_void},
    mem::{align_of, size_of},
    sync::{
        Mutex, Once, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use llama_cpp_2::{
    LlamaContextLoadError,
    context::{LlamaContext, params::LlamaContextParams},
    llama_backend::LlamaBackend,
    model::LlamaModel,
};
use llama_cpp_sys_2::{
    GGML_LOG_LEVEL_CONT, GGML_LOG_LEVEL_ERROR, GGML_LOG_LEVEL_WARN, ggml_log_level, llama_context_params,
};
use tokio_util::sync::CancellationToken;

/// What the abort callback looks at: the stop of the request that is being served.
#[derive(Default)]
pub(super) struct StopSwitch {
    stop: Mutex<Option<CancellationToken>>,
    asked: AtomicUsize,
}

/// Operations of which one looks at the stop: a token has some six hundred, and looking is not for nothing.
const EVERY: usize = 8;

impl StopSwitch {
    /// From now on this stop counts.
    pub(super) fn set(&self, stop: Option<CancellationToken>) {
        *self.stop.lock().unwrap_or_else(PoisonError::into_inner) = stop;
    }

    fn is_on(&self) -> bool {
        self.asked.fetch_add(1, Ordering::Relaxed).is_multiple_of(EVERY)
            && self
                .stop
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .as_ref()
                .is_some_and(CancellationToken::is_cancelled)
    }
}

/// A context that `switch` stops between two operations of its graph: some milliseconds.
///
/// `switch` outlives the context, because both share the lifetime.
pub(super) fn stoppable_context<'m>(
    model: &'m LlamaModel,
    backend: &LlamaBackend,
    mut params: LlamaContextParams,
    switch: &'m StopSwitch,
) -> Result<LlamaContext<'m>, LlamaContextLoadError> {
    // The wrapper is a struct of this one field; were it ever more, this would not build.
    const _: () = assert!(
        size_of::<LlamaContextParams>() == size_of::<llama_context_params>()
            && align_of::<LlamaContextParams>() == align_of::<llama_context_params>()
    );
    let raw = (&raw mut params).cast::<llama_context_params>();
    // SAFETY: `raw` points to a live `LlamaContextParams`, whose only field, of the same size and
    // alignment, is a `llama_context_params`.
    unsafe {
        (*raw).abort_callback = Some(must_stop);
        (*raw).abort_callback_data = std::ptr::from_ref(switch).cast_mut().cast::<c_void>();
    }
    model.new_context(backend, params)
}

/// Called by ggml between the operations of a graph, on the thread that decodes.
unsafe extern "C" fn must_stop(data: *mut c_void) -> bool {
    // SAFETY: `data` is the switch given to `stoppable_context`, which outlives the context and is
    // only ever shared.
    unsafe { &*data.cast::<StopSwitch>() }.is_on()
}

/// The last thing llama.cpp complained of; its functions answer only that they failed.
static LAST_COMPLAINT: Mutex<String> = Mutex::new(String::new());

/// Sends llama.cpp's log to ours. Nothing of it reaches stderr.
pub(super) fn route_log() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // SAFETY: the callback is a function that takes no data and never unwinds.
        unsafe { llama_cpp_sys_2::llama_log_set(Some(take_line), std::ptr::null_mut()) };
    });
}

/// Takes the last complaint.
pub(super) fn last_complaint() -> String {
    std::mem::take(&mut *LAST_COMPLAINT.lock().unwrap_or_else(PoisonError::into_inner))
}

unsafe extern "C" fn take_line(level: ggml_log_level, text: *const c_char, _: *mut c_void) {
    if text.is_null() {
        return;
    }
    // SAFETY: llama.cpp passes a string that ends in nought and lives for the time of the call.
    let text = unsafe { CStr::from_ptr(text) }.to_string_lossy();
    let line = text.trim();
    if line.is_empty() || line.bytes().all(|b| b == b'.') {
        return;
    }
    match level {
        GGML_LOG_LEVEL_ERROR => {
            line.clone_into(&mut LAST_COMPLAINT.lock().unwrap_or_else(PoisonError::into_inner));
            tracing::warn!(target: "llama.cpp", "{line}");
        }
        GGML_LOG_LEVEL_WARN => tracing::debug!(target: "llama.cpp", "{line}"),
        GGML_LOG_LEVEL_CONT => tracing::trace!(target: "llama.cpp", "… {line}"),
        _ => tracing::trace!(target: "llama.cpp", "{line}"),
    }
}
