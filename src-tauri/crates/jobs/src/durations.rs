use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use mythline_files::{FileError, Folder, RelPath};
use serde::{Deserialize, Serialize};

use crate::{Effort, Efforts};

/// How large the file may be, in bytes; anything larger is not ours.
const LIMIT: u64 = 1 << 20;
/// The newest steps of a kind that are remembered.
const REMEMBERED: usize = 24;
/// From this many steps on, a kind speaks for itself; below, for all kinds of its lane.
const ENOUGH: usize = 3;
/// What a step counts against the one after it: so the last dozen decide.
const FADING: f64 = 0.85;
/// Steps that were so many times faster or slower than the one in the middle do not count: the computer
/// slept, or was busy with something else.
const ODD: f64 = 4.0;

/// How long steps take on this computer, by lane and kind of step, learnt from its own runs. Kept in the
/// user's own folder for data, for every workspace. Clones are one.
#[derive(Clone, Default)]
pub struct Durations {
    folder: Option<Arc<Folder>>,
    memory: Arc<Mutex<Memory>>,
}

#[derive(Default)]
struct Memory {
    known: Known,
    /// What follows from it, by lane and kind, as far as it was asked for since the lane last learnt.
    speeds: HashMap<String, HashMap<String, Speed>>,
}

/// The steps of each kind, the oldest first, by lane and kind.
pub(crate) type Known = BTreeMap<String, BTreeMap<String, VecDeque<Step>>>;

/// A step that was done: its amount, and the seconds it took.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Step(f64, f64);

/// How long a kind of step takes, in seconds.
#[derive(Debug, Clone, Copy)]
struct Speed {
    /// For an amount of one; `None` while nothing is known of the lane.
    each: Option<f64>,
    /// For no amount: what always takes the same time. Until it was seen, it is nothing.
    always: f64,
}

impl Durations {
    /// What is known; nothing when nothing can be read. Without a folder nothing is kept.
    #[must_use]
    pub fn open(data: &Path) -> Self {
        let folder = Folder::create(data).inspect_err(|error| {
            tracing::warn!(?error, "how long steps take will not be kept");
        });
        let folder = folder.ok().map(Arc::new);
        let known = folder.as_deref().and_then(read).unwrap_or_default();
        Self { folder, memory: Arc::new(Mutex::new(Memory { known, ..Memory::default() })) }
    }

    /// About how long this takes, or `None` while nobody can say.
    #[must_use]
    pub fn foretell(&self, lane: &str, efforts: &Efforts) -> Option<Duration> {
        if efforts.is_empty() {
            return None;
        }
        let mut memory = self.lock();
        let seconds: Option<f64> = efforts.iter().map(|effort| memory.seconds(lane, &effort)).sum();
        Duration::try_from_secs_f64(seconds?).ok()
    }

    /// A step was done, in one go.
    pub(crate) fn learn(&self, lane: &str, effort: &Effort, took: Duration) {
        let mut memory = self.lock();
        memory.speeds.remove(lane);
        let kinds = memory.known.entry(lane.to_owned()).or_default();
        let steps = kinds.entry(effort.kind.clone().into_owned()).or_default();
        steps.push_back(Step(f64::from(effort.amount), took.as_secs_f64()));
        if steps.len() > REMEMBERED {
            steps.pop_front();
        }
    }

    /// Writes what is known. Waits for the disk.
    pub(crate) fn keep(&self) {
        let Some(folder) = &self.folder else { return };
        let known = self.lock().known.clone();
        let mut text = serde_json::to_vec(&known).unwrap_or_default();
        text.push(b'\n');
        if let Err(error) = file().and_then(|file| folder.write(&file, &text)) {
            tracing::warn!(?error, "how long steps took was not kept");
        }
    }

