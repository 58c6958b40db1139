use std::{
    collections::{BTreeMap, VecDeque, btree_map::Entry},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use mythline_protocol::{CommandError, Download, ErrorCode};
use tokio::{
    sync::{oneshot, watch},
    time::Instant,
};
use tokio_util::sync::CancellationToken;

use crate::{Models, Studio};

/// Between two messages to one listener: last value wins.
const PACE: Duration = Duration::from_millis(100);

/// Models on their way to this computer. They are the program's, not a workspace's: another folder may be
/// opened while they come. Clones are one.
#[derive(Clone, Default)]
pub struct Downloads {
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    shown: watch::Sender<Vec<Download>>,
    /// What ends those that are under way, by what they were asked for.
    stops: Mutex<BTreeMap<String, CancellationToken>>,
}

/// All downloads at first, and again when something of them has changed.
pub struct DownloadsFeed {
    changes: watch::Receiver<Vec<Download>>,
    told: Option<Instant>,
}

impl DownloadsFeed {
    /// Waits for a change; none when the program ends. Never answers sooner than its pace.
    pub async fn next(&mut self) -> Option<Vec<Download>> {
        if let Some(told) = self.told {
            self.changes.changed().await.ok()?;
            tokio::time::sleep_until(told + PACE).await;
        }
        self.told = Some(Instant::now());
        Some(self.changes.borrow_and_update().clone())
    }
}

impl Downloads {
    /// What is on its way, and every change. What an earlier start left is read from the shelf.
    ///
    /// # Errors
    /// When the shelf cannot be read.
    pub async fn subscribe(&self, studio: &Studio) -> Result<DownloadsFeed, CommandError> {
        self.read(&*studio.inner.models).await?;
        Ok(DownloadsFeed { changes: self.inner.shown.subscribe(), told: None })
    }

    /// Begins a download, or goes on with one; only to be called after the user's word. Answers when the first
    /// byte may come; from then on the feed tells.
    ///
    /// # Errors
    /// As [`Studio::look_up_model`], and when there is too little disk.
    pub async fn start(&self, studio: &Studio, id: &str) -> Result<(), CommandError> {
        let id = id.trim().to_owned();
        let stop = match self.stops().entry(id.clone()) {
            Entry::Occupied(_) => return Ok(()),
            Entry::Vacant(free) => free.insert(CancellationToken::new()).clone(),
        };
        let (begun, beginning) = oneshot::channel();
        let course = Course {
            downloads: self.clone(),
            id,
            stop,
            begun: Mutex::new(Some(begun)),
            pace: Mutex::default(),
        };
        let models = studio.inner.models.clone();
        tokio::spawn(async move { course.run(&*models).await });
        beginning.await.unwrap_or_else(|_| Err(gone()))
    }

    /// Stops a download; what has come is kept. Answers when it has stopped.
    pub async fn stop(&self, id: &str) {
        let stop = self.stops().get(id.trim()).cloned();
        if let Some(stop) = stop {
            stop.cancel();
            let mut shown = self.inner.shown.subscribe();
            let at_rest = |all: &Vec<Download>| !all.iter().any(|one| one.offer.id == id.trim() && one.going);
            let _ended = shown.wait_for(at_rest).await;
        }
    }

    /// Gives a download up: what has come of it goes.
    ///
    /// # Errors
    /// When there is none of this name, or its part cannot be removed.
    pub async fn discard(&self, studio: &Studio, id: &str) -> Result<(), CommandError> {
        self.stop(id).await;
        studio.inner.models.discard_download(id).await?;
        self.inner.shown.send_modify(|all| all.retain(|one| one.offer.id != id.trim()));
        Ok(())
    }

    /// Stops them all, with what has come kept: the program ends.
    pub async fn stop_all(&self) {
        let all: Vec<String> = self.stops().keys().cloned().collect();
        for id in all {
            self.stop(&id).await;
        }
    }

    /// Puts what the shelf knows beside what is under way here, whose numbers are newer.
    async fn read(&self, models: &dyn Models) -> Result<(), CommandError> {
        let arriving = models.arriving().await?;
        self.inner.shown.send_modify(|all| {
            let mut here = std::mem::take(all);
            here.retain(|one| one.going || one.problem.is_some());
            for known in arriving {
                let at = here.iter().position(|one| one.offer.id == known.offer.id);
                all.push(at.map_or(known, |at| here.remove(at)));
            }
            // What has just begun is not noted there yet.
            all.extend(here.into_iter().filter(|one| one.going));
        });
        Ok(())
    }

    fn stops(&self) -> MutexGuard<'_, BTreeMap<String, CancellationToken>> {
        self.inner.stops.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One download from its begin to its end.
struct Course {
    downloads: Downloads,
    id: String,
    stop: CancellationToken,
    begun: Mutex<Option<oneshot::Sender<Result<(), CommandError>>>>,
    pace: Mutex<Pace>,
}

impl Course {
    async fn run(&self, models: &dyn Models) {
        let ended = self.download(models).await;
        let problem = ended.as_ref().err().filter(|_| !self.stop.is_cancelled()).cloned();
        self.downloads.inner.shown.send_modify(|all| {
            if let Some(this) = self.among(all) {
                (this.going, this.seconds_left, this.problem) = (false, None, problem);
            }
            // In the same moment, so that it can be begun again as soon as it is seen to rest.
            self.downloads.stops().remove(&self.id);
        });
        // What came to nothing before it began is not on its way.
        if let Err(error) = self.downloads.read(models).await {
            tracing::warn!(%error, "the downloads");
        }
        self.answer(ended);
    }

    async fn download(&self, models: &dyn Models) -> Result<(), CommandError> {
        let offer = models.look_up(&self.id).await?;
        self.downloads.inner.shown.send_modify(|all| {
            if self.among(all).is_none() {
                all.push(Download { offer, done: 0, going: true, seconds_left: None, problem: None });
            }
        });
        let progress = |done: u64, all: u64| self.tell(done, all);
        models.download(&self.id, &progress, self.stop.clone()).await.map(drop)
    }

    /// Itself, among what is shown.
    fn among<'a>(&self, all: &'a mut [Download]) -> Option<&'a mut Download> {
        all.iter_mut().find(|one| one.offer.id == self.id)
    }

    /// Bytes have come.
    fn tell(&self, done: u64, all: u64) {
        let mut pace = self.pace.lock().unwrap_or_else(PoisonError::into_inner);
        pace.note(Instant::now(), done);
        let left = pace.seconds_left(all.saturating_sub(done));
        self.downloads.inner.shown.send_modify(|shown| {
            if let Some(this) = self.among(shown) {
                (this.done, this.going, this.seconds_left, this.problem) = (done, true, left, None);
            }
        });
        self.answer(Ok(()));
    }

    fn answer(&self, answer: Result<(), CommandError>) {
        let begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(begun) = begun {
            // Whoever asked may have gone.
            let _unheard = begun.send(answer);
        }
    }
}

