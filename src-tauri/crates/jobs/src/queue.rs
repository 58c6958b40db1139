use std::collections::{BTreeMap, HashMap};

use mythline_protocol::{JobId, QueueInfo, Scarce};
use serde::{Deserialize, Serialize};

/// Where a job is moved in the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Place {
    /// Before all that wait.
    First,
    /// After all that wait.
    Last,
    /// Before this one; its id may be cut short.
    Before(String),
}

/// Who waits, in which order, and how many of a lane run at once.
pub(crate) struct Queue {
    waiting: Vec<JobId>,
    /// Of those, the ones that wait for a time too; milliseconds since the Unix epoch.
    timed: HashMap<JobId, i64>,
    /// The order from before a start: who comes back takes the old place among those that did.
    before: Vec<JobId>,
    /// How many of each lane run.
    running: HashMap<String, usize>,
    settings: Settled,
    /// What the limit is without somebody's word, and for which lanes it is another.
    default_limit: usize,
    lane_limits: HashMap<String, usize>,
    held: bool,
    /// What everything waits for.
    scarce: Option<Scarce>,
    /// Whether its file is to be written again.
    changed: bool,
}

/// What somebody decided about the queue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Settled {
    /// Whether nothing new begins.
    #[serde(default)]
    pub(crate) held: bool,
    /// How many of a lane run at once, where it was said.
    #[serde(default)]
    pub(crate) limit: Option<usize>,
    /// The same for single lanes.
    #[serde(default)]
    pub(crate) limits: BTreeMap<String, usize>,
    /// Jobs that were paused with the queue, and go on with it.
    #[serde(default)]
    pub(crate) paused: Vec<JobId>,
}

impl Queue {
    /// A queue as it was left: its settings, and the order in which jobs waited.
    pub(crate) fn new(
        default_limit: usize,
        lane_limits: Vec<(String, usize)>,
        settings: Settled,
        before: Vec<JobId>,
    ) -> Self {
        let held = settings.held;
        let (waiting, timed, running) = Default::default();
        let lane_limits = lane_limits.into_iter().collect();
        let (scarce, changed) = (None, false);
        Self { waiting, timed, before, running, settings, default_limit, lane_limits, held, scarce, changed }
    }

    pub(crate) fn push(&mut self, id: JobId) {
        let place = |id: JobId| self.before.iter().position(|before| *before == id);
        let mine = place(id);
        let later = |waits: &JobId| mine.is_some() && place(*waits) > mine;
        let at = self.waiting.iter().position(later).unwrap_or(self.waiting.len());
        self.waiting.insert(at, id);
        self.changed = true;
    }

    /// Takes a job out; where it comes back it is as a new one.
    pub(crate) fn remove(&mut self, id: JobId) {
        self.take_out(id);
        self.timed.remove(&id);
    }

    pub(crate) fn put_first(&mut self, id: JobId) {
        self.take_out(id);
        self.waiting.insert(0, id);
    }

    pub(crate) fn put_last(&mut self, id: JobId) {
        self.take_out(id);
        self.waiting.push(id);
    }

    /// Moves a job before another; false when that one does not wait.
    pub(crate) fn put_before(&mut self, id: JobId, before: JobId) -> bool {
        if id == before {
            return self.waiting.contains(&id);
        }
        if !self.waiting.contains(&before) {
            return false;
        }
        self.take_out(id);
        let at = self.waiting.iter().position(|waiting| *waiting == before).unwrap_or(0);
        self.waiting.insert(at, id);
        true
    }

    /// Those that wait, in order.
    pub(crate) fn waiting(&self) -> &[JobId] {
        &self.waiting
    }

    /// Lets a job wait for a time, or no longer.
    pub(crate) fn not_before(&mut self, id: JobId, at: Option<i64>) {
        match at {
            Some(at) => self.timed.insert(id, at),
            None => self.timed.remove(&id),
        };
    }

    /// The next time after `now` for which a job waits.
    pub(crate) fn next_start(&self, now: i64) -> Option<i64> {
        self.timed.values().copied().filter(|at| *at > now).min()
    }

