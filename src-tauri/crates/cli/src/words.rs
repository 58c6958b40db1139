use mythline_protocol::{JobRow, JobStatus};

/// `1 step`, `2 steps`.
pub(crate) fn count(number: u32, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

/// `one`, `one and two`, `one, two and three`.
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// How long something takes, in seconds, as one would say it.
pub(crate) fn about(seconds: u32) -> String {
    match seconds {
        0..=7 => "a few seconds".to_owned(),
        8..=54 => format!("about {} s", (seconds + 2) / 5 * 5),
        55..=3_569 => format!("about {} min", (seconds + 30) / 60),
        _ => {
            let minutes = (seconds + 300) / 600 * 10;
            match minutes % 60 {
                0 => format!("about {} h", minutes / 60),
                rest => format!("about {} h {rest} min", minutes / 60),
            }
        }
    }
}

/// How long something still takes, in seconds as coarse as a row says them.
pub(crate) fn left(seconds: u32) -> String {
    match seconds {
        ..60 => "less than a minute".to_owned(),
        60..3_600 => format!("about {}", count(seconds / 60, "minute")),
        3_600..7_200 => "more than an hour".to_owned(),
        _ => format!("more than {} hours", seconds / 3_600),
    }
}

/// How long ago something was; both in milliseconds since the epoch.
pub(crate) fn ago(now: i64, then: i64) -> String {
    let seconds = (now - then) / 1_000;
    match seconds {
        ..=44 => "just now".to_owned(),
        45..=3_569 => format!("{} min ago", (seconds + 30) / 60),
        3_570..=84_599 => format!("{} h ago", (seconds + 1_800) / 3_600),
        84_600..=129_599 => "a day ago".to_owned(),
        _ => format!("{} days ago", (seconds + 43_200) / 86_400),
    }
}

/// A size in bytes as people read it.
pub(crate) fn size(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
    let bytes = bytes as f64;
    match bytes {
        ..1e3 => format!("{bytes} bytes"),
        ..1e6 => format!("{:.0} kB", bytes / 1e3),
        ..1e9 => format!("{:.0} MB", bytes / 1e6),
        _ => format!("{:.1} GB", bytes / 1e9),
    }
}

/// The beginning of an id that people see and type.
pub(crate) fn short(id: &str) -> &str {
    if id.contains('/') { id } else { id.get(..8).unwrap_or(id) }
}

/// A job's state in a word or two.
pub(crate) fn state(row: &JobRow) -> &'static str {
    match row.status {
        _ if row.problem.is_some() => "damaged",
        JobStatus::Queued => "waiting",
        JobStatus::Starting => "getting ready",
        JobStatus::Running => "writing",
        JobStatus::Paused => "paused",
        JobStatus::Completed => "finished",
        JobStatus::Error => "failed",
        JobStatus::Cancelled => "cancelled",
        JobStatus::Interrupted => "interrupted",
    }
}

/// `3 of 8 steps`.
pub(crate) fn steps(row: &JobRow) -> String {
    format!("{} of {}", row.current, count(row.total, "step"))
}

/// `3 of 8 steps are kept`, where there are any.
pub(crate) fn kept(row: &JobRow) -> Option<String> {
    (row.current > 0).then(|| format!("{} {} kept", steps(row), if row.current == 1 { "is" } else { "are" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_said_as_people_say_them() {
        let said: Vec<_> = [3, 41, 58, 134, 3_540, 3_600, 4_400, 7_100].map(about).into();
        assert_eq!(
            said,
            [
                "a few seconds",
                "about 40 s",
                "about 1 min",
                "about 2 min",
                "about 59 min",
                "about 1 h",
                "about 1 h 10 min",
                "about 2 h"
            ]
        );
    }

    #[test]
    fn what_is_left_is_said_no_finer_than_it_is_known() {
        let said: Vec<_> = [30, 60, 180, 3_300, 3_600, 10_800].map(left).into();
        assert_eq!(
            said,
            [
                "less than a minute",
                "about 1 minute",
                "about 3 minutes",
                "about 55 minutes",
                "more than an hour",
                "more than 3 hours"
            ]
        );
    }

    #[test]
    fn times_are_said_from_now() {
        let now = 1_000_000_000;
        let said: Vec<_> = [0, 60, 3_600, 86_400, 400_000].map(|s| ago(now, now - s * 1_000)).into();
        assert_eq!(said, ["just now", "1 min ago", "1 h ago", "a day ago", "5 days ago"]);
        assert_eq!(ago(now, now + 5_000), "just now", "a clock that went back");
    }

    #[test]
    fn lists_and_counts_read_as_sentences() {
        assert_eq!(count(1, "step"), "1 step");
        assert_eq!(count(0, "step"), "0 steps");
        assert_eq!(list(&["a".into(), "b".into(), "c".into()]), "a, b and c");
    }

    #[test]
    fn sizes_are_rounded() {
        assert_eq!(size(98_362_432), "98 MB");
        assert_eq!(size(1_117_320_768), "1.1 GB");
        assert_eq!(size(12), "12 bytes");
    }
}
