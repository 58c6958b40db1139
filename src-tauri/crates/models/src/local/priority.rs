/// Steps of niceness below the window.
#[cfg(target_os = "linux")]
const STEPS: i32 = 10;

/// Puts this thread, and those it will start, below the window. It is a courtesy: where the system
/// refuses it, writing goes on.
#[cfg(target_os = "linux")]
pub(super) fn yield_to_window() {
    // On Linux niceness belongs to the thread, and new threads inherit it.
    if let Err(error) = rustix::process::nice(STEPS) {
        tracing::debug!(%error, "the model's thread keeps its priority");
    }
}

/// Elsewhere niceness belongs to the process, window and all: left alone.
#[cfg(not(target_os = "linux"))]
pub(super) fn yield_to_window() {}

/// The most threads for ggml: all cores but one, at least one. Its threads spin while they wait for one
/// another, so that one core too many is worse than one too few.
pub(super) fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get).saturating_sub(1).max(1)
}