    /// Those whose time has come, and who wait for nothing but their turn from now on.
    pub(crate) fn take_due(&mut self, now: i64) -> Vec<JobId> {
        if self.timed.is_empty() {
            return Vec::new();
        }
        let due: Vec<JobId> = self.timed.iter().filter(|(_, at)| **at <= now).map(|(id, _)| *id).collect();
        self.timed.retain(|_, at| *at > now);
        due
    }

    /// Holds everything back, or lets it go, because somebody says so.
    pub(crate) fn hold(&mut self, hold: bool) {
        self.settings.held = hold;
        self.held = hold;
        self.changed = true;
    }

    /// Holds everything back while there is too little of something.
    pub(crate) fn lack(&mut self, scarce: Option<Scarce>) {
        self.scarce = scarce;
    }

    /// What everything waits for.
    pub(crate) fn lacks(&self) -> Option<Scarce> {
        self.scarce
    }

    /// Whether everything is held back.
    pub(crate) fn is_held(&self) -> bool {
        self.held || self.scarce.is_some()
    }

    /// Holds everything back because the program ends.
    pub(crate) fn shut(&mut self) {
        self.held = true;
    }

    /// A job was paused with the queue.
    pub(crate) fn paused_too(&mut self, id: JobId) {
        self.settings.paused.push(id);
    }

    /// Those that were paused with the queue, to go on.
    pub(crate) fn take_paused(&mut self) -> Vec<JobId> {
        std::mem::take(&mut self.settings.paused)
    }

    /// Changes how many of a lane, or of every lane, run at once; at least one.
    pub(crate) fn set_limit(&mut self, lane: Option<String>, limit: usize) {
        let limit = limit.max(1);
        match lane {
            Some(lane) => drop(self.settings.limits.insert(lane, limit)),
            None => {
                self.settings.limits.clear();
                self.settings.limit = Some(limit);
            }
        }
        self.changed = true;
    }

