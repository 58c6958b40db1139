use std::{
    hash::{BuildHasher, RandomState},
    time::{Duration, SystemTime},
};

/// How long a server is waited for, and how often it is asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For the connection.
    pub connect: Duration,
    /// From the request to the first sign of the model: a busy server reads the notes for minutes.
    pub first: Duration,
    /// Between two signs of it.
    pub silence: Duration,
    /// Times a request is made in all.
    pub tries: u32,
    /// The first pause between two tries; each later one is twice as long.
    pub pause: Duration,
    /// The longest pause of ours.
    pub longest: Duration,
    /// The longest pause that a server may ask for.
    pub asked: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self {
            connect: seconds(10),
            first: seconds(300),
            silence: seconds(60),
            tries: 5,
            pause: Duration::from_millis(500),
            longest: seconds(30),
            asked: seconds(120),
        }
    }
}

impl Patience {
    /// How long to wait before the next try, after so many that failed. What the server asks for is
    /// kept, and a little more, so that not all who wait come back at once; else the pause doubles, and
    /// chance, from 0 to 1, takes up to half of it away. None where the server asks for too much.
    pub(super) fn before_next(&self, failed: u32, asked: Option<Duration>, chance: f64) -> Option<Duration> {
        match asked {
            Some(asked) if asked > self.asked => None,
            Some(asked) => Some(asked + self.pause.mul_f64(chance)),
            None => {
                let doubled = self.pause.saturating_mul(2_u32.saturating_pow(failed.saturating_sub(1)));
                Some(doubled.min(self.longest).mul_f64(1.0 - chance / 2.0))
            }
        }
    }
}

/// What a `Retry-After` asks for: seconds, or a date.
pub(super) fn retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

/// A number from 0 to 1, another each time.
pub(super) fn chance() -> f64 {
    // Each state is keyed anew by the standard library.
    (RandomState::new().hash_one(0_u8) >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{Patience, chance, retry_after};

    #[test]
    fn pauses_double_up_to_the_longest_and_chance_shortens_them() {
        let patience = Patience::default();
        let pause =
            |failed, chance| patience.before_next(failed, None, chance).map(|pause| pause.as_millis());
        assert_eq!([pause(1, 0.0), pause(2, 0.0), pause(3, 0.0)], [Some(500), Some(1000), Some(2000)]);
        assert_eq!([pause(2, 0.5), pause(2, 1.0)], [Some(750), Some(500)]);
        assert_eq!([pause(20, 0.0), pause(u32::MAX, 0.0)], [Some(30_000), Some(30_000)]);
    }

    #[test]
    fn what_the_server_asks_for_is_kept_unless_it_is_too_long() {
        let patience = Patience::default();
        let second = Duration::from_secs(1);
        assert_eq!(patience.before_next(1, Some(second * 7), 0.0), Some(second * 7));
        assert!(patience.before_next(1, Some(second * 7), 1.0) > Some(second * 7));
        assert_eq!(patience.before_next(1, Some(second * 3600), 0.0), None);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_770);
        assert_eq!(retry_after(" 12 ", now), Some(Duration::from_secs(12)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now), Some(Duration::from_secs(7)));
        assert_eq!(retry_after("Sat, 06 Nov 1993 08:49:37 GMT", now), Some(Duration::ZERO));
        assert_eq!(retry_after("soon", now), None);
    }

    #[test]
    fn chance_lies_between_nought_and_one() {
        assert!((0..1000).map(|_| chance()).all(|chance| (0.0..1.0).contains(&chance)));
    }
}