    fn lock(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Memory {
    /// How long a step takes, in seconds.
    fn seconds(&mut self, lane: &str, effort: &Effort) -> Option<f64> {
        let kinds = self.known.get(lane)?;
        if !self.speeds.contains_key(lane) {
            self.speeds.insert(lane.to_owned(), HashMap::new());
        }
        let speeds = self.speeds.get_mut(lane)?;
        let speed = match speeds.get(&*effort.kind) {
            Some(speed) => *speed,
            None => {
                let speed = Speed::of(kinds, &effort.kind);
                speeds.insert(effort.kind.clone().into_owned(), speed);
                speed
            }
        };
        if effort.amount > 0.0 { Some(f64::from(effort.amount) * speed.each?) } else { Some(speed.always) }
    }
}

impl Speed {
    fn of(kinds: &BTreeMap<String, VecDeque<Step>>, kind: &str) -> Self {
        let same = kinds.get(kind);
        let each = match same {
            Some(steps) if steps.len() >= ENOUGH => each(steps.iter().rev()),
            _ => each(newest_first(kinds)),
        };
        let fixed = same.into_iter().flatten().filter(|Step(amount, _)| *amount <= 0.0);
        Self { each, always: middle(fixed.map(|Step(_, took)| *took).collect()) }
    }
}

/// The steps of all kinds: the newest of each, the second newest of each, and so on.
fn newest_first(kinds: &BTreeMap<String, VecDeque<Step>>) -> impl Iterator<Item = &Step> {
    (0..REMEMBERED).flat_map(|age| kinds.values().filter_map(move |steps| steps.iter().rev().nth(age)))
}

/// Seconds for an amount of one, by steps of which the newest come first.
fn each<'a>(steps: impl Iterator<Item = &'a Step>) -> Option<f64> {
    let steps: Vec<&Step> = steps.filter(|Step(amount, _)| *amount > 0.0).collect();
    let usual = middle(steps.iter().map(|Step(amount, took)| took / amount).collect());
    let (mut amounts, mut times, mut weight) = (0.0, 0.0, 1.0);
    for Step(amount, took) in steps {
        if (usual / ODD..=usual * ODD).contains(&(took / amount)) {
            amounts += amount * weight;
            times += took * weight;
        }
        weight *= FADING;
    }
    (amounts > 0.0).then_some(times / amounts)
}

/// The one in the middle; 0 of none.
fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

fn read(folder: &Folder) -> Option<Known> {
    let bytes = folder.read(&file().ok()?, LIMIT).ok()?;
    let mut known: Known = serde_json::from_slice(&bytes).ok()?;
    let sound = |step: &Step| (0.0..1e9).contains(&step.0) && (0.0..1e9).contains(&step.1);
    known.values_mut().flat_map(BTreeMap::values_mut).for_each(|steps| steps.retain(sound));
    Some(known)
}

fn file() -> Result<RelPath, FileError> {
    RelPath::segment("durations.json")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn work(kind: &'static str, amount: f32) -> Efforts {
        Efforts::from_iter([Effort::new(kind, amount)])
    }

    fn learnt(steps: &[(&'static str, f32, f64)]) -> Durations {
        let durations = Durations::default();
        for (kind, amount, seconds) in steps {
            durations.learn("small", &Effort::new(kind, *amount), Duration::from_secs_f64(*seconds));
        }
        durations
    }

    fn told(durations: &Durations, efforts: &Efforts) -> Option<f64> {
        Some((durations.foretell("small", efforts)?.as_secs_f64() * 10.0).round() / 10.0)
    }

    #[test]
    fn nothing_is_said_while_nothing_is_known() {
        let durations = learnt(&[("scene", 10.0, 5.0)]);
        assert_eq!(durations.foretell("large", &work("scene", 10.0)), None);
        assert_eq!(told(&durations, &Efforts::default()), None);
        assert_eq!(told(&learnt(&[("ready", 0.0, 5.0)]), &work("scene", 10.0)), None);
    }

    #[test]
    fn each_kind_has_its_own_speed_once_it_was_seen_often_enough() {
        let scene = ("scene", 10.0, 10.0);
        let durations = learnt(&[scene, scene, scene, ("end", 10.0, 40.0), ("end", 10.0, 40.0)]);
        assert_eq!(told(&durations, &work("scene", 20.0)), Some(20.0));
        let early = told(&durations, &work("end", 10.0)).unwrap();
        assert!((10.1..39.9).contains(&early), "two are not enough for an own speed: {early}");
        durations.learn("small", &Effort::new("end", 10.0), Duration::from_secs(40));
        assert_eq!(told(&durations, &work("end", 10.0)), Some(40.0));
        let both: Efforts = [Effort::new("end", 10.0), Effort::new("scene", 5.0)].into_iter().collect();
        assert_eq!(told(&durations, &both), Some(45.0));
    }

    #[test]
    fn a_step_that_took_absurdly_long_does_not_count() {
        let scene = ("scene", 10.0, 10.0);
        let durations = learnt(&[scene, scene, scene, scene, ("scene", 10.0, 3_600.0)]);
        assert_eq!(told(&durations, &work("scene", 10.0)), Some(10.0));
    }

    #[test]
    fn what_is_newer_counts_more() {
        let durations = learnt(&[("scene", 10.0, 10.0); 24]);
        (0..8).for_each(|_| durations.learn("small", &Effort::new("scene", 10.0), Duration::from_secs(20)));
        let now = told(&durations, &work("scene", 10.0)).unwrap();
        assert!((16.0..20.0).contains(&now), "{now}");
    }

    #[test]
    fn what_has_no_amount_takes_the_time_it_usually_takes() {
        let durations = learnt(&[("ready", 0.0, 3.0), ("ready", 0.0, 90.0), ("ready", 0.0, 2.0)]);
        assert_eq!(told(&durations, &work("ready", 0.0)), Some(3.0));
        assert_eq!(told(&durations, &work("never seen", 0.0)), Some(0.0));
    }

    #[test]
    fn what_was_learnt_is_kept_for_the_next_start_and_damage_does_no_harm() {
        let data = tempfile::tempdir().unwrap();
        let durations = Durations::open(&data.path().join("new"));
        durations.learn("small", &Effort::new("scene", 10.0), Duration::from_secs(5));
        durations.keep();
        let again = Durations::open(&data.path().join("new"));
        assert_eq!(told(&again, &work("scene", 20.0)), Some(10.0));
        let folder = Folder::create(&data.path().join("new")).unwrap();
        for damage in ["", "[]", r#"{"small":{"scene":[[-1,5],[10,1e300]]}}"#] {
            folder.write(&file().unwrap(), damage.as_bytes()).unwrap();
            assert_eq!(told(&Durations::open(&data.path().join("new")), &work("scene", 20.0)), None);
        }
    }
}