    /// Takes the first job out whose time has come and whose lane has room, and counts it as running
    /// there.
    pub(crate) fn take_next<'a>(
        &mut self,
        now: i64,
        lane_of: impl Fn(JobId) -> Option<&'a str>,
    ) -> Option<JobId> {
        if self.is_held() {
            return None;
        }
        let ready = |id: &JobId| {
            let lane = lane_of(*id).unwrap_or_default();
            self.timed.get(id).is_none_or(|at| *at <= now)
                && self.running.get(lane).is_none_or(|running| *running < self.limit(lane))
        };
        let at = self.waiting.iter().position(ready)?;
        let id = self.waiting[at];
        self.remove(id);
        *self.running.entry(lane_of(id).unwrap_or_default().to_owned()).or_default() += 1;
        Some(id)
    }

    /// A job of this lane runs no more.
    pub(crate) fn leave(&mut self, lane: &str) {
        if let Some(running) = self.running.get_mut(lane) {
            *running = running.saturating_sub(1);
        }
        self.changed = true;
    }

    /// Who waited before a start and has not come back.
    pub(crate) fn absent(&self) -> impl Iterator<Item = JobId> {
        self.before.iter().copied().filter(|id| !self.waiting.contains(id))
    }

    /// How it stands; how long it takes is for others to say.
    pub(crate) fn info(&self) -> QueueInfo {
        let count = |limit: usize| u32::try_from(limit).unwrap_or(u32::MAX);
        let own = self.lane_limits.keys().chain(self.settings.limits.keys());
        QueueInfo {
            time_left_s: None,
            held: self.settings.held,
            paused: self.settings.held && !self.settings.paused.is_empty(),
            scarce: self.scarce,
            limit: count(self.settings.limit.unwrap_or(self.default_limit).max(1)),
            limits: own.map(|lane| (lane.clone(), count(self.limit(lane)))).collect(),
        }
    }

    /// What somebody decided, to be kept.
    pub(crate) fn settled(&self) -> &Settled {
        &self.settings
    }

    /// Whether it has changed since [`Queue::is_kept`] was said last.
    pub(crate) fn has_changed(&self) -> bool {
        self.changed
    }

    /// It is on its way to the disk as it is now.
    pub(crate) fn is_kept(&mut self) {
        self.changed = false;
    }

    fn take_out(&mut self, id: JobId) {
        self.waiting.retain(|waiting| *waiting != id);
        self.before.retain(|before| *before != id);
        self.changed = true;
    }

    /// How many of a lane run at once.
    pub(crate) fn limit(&self, lane: &str) -> usize {
        let said = self.settings.limits.get(lane).copied().or(self.settings.limit);
        said.or_else(|| self.lane_limits.get(lane).copied()).unwrap_or(self.default_limit).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u8) -> JobId {
        JobId::from_random_bytes([n; 16])
    }

    fn queue_of(n: u8) -> Queue {
        let mut queue = Queue::new(1, Vec::new(), Settled::default(), Vec::new());
        (1..=n).for_each(|n| queue.push(id(n)));
        queue
    }

    #[test]
    fn a_lane_lets_in_as_many_as_its_limit_says() {
        let mut queue = queue_of(4);
        let lane = |job: JobId| Some(if job == id(3) { "big" } else { "small" });
        assert_eq!(queue.take_next(0, lane), Some(id(1)));
        assert_eq!(queue.take_next(0, lane), Some(id(3)), "another lane has room");
        assert_eq!(queue.take_next(0, lane), None);
        queue.set_limit(Some("small".to_owned()), 2);
        assert_eq!(queue.take_next(0, lane), Some(id(2)));
        queue.leave("small");
        assert_eq!(queue.take_next(0, lane), Some(id(4)));
    }

    #[test]
    fn those_that_wait_can_be_moved() {
        let mut queue = queue_of(4);
        queue.put_first(id(3));
        queue.put_last(id(1));
        assert_eq!(queue.waiting(), [id(3), id(2), id(4), id(1)]);
        assert!(queue.put_before(id(1), id(2)));
        assert_eq!(queue.waiting(), [id(3), id(1), id(2), id(4)]);
        assert!(!queue.put_before(id(1), id(9)));
        assert!(queue.put_before(id(1), id(1)));
        assert_eq!(queue.waiting(), [id(3), id(1), id(2), id(4)]);
    }

    #[test]
    fn a_held_queue_lets_nobody_through() {
        let mut queue = queue_of(1);
        queue.hold(true);
        assert_eq!(queue.take_next(0, |_| Some("small")), None);
        queue.hold(false);
        assert_eq!(queue.take_next(0, |_| Some("small")), Some(id(1)));
    }

    #[test]
    fn who_waits_for_a_time_lets_others_pass() {
        let mut queue = queue_of(2);
        queue.not_before(id(1), Some(1_000));
        assert_eq!(queue.next_start(0), Some(1_000));
        assert_eq!(queue.take_next(999, |_| Some("small")), Some(id(2)));
        queue.leave("small");
        assert_eq!(queue.take_next(999, |_| Some("small")), None);
        queue.put_first(id(1));
        assert_eq!(queue.take_next(999, |_| Some("small")), None, "a new place is no new time");
        assert_eq!((queue.take_due(999), queue.take_due(1_000)), (vec![], vec![id(1)]));
        assert_eq!(queue.take_next(0, |_| Some("small")), Some(id(1)), "it waits for its turn alone");
        assert_eq!(queue.next_start(0), None);
    }

    #[test]
    fn who_comes_back_takes_the_old_place_until_it_leaves_it() {
        let before = (1..=4).map(id).collect();
        let mut queue = Queue::new(1, Vec::new(), Settled::default(), before);
        [3, 9, 1, 4, 2].into_iter().for_each(|n| queue.push(id(n)));
        assert_eq!(queue.waiting(), [1, 2, 3, 9, 4].map(id));
        queue.remove(id(1));
        queue.push(id(1));
        assert_eq!(queue.waiting(), [2, 3, 9, 4, 1].map(id));
    }

    #[test]
    fn a_limit_for_all_replaces_those_of_single_lanes() {
        let mut queue = queue_of(3);
        queue.set_limit(Some("small".to_owned()), 1);
        queue.set_limit(None, 3);
        (1..=3).for_each(|n| assert_eq!(queue.take_next(0, |_| Some("small")), Some(id(n))));
        let limits = (queue.settled().limit, queue.settled().limits.len());
        assert_eq!(limits, (Some(3), 0));
    }
}
