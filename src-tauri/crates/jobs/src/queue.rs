use std::collections::HashMap;

use mythline_protocol::JobId;
use serde::{Deserialize, Serialize};

/// Where a job is moved in the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    lanes: HashMap<String, Lane>,
    default_limit: usize,
    held: bool,
}

struct Lane {
    limit: usize,
    running: usize,
}

impl Queue {
    pub(crate) fn new(default_limit: usize) -> Self {
        Self { waiting: Vec::new(), lanes: HashMap::new(), default_limit, held: false }
    }

    /// As [`Queue::new`], with lanes that have a limit of their own.
    pub(crate) fn with_limits(default_limit: usize, limits: &[(String, usize)]) -> Self {
        let mut queue = Self::new(default_limit);
        for (lane, limit) in limits {
            queue.set_limit(lane, *limit);
        }
        queue
    }

    pub(crate) fn push(&mut self, id: JobId) {
        self.waiting.push(id);
    }

    pub(crate) fn remove(&mut self, id: JobId) {
        self.waiting.retain(|waiting| *waiting != id);
    }

    pub(crate) fn put_first(&mut self, id: JobId) {
        self.remove(id);
        self.waiting.insert(0, id);
    }

    pub(crate) fn put_last(&mut self, id: JobId) {
        self.remove(id);
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
        self.remove(id);
        let at = self.waiting.iter().position(|waiting| *waiting == before).unwrap_or(0);
        self.waiting.insert(at, id);
        true
    }

    /// Those that wait, in order.
    pub(crate) fn waiting(&self) -> &[JobId] {
        &self.waiting
    }

    /// Holds everything back, or lets it go.
    pub(crate) fn hold(&mut self, hold: bool) {
        self.held = hold;
    }

    /// Whether everything is held back.
    pub(crate) fn is_held(&self) -> bool {
        self.held
    }

    /// How many of a lane run at once.
    pub(crate) fn limit(&self, lane: &str) -> usize {
        self.lanes.get(lane).map_or(self.default_limit.max(1), |lane| lane.limit)
    }

    /// Changes how many of a lane run at once; at least one.
    pub(crate) fn set_limit(&mut self, lane: &str, limit: usize) {
        self.lane(lane).limit = limit.max(1);
    }

    /// Takes the first job out whose lane has room, and counts it as running there.
    pub(crate) fn take_next<'a>(&mut self, lane_of: impl Fn(JobId) -> Option<&'a str>) -> Option<JobId> {
        if self.held {
            return None;
        }
        let at = self.waiting.iter().position(|id| {
            let lane = lane_of(*id).and_then(|lane| self.lanes.get(lane));
            lane.is_none_or(|lane| lane.running < lane.limit)
        })?;
        let id = self.waiting.remove(at);
        self.lane(lane_of(id).unwrap_or_default()).running += 1;
        Some(id)
    }

    /// A job of this lane runs no more.
    pub(crate) fn leave(&mut self, lane: &str) {
        let lane = self.lane(lane);
        lane.running = lane.running.saturating_sub(1);
    }

    fn lane(&mut self, name: &str) -> &mut Lane {
        let limit = self.default_limit.max(1);
        self.lanes.entry(name.to_owned()).or_insert(Lane { limit, running: 0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u8) -> JobId {
        JobId::from_random_bytes([n; 16])
    }

    fn queue_of(n: u8) -> Queue {
        let mut queue = Queue::new(1);
        (1..=n).for_each(|n| queue.push(id(n)));
        queue
    }

    #[test]
    fn a_lane_lets_in_as_many_as_its_limit_says() {
        let mut queue = queue_of(4);
        let lane = |job: JobId| Some(if job == id(3) { "big" } else { "small" });
        assert_eq!(queue.take_next(lane), Some(id(1)));
        assert_eq!(queue.take_next(lane), Some(id(3)), "another lane has room");
        assert_eq!(queue.take_next(lane), None);
        queue.set_limit("small", 2);
        assert_eq!(queue.take_next(lane), Some(id(2)));
        queue.leave("small");
        assert_eq!(queue.take_next(lane), Some(id(4)));
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
        assert_eq!(queue.take_next(|_| Some("small")), None);
        queue.hold(false);
        assert_eq!(queue.take_next(|_| Some("small")), Some(id(1)));
    }
}
