use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use mythline_protocol::{JobId, TextEvent};

use crate::{
    Clock,
    coalescer::{Coalescer, Haste, Paces, Readers},
};

/// Steps of one job whose text is kept for readers that are behind.
const STEPS: usize = 4;
/// The most bytes of text kept of one step: far above any that is written.
const STEP_BYTES: usize = 256 * 1024;
/// Between two pieces of text for one reader.
const GAP: Duration = Duration::from_millis(33);

/// The text of every job that is being written, or that somebody reads.
#[derive(Default)]
pub(crate) struct Texts {
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    jobs: HashMap<JobId, Arc<LiveText>>,
    ended: bool,
}

/// The text of one job while it is written: the last few steps as they are now, and no history.
pub(crate) struct LiveText {
    steps: Mutex<VecDeque<StepText>>,
    readers: Readers<(), ()>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct StepText {
    step: String,
    attempt: u32,
    text: String,
}

impl Texts {
    /// The text of a job; made when it is not there.
    pub(crate) fn of(&self, id: JobId) -> Arc<LiveText> {
        let mut open = self.lock();
        let ended = open.ended;
        open.jobs.entry(id).or_insert_with(|| Arc::new(LiveText::new(ended))).clone()
    }

    /// A run has ended: what nobody reads is dropped, and so is what the job had.
    pub(crate) fn ended(&self, id: JobId) {
        let mut open = self.lock();
        if let Some(text) = open.jobs.get(&id) {
            text.steps().clear();
        }
        open.jobs.retain(|_, text| Arc::strong_count(text) > 1);
    }

    /// Whether somebody reads the text of a job; what nobody reads is dropped.
    pub(crate) fn is_read(&self, id: JobId) -> bool {
        let mut open = self.lock();
        open.jobs.retain(|_, text| Arc::strong_count(text) > 1);
        open.jobs.contains_key(&id)
    }

    /// All that a job has of the step in hand.
    pub(crate) fn in_hand(&self, id: JobId) -> Option<TextEvent> {
        let text = self.lock().jobs.get(&id).cloned()?;
        let steps = text.steps();
        let StepText { step, attempt, text } = steps.back()?.clone();
        Some(TextEvent { step, attempt, offset: 0, text })
    }

    /// Nothing will be written any more: tells every reader.
    pub(crate) fn end(&self) {
        let mut open = self.lock();
        open.ended = true;
        open.jobs.values().for_each(|text| text.readers.end());
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl LiveText {
    fn new(ended: bool) -> Self {
        let readers = Readers::new(1);
        if ended {
            readers.end();
        }
        Self { steps: Mutex::default(), readers }
    }

    /// Takes a piece: keeps the first `offset` units of the step's text and appends.
    pub(crate) fn push(&self, event: TextEvent) {
        {
            let mut steps = self.steps();
            if steps.back().is_none_or(|last| last.step != event.step) {
                steps.retain(|earlier| earlier.step != event.step);
                steps.push_back(StepText { step: event.step, attempt: event.attempt, text: String::new() });
                if steps.len() > STEPS {
                    steps.pop_front();
                }
            }
            let Some(last) = steps.back_mut() else { return };
            last.attempt = event.attempt;
            last.text.truncate(byte_of(&last.text, event.offset));
            if last.text.len() + event.text.len() <= STEP_BYTES {
                last.text.push_str(&event.text);
            }
        }
        self.readers.tell(&(), Haste::Progress, &());
    }

    fn steps(&self) -> MutexGuard<'_, VecDeque<StepText>> {
        self.steps.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The text of one job for one subscriber: first what the step in hand has so far, then what changes.
pub struct TextFeed {
    job: Arc<LiveText>,
    news: Arc<Coalescer<(), ()>>,
    clock: Arc<dyn Clock>,
    paces: Paces,
    /// Whether there may be more to send of what is known to have changed.
    more: bool,
    sent: Option<StepText>,
}

impl TextFeed {
    pub(crate) fn new(job: Arc<LiveText>, clock: Arc<dyn Clock>) -> Self {
        let news = job.readers.add();
        Self { job, news, clock, paces: Paces::new(GAP, GAP), more: true, sent: None }
    }

    /// What comes next; `None` when the engine has ended. It may be dropped while it waits: nothing is
    /// lost.
    pub async fn next(&mut self) -> Option<TextEvent> {
        loop {
            if self.more {
                let event = self.difference();
                self.more = event.is_some();
                if event.is_some() {
                    return event;
                }
            }
            self.news.next(&*self.clock, &mut self.paces).await?;
            self.more = true;
        }
    }

    /// What the reader lacks, a step at a time.
    fn difference(&mut self) -> Option<TextEvent> {
        let steps = self.job.steps();
        let at = match &self.sent {
            None => steps.len().checked_sub(1)?,
            Some(sent) => steps.iter().position(|s| s.step == sent.step).unwrap_or(0),
        };
        for now in steps.iter().skip(at) {
            let same_step = self.sent.as_ref().filter(|sent| sent.step == now.step);
            if same_step == Some(now) {
                continue;
            }
            let has = same_step.map_or("", |sent| &sent.text);
            let common = common_bytes(has, &now.text);
            let event = TextEvent {
                step: now.step.clone(),
                attempt: now.attempt,
                offset: u32::try_from(now.text[..common].encode_utf16().count()).unwrap_or(u32::MAX),
                text: now.text[common..].to_owned(),
            };
            self.sent = Some(now.clone());
            return Some(event);
        }
        None
    }
}

/// Where the `units`th UTF-16 unit of a text begins, in bytes; never inside a character.
fn byte_of(text: &str, units: u32) -> usize {
    let mut left = units as usize;
    for (at, c) in text.char_indices() {
        if left < c.len_utf16() {
            return at;
        }
        left -= c.len_utf16();
    }
    text.len()
}

fn common_bytes(a: &str, b: &str) -> usize {
    let same = a.chars().zip(b.chars()).take_while(|(x, y)| x == y);
    same.map(|(c, _)| c.len_utf8()).sum()
}
