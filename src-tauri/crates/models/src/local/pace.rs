use std::time::{Duration, Instant};

/// How long speed is watched before it is judged, and over how many tokens at least.
const WATCHED: Duration = Duration::from_millis(500);
const TOKENS: u32 = 4;
/// A speed below this share of the best seen is a collapse.
const COLLAPSE: f64 = 0.6;
/// How long to wait before one more thread is tried; doubled each time it did not help, up to the longest.
const WAIT: Duration = Duration::from_secs(5);
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// How many threads to compute with. ggml's threads spin while they wait for one another: when another
/// program wants one of their cores, all of them wait for the one that lost it, and the speed collapses to
/// a tenth.
///
/// So half of them are given up when the speed collapses against the best seen, and one after another is
/// tried again later: additive increase, multiplicative decrease, as networks share a line (Chiu and Jain,
/// 1989). Where no speed was seen yet, half of them are tried once: the other program may have been there
/// before. Only single tokens are timed; what is read in batches follows.
pub(super) struct Pace {
    most: usize,
    threads: usize,
    /// The best speed with this number of threads, in tokens a second; nought when none is known.
    best: f64,
    /// How many threads there were, and their speed, until it is known whether another number is better.
    before: Option<(usize, f64)>,
    wait: Duration,
    changed: Instant,
    watched: Duration,
    tokens: u32,
}

impl Pace {
    /// Begins with `most` threads, of which there are never more.
    pub(super) fn new(most: usize, now: Instant) -> Self {
        Self {
            most,
            threads: most,
            best: 0.0,
            before: None,
            wait: WAIT,
            changed: now,
            watched: Duration::ZERO,
            tokens: 0,
        }
    }

    /// Hears how long a token took; answers how many threads to go on with.
    pub(super) fn hear(&mut self, took: Duration, now: Instant) -> usize {
        self.watched += took;
        self.tokens += 1;
        if self.watched >= WATCHED && self.tokens >= TOKENS {
            let speed = f64::from(self.tokens) / self.watched.as_secs_f64();
            (self.watched, self.tokens) = (Duration::ZERO, 0);
            self.judge(speed, now);
        }
        self.threads
    }

    fn judge(&mut self, speed: f64, now: Instant) {
        if let Some((threads, before)) = self.before.take() {
            if speed <= before {
                self.wait = if threads < self.threads { self.wait * 2 } else { WAIT }.min(LONGEST_WAIT);
                self.change(threads, before, now);
                return;
            }
            self.wait = WAIT;
        } else if self.threads > 1 && self.best == 0.0 {
            self.before = Some((self.threads, speed));
            self.change(self.threads / 2, 0.0, now);
            return;
        } else if self.threads > 1 && speed < self.best * COLLAPSE {
            // Fewer threads do at least their share.
            let share = 0.5 * self.best;
            self.change(self.threads / 2, share, now);
            return;
        }
        self.best = self.best.max(speed);
        if self.threads < self.most && now.duration_since(self.changed) >= self.wait {
            self.before = Some((self.threads, speed));
            self.change(self.threads + 1, 0.0, now);
        }
    }

    fn change(&mut self, threads: usize, best: f64, now: Instant) {
        (self.threads, self.best, self.changed) = (threads, best, now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokens a second of one thread that has a core to itself.
    const ONE: f64 = 20.0;

    /// A machine with a clock of its own.
    struct Machine {
        cores: usize,
        pace: Pace,
        threads: usize,
        now: Instant,
    }

    impl Machine {
        fn new(cores: usize) -> Self {
            let now = Instant::now();
            Self { cores, pace: Pace::new(cores - 1, now), threads: cores - 1, now }
        }

        /// Tokens a second while other programs keep some cores busy.
        fn speed(&self, threads: usize, busy: usize) -> f64 {
            let alone = ONE * threads as f64;
            if threads == 1 || threads + busy <= self.cores { alone } else { alone / 10.0 }
        }

        /// Writes for so long; answers how many tokens.
        fn write(&mut self, seconds: f64, busy: usize) -> f64 {
            let until = self.now + Duration::from_secs_f64(seconds);
            let mut tokens = 0.0;
            while self.now < until {
                let took = Duration::from_secs_f64(1.0 / self.speed(self.threads, busy));
                self.now += took;
                tokens += 1.0;
                self.threads = self.pace.hear(took, self.now);
            }
            tokens
        }

        fn best_fixed(&self, busy: usize) -> f64 {
            (1..self.cores).map(|threads| self.speed(threads, busy)).fold(0.0, f64::max)
        }
    }

    #[test]
    fn a_machine_at_rest_keeps_its_threads() {
        let mut machine = Machine::new(8);
        machine.write(2.0, 0);
        let tokens = machine.write(60.0, 0);
        assert_eq!(machine.threads, 7);
        assert!(tokens >= 60.0 * 7.0 * ONE);
    }

    #[test]
    fn a_machine_that_was_busy_before_is_seen_to_be() {
        let mut machine = Machine::new(8);
        machine.write(60.0, 4);
        let tokens = machine.write(600.0, 4);
        assert!(tokens > 0.85 * 600.0 * machine.best_fixed(4), "{tokens}");
    }

    #[test]
    fn a_collapse_is_left_within_seconds_and_the_best_number_found() {
        for (cores, busy) in [(4, 2), (8, 2), (8, 4), (16, 3), (16, 12)] {
            let mut machine = Machine::new(cores);
            machine.write(10.0, 0);
            machine.write(4.0, busy);
            assert!(machine.speed(machine.threads, busy) > machine.best_fixed(busy) * 0.3, "{cores} {busy}");
            machine.write(60.0, busy);
            let tokens = machine.write(600.0, busy);
            assert!(tokens > 0.85 * 600.0 * machine.best_fixed(busy), "{cores} {busy}: {tokens}");
        }
    }

    #[test]
    fn when_it_is_over_they_come_back() {
        let mut machine = Machine::new(8);
        machine.write(10.0, 0);
        machine.write(30.0, 4);
        assert!(machine.threads <= 4);
        machine.write(120.0, 0);
        assert_eq!(machine.threads, 7);
    }

    #[test]
    fn a_text_that_grows_slower_by_and_by_changes_nothing_for_long() {
        let mut pace = Pace::new(7, Instant::now());
        let mut now = Instant::now();
        for token in 0..4000 {
            // With half of the threads it takes twice as long.
            let threads = pace.threads as u64;
            let took = Duration::from_micros((7_000 + token) * 7 / threads);
            now += took;
            let threads = pace.hear(took, now);
            assert!(threads == 7 || token < 200, "{threads} at token {token}");
        }
    }

    #[test]
    fn one_thread_is_the_least() {
        let mut machine = Machine::new(2);
        machine.write(10.0, 0);
        machine.write(10.0, 2);
        assert_eq!(machine.threads, 1);
    }
}
