use std::{
    thread,
    time::{Duration, Instant},
};

/// Longer than anything here takes on a busy machine; what has not come by then does not come.
pub const LIMIT: Duration = Duration::from_secs(120);

/// Waits until something is true, and fails with `what` when it does not become so.
///
/// # Panics
/// When [`LIMIT`] has passed.
pub fn wait_until(what: &str, mut is_true: impl FnMut() -> bool) {
    let end = Instant::now() + LIMIT;
    while !is_true() {
        assert!(Instant::now() < end, "in {LIMIT:?} this did not come: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}
