use std::time::Duration;

/// Lets something happen at once when it has not happened lately, and else when its time has come. The
/// one rate limiter of this crate: what waits is kept by its user, so the last value is never lost.
#[derive(Debug, Clone)]
pub(crate) struct Pace {
    gap: Duration,
    last: Option<Duration>,
}

impl Pace {
    /// At most once in `gap`.
    pub(crate) fn every(gap: Duration) -> Self {
        Self { gap, last: None }
    }

    /// The time from which on it may happen again.
    pub(crate) fn due(&self) -> Duration {
        self.last.map_or(Duration::ZERO, |last| last + self.gap)
    }

    /// Whether it may happen now.
    pub(crate) fn allows(&self, now: Duration) -> bool {
        now >= self.due()
    }

    /// From now on at most once in `gap`.
    pub(crate) fn slow_to(&mut self, gap: Duration) {
        self.gap = gap;
    }

    /// It happens now.
    pub(crate) fn mark(&mut self, now: Duration) {
        self.last = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_goes_at_once_and_the_next_when_the_gap_is_over() {
        let ms = Duration::from_millis;
        let mut pace = Pace::every(ms(50));
        assert!(pace.allows(Duration::ZERO));
        pace.mark(ms(10));
        assert!(!pace.allows(ms(59)));
        assert_eq!(pace.due(), ms(60));
        assert!(pace.allows(ms(60)));
    }
}