/// How fast bytes come, over the last seconds.
#[derive(Default)]
struct Pace(VecDeque<(Instant, u64)>);

impl Pace {
    /// What is older says nothing of now.
    const LATELY: Duration = Duration::from_secs(10);

    fn note(&mut self, now: Instant, done: u64) {
        self.0.push_back((now, done));
        while self.0.len() > 2 && now - self.0[0].0 > Self::LATELY {
            self.0.pop_front();
        }
    }

    fn seconds_left(&self, bytes: u64) -> Option<u32> {
        let ((from, before), (to, now)) = (self.0.front()?, self.0.back()?);
        let each = (*to - *from).as_secs_f64() / now.checked_sub(*before).filter(|came| *came > 0)? as f64;
        Some((each * bytes as f64).ceil() as u32)
    }
}

fn gone() -> CommandError {
    CommandError::new(ErrorCode::NotNow, "Mythline is closing. What has come is kept.")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::Pace;

    #[test]
    fn the_time_left_follows_from_the_last_seconds() {
        let begin = Instant::now();
        let at = |seconds: u64| begin + Duration::from_secs(seconds);
        let mut pace = Pace::default();
        assert_eq!(pace.seconds_left(1_000), None);
        pace.note(at(0), 5_000);
        assert_eq!(pace.seconds_left(1_000), None, "one look is no speed");
        pace.note(at(1), 5_100);
        assert_eq!(pace.seconds_left(1_000), Some(10));
        pace.note(at(20), 5_100);
        pace.note(at(21), 6_100);
        assert_eq!(pace.seconds_left(2_000), Some(2), "the slow beginning is forgotten");
    }
}
