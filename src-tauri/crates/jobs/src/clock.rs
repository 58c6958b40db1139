use std::{
    sync::Mutex,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use async_trait::async_trait;
use tokio::sync::Notify;

/// Time, passed in so that tests are deterministic.
#[async_trait]
pub trait Clock: Send + Sync + 'static {
    /// Milliseconds since the Unix epoch. May jump, and may go back.
    fn wall(&self) -> i64;

    /// Time since some beginning. Never goes back.
    fn steady(&self) -> Duration;

    /// Returns when [`Clock::steady`] has reached `until`.
    async fn wait_until(&self, until: Duration);
}

/// The computer's own clock.
pub struct SystemClock {
    start: Instant,
}

impl SystemClock {
    /// A clock that begins now.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "two clocks made at different times are not alike")]
    pub fn new() -> Self {
        Self { start: Instant::now() }
    }
}

#[async_trait]
impl Clock for SystemClock {
    fn wall(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }

    fn steady(&self) -> Duration {
        self.start.elapsed()
    }

    async fn wait_until(&self, until: Duration) {
        tokio::time::sleep(until.saturating_sub(self.steady())).await;
    }
}

/// A clock that stands still until it is told to go on.
pub struct ManualClock {
    now: Mutex<(i64, Duration)>,
    moved: Notify,
}

impl ManualClock {
    /// A clock that shows `wall`, in milliseconds since the Unix epoch.
    #[must_use]
    pub fn at(wall: i64) -> Self {
        Self { now: Mutex::new((wall, Duration::ZERO)), moved: Notify::new() }
    }

    /// Time passes.
    pub fn advance(&self, by: Duration) {
        {
            let mut now = self.lock();
            now.0 += i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
            now.1 += by;
        }
        self.moved.notify_waiters();
    }

    /// Somebody sets the computer's clock; no time passes.
    pub fn set_wall(&self, wall: i64) {
        self.lock().0 = wall;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, (i64, Duration)> {
        self.now.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[async_trait]
impl Clock for ManualClock {
    fn wall(&self) -> i64 {
        self.lock().0
    }

    fn steady(&self) -> Duration {
        self.lock().1
    }

    async fn wait_until(&self, until: Duration) {
        loop {
            let moved = self.moved.notified();
            tokio::pin!(moved);
            moved.as_mut().enable();
            if self.steady() >= until {
                return;
            }
            moved.await;
        }
    }
}
