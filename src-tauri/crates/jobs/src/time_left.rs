//! How long what is left takes: of a job, and of everything that waits.

use std::time::Duration;

use crate::{Durations, Effort, StepProgress, record::Record};

/// What a run is at: one kind of step, since when, and how far.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stretch {
    number: u32,
    effort: Effort,
    began: Duration,
    fraction: f32,
    /// Whether it was seen from its beginning.
    whole: bool,
}

impl Stretch {
    /// Goes along with what a run says. Answers the stretch that it has come to the end of, with how
    /// long that took.
    pub(crate) fn follow(
        at: &mut Option<Self>,
        progress: &StepProgress,
        now: Duration,
    ) -> Option<(Effort, Duration)> {
        if let Some(stretch) = at
            && let Some(effort) = &progress.effort
            && (stretch.number, &stretch.effort.kind) == (progress.number, &effort.kind)
        {
            stretch.fraction = progress.fraction.clamp(0.0, 1.0);
            return None;
        }
        let fraction = progress.fraction.clamp(0.0, 1.0);
        let next = progress.effort.clone().map(|effort| Self {
            number: progress.number,
            effort,
            began: now,
            fraction,
            whole: fraction == 0.0,
        });
        std::mem::replace(at, next)?.end(now)
    }

    /// It has come to its end: what is to be learnt of it.
    pub(crate) fn end(self, now: Duration) -> Option<(Effort, Duration)> {
        self.whole.then(|| (self.effort, now.saturating_sub(self.began)))
    }
}

/// How long what is left of a job takes, or `None` while nobody can say. A run that has stopped begins
/// its step again.
pub(crate) fn of_job(durations: &Durations, record: &Record, at: Option<&Stretch>) -> Option<Duration> {
    let all = durations.foretell(&record.lane, &record.details.ahead)?;
    let done = at.and_then(|stretch| {
        let whole = durations.foretell(&record.lane, &[stretch.effort.clone()].into_iter().collect())?;
        Some(whole.mul_f32(stretch.fraction))
    });
    Some(all.saturating_sub(done.unwrap_or_default()))
}

/// A job that is ahead: how long it is till it may begin, and how long it takes then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Ahead {
    pub(crate) begins_in: Duration,
    pub(crate) takes: Duration,
}

/// How long jobs of one lane take that run side by side up to a limit, each in its turn; one that waits for
/// a time lets those behind it go first.
pub(crate) fn of_lane(limit: usize, mut jobs: Vec<Ahead>) -> Duration {
    let mut free = vec![Duration::ZERO; limit.max(1)];
    jobs.sort_by_key(|job| job.begins_in);
    for job in jobs {
        if let Some(first) = free.iter_mut().min() {
            *first = job.begins_in.max(*first) + job.takes;
        }
    }
    free.into_iter().max().unwrap_or_default()
}

/// A time left in whole seconds, no finer than anybody can know it: half a minute below one minute, then
/// minutes, five minutes, hours begun. Stays as it was said `before` while that is not clearly wrong, so
/// that it does not go to and fro.
pub(crate) fn coarse(left: Duration, before: Option<u32>) -> u32 {
    let seconds = left.as_secs_f64();
    let grain = grain(seconds);
    let stays = |before: f64| (before - seconds).abs() < 0.75 * grain && before >= 60.0 && seconds >= 40.0;
    let whole = match before.map(f64::from) {
        Some(before) if stays(before) => before,
        _ if seconds < 55.0 => 30.0,
        _ if seconds < 3_450.0 => (seconds / grain).round() * grain,
        _ => (seconds / grain).floor().max(1.0) * grain,
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
    let whole = whole as u32;
    whole
}

fn grain(seconds: f64) -> f64 {
    match seconds {
        ..600.0 => 60.0,
        ..3_450.0 => 300.0,
        _ => 3_600.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn said(number: u32, kind: &'static str, fraction: f32) -> StepProgress {
        let effort = Some(Effort::new(kind, 10.0));
        StepProgress { number, fraction, effort, ..StepProgress::default() }
    }

    #[test]
    fn a_stretch_ends_when_the_run_is_at_another() {
        let mut at = None;
        assert_eq!(Stretch::follow(&mut at, &said(1, "ready", 0.0), s(0)), None);
        let ready = Stretch::follow(&mut at, &said(1, "scene", 0.0), s(3));
        assert_eq!(ready, Some((Effort::new("ready", 10.0), s(3))), "the same step, of another kind");
        assert_eq!(Stretch::follow(&mut at, &said(1, "scene", 0.7), s(8)), None);
        let scene = Stretch::follow(&mut at, &said(2, "scene", 0.0), s(10));
        assert_eq!(scene, Some((Effort::new("scene", 10.0), s(7))));
    }

    #[test]
    fn what_was_not_seen_from_its_beginning_teaches_nothing() {
        let mut at = None;
        Stretch::follow(&mut at, &said(3, "scene", 0.5), s(0));
        assert_eq!(Stretch::follow(&mut at, &said(4, "scene", 0.0), s(2)), None);
        let silent = StepProgress { number: 5, ..StepProgress::default() };
        assert_eq!(Stretch::follow(&mut at, &silent, s(9)), Some((Effort::new("scene", 10.0), s(7))));
        assert_eq!(at, None);
    }

    #[test]
    fn jobs_of_a_lane_take_turns() {
        let now = |seconds| Ahead { begins_in: s(0), takes: s(seconds) };
        assert_eq!(of_lane(1, vec![now(10), now(20), now(30)]), s(60));
        assert_eq!(of_lane(2, vec![now(10), now(20), now(30)]), s(40));
        assert_eq!(of_lane(0, vec![now(10)]), s(10));
        assert_eq!(of_lane(3, vec![]), s(0));
    }

    #[test]
    fn a_job_that_waits_for_a_time_is_waited_for_and_keeps_nobody_back() {
        let now = |seconds| Ahead { begins_in: s(0), takes: s(seconds) };
        let later = Ahead { begins_in: s(3600), takes: s(10) };
        assert_eq!(of_lane(1, vec![later, now(20)]), s(3610));
        assert_eq!(of_lane(1, vec![now(4000), later]), s(4010));
        assert_eq!(of_lane(2, vec![later, now(4000)]), s(4000));
    }

    #[test]
    fn a_time_is_said_no_finer_than_it_is_known() {
        let said = |seconds| coarse(s(seconds), None);
        let coarse: Vec<u32> = [0, 54, 56, 100, 570, 640, 3_400, 3_500, 7_100, 7_200, 9_999].map(said).into();
        assert_eq!(coarse, [30, 30, 60, 120, 600, 600, 3_300, 3_600, 3_600, 7_200, 7_200]);
    }

    #[test]
    fn what_was_said_stays_while_it_is_not_clearly_wrong() {
        assert_eq!(coarse(s(155), Some(120)), 120);
        assert_eq!(coarse(s(170), Some(120)), 180);
        assert_eq!(coarse(s(80), Some(120)), 120);
        assert_eq!(coarse(s(70), Some(120)), 60);
        assert_eq!(coarse(s(35), Some(60)), 30);
        assert_eq!(coarse(s(60), Some(30)), 60);
    }
}
